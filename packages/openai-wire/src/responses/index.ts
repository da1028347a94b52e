export { encodeResponsesRequest } from './encode-responses-request.ts';
export type { EncodedRequest, EncodeSettings } from '../encode-chat-request.ts';
export { encodeCountRequest } from './encode-count-request.ts';
export { ResponseStreamDecoder } from './decode-response-stream.ts';
export type { Decoded, StreamEnd } from '@understudy/provider-utils';
export type { DecodeSettings } from '../decode-settings.ts';
export { decodeResponse } from './decode-response.ts';

export { decodeResponsesRequest } from './server/decode-responses-request.ts';
export type { DecodedRequest } from './server/decode-responses-request.ts';
export type { ClientTools } from './server/client-tools.ts';
export { ResponseStreamEncoder } from './server/encode-response-stream.ts';
export { encodeResponse } from './server/encode-response.ts';
export type { EncodableResponse } from './server/encode-response.ts';
export type { ResponseIdentity } from './server/encode-response-body.ts';
