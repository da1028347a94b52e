import type { MockReply, ResponsePart, WireFormat } from '@understudy/conformance';

import { encodeError, encodeErrorObject, encodeModelList, finishReasons } from './acme-replies.ts';

export const acmeWireFormat: WireFormat = { encodeResponse, encodeError, encodeModelList };

function encodeResponse(parts: readonly ResponsePart[]): MockReply | undefined {
  const body = parts.flatMap((part) => encodePart(part) ?? []);
  if (body.length < parts.length) return undefined;
  const headers = { 'content-type': 'text/event-stream', 'x-request-id': 'request-1' };
  return { headers, body };
}

/** Encodes one part as an event. Undefined for parts that Acme does not send. */
function encodePart(part: ResponsePart): string | undefined {
  switch (part.type) {
    case 'text':
      return encodeEvent('text', { text: part.text });
    case 'usage':
      return encodeEvent('usage', { input: part.inputTokens, output: part.outputTokens });
    case 'finish':
      return encodeEvent('end', { reason: finishReasons[part.reason] });
    case 'error':
      return encodeEvent('error', encodeErrorObject(part));
    default:
      return undefined;
  }
}

function encodeEvent(event: string, data: object): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
