import type { ResponsePart, WireFormat, MockReply } from '@understudy/conformance';

import {
  models as encodeModelList,
  reasons,
  refuse as encodeError,
  trouble,
} from './my-vendor-replies.ts';

/** How My Vendor looks on the wire. */
export const myVendorStage: WireFormat = { encodeResponse, encodeError, encodeModelList };

function encodeResponse(parts: readonly ResponsePart[]): MockReply | undefined {
  const body = parts.flatMap((part) => encodePart(part) ?? []);
  if (body.length < parts.length) return undefined;
  const headers = { 'content-type': 'text/event-stream', 'x-request-id': 'request-1' };
  return { headers, body };
}

/** The event that says a part; undefined where My Vendor has none. */
function encodePart(part: ResponsePart): string | undefined {
  switch (part.type) {
    case 'text':
      return frame('text', { text: part.text });
    case 'usage':
      return frame('usage', { input: part.inputTokens, output: part.outputTokens });
    case 'finish':
      return frame('end', { reason: reasons[part.reason] });
    case 'error':
      return frame('error', trouble(part));
    case 'reasoning':
    case 'tool-call':
      return undefined;
  }
}

function frame(event: string, data: object): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
