export { encodeResponsesRequest } from './encode-responses-request.ts';
export type { EncodedRequest, EncodeSettings } from '../encode-chat-request.ts';
export { encodeCountRequest } from './encode-count-request.ts';
export { ResponseStreamDecoder } from './decode-response-stream.ts';
export type { Decoded, DecodeUntil, StreamEnd } from '../decoded.ts';
export type { DecodeSettings } from '../decode-settings.ts';
export { decodeResponse } from './decode-response.ts';
