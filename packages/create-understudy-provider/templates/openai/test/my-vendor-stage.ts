import { openAiStage } from '@understudy/conformance';
import type { Stage } from '@understudy/conformance';

/** How My Vendor looks on the wire: as OpenAI does. */
export const myVendorStage: Stage = openAiStage();
