import { openAiWireFormat } from '@understudy/conformance';
import type { WireFormat } from '@understudy/conformance';

/** How My Vendor looks on the wire: as OpenAI does. */
export const myVendorStage: WireFormat = openAiWireFormat();
