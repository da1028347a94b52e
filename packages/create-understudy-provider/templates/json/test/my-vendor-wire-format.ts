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
  const fields = parts.map(encodePart);
  if (fields.includes(undefined) || !comesAtOnce(parts)) return undefined;
  const text = parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
  const headers = { 'content-type': 'application/json', 'x-request-id': 'request-1' };
  return { headers, body: [JSON.stringify(Object.assign({ text }, ...fields))] };
}

/** An answer is whole, or an error stands in its place. */
function comesAtOnce(parts: readonly ResponsePart[]): boolean {
  if (parts.some(({ type }) => type === 'error')) return parts.length === 1;
  return parts.some(({ type }) => type === 'finish');
}

/** The fields that say a part; undefined where My Vendor has none. */
function encodePart(part: ResponsePart): object | undefined {
  switch (part.type) {
    case 'text':
      return {};
    case 'usage':
      return { usage: { input: part.inputTokens, output: part.outputTokens } };
    case 'finish':
      return { reason: reasons[part.reason] };
    case 'error':
      return { error: trouble(part) };
    case 'reasoning':
    case 'tool-call':
      return undefined;
  }
}
