import type { MockReply, ResponsePart, WireFormat } from '@understudy/conformance';

import {
  encodeError,
  encodeErrorObject,
  encodeModelList,
  finishReasons,
} from './my-vendor-replies.ts';

export const myVendorWireFormat: WireFormat = { encodeResponse, encodeError, encodeModelList };

function encodeResponse(parts: readonly ResponsePart[]): MockReply | undefined {
  const fields = parts.map(encodePart);
  if (fields.includes(undefined) || !isComplete(parts)) return undefined;
  const text = parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
  const headers = { 'content-type': 'application/json', 'x-request-id': 'request-1' };
  return { headers, body: [JSON.stringify(Object.assign({ text }, ...fields))] };
}

/** My Vendor sends either a complete response or an error. */
function isComplete(parts: readonly ResponsePart[]): boolean {
  if (parts.some(({ type }) => type === 'error')) return parts.length === 1;
  return parts.some(({ type }) => type === 'finish');
}

/** Encodes one part as fields of the response. Undefined for parts that My Vendor does not send. */
function encodePart(part: ResponsePart): object | undefined {
  switch (part.type) {
    case 'text':
      return {};
    case 'usage':
      return { usage: { input: part.inputTokens, output: part.outputTokens } };
    case 'finish':
      return { reason: finishReasons[part.reason] };
    case 'error':
      return { error: encodeErrorObject(part) };
    default:
      return undefined;
  }
}
