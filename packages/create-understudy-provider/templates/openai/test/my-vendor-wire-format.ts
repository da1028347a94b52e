import { openAiWireFormat } from '@understudy/conformance';
import type { WireFormat } from '@understudy/conformance';

export const myVendorWireFormat: WireFormat = openAiWireFormat();
