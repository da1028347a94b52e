export { encodeChatRequest } from './encode-chat-request.ts';
export type { EncodedRequest, EncodeSettings } from './encode-chat-request.ts';
export { ChatStreamDecoder } from './decode-chat-stream.ts';
export type { AnswerSettings, Decoded, StreamEnd } from './decode-chat-stream.ts';
export { decodeChatResponse } from './decode-chat-response.ts';
export { decodeErrorBody } from './decode-error-body.ts';
export type { WireError } from './decode-error-body.ts';
export { decodeModelList } from './decode-model-list.ts';
export type { OptionalField, Quirks } from './quirks.ts';

export { decodeChatRequest } from './decode-chat-request.ts';
export type { DecodedRequest } from './decode-chat-request.ts';
export { ChatStreamEncoder } from './encode-chat-stream.ts';
export type { StreamIdentity } from './encode-chat-stream.ts';
export { encodeChatResponse } from './encode-chat-response.ts';
export type { ResponseIdentity } from './encode-chat-response.ts';
export { encodeErrorBody } from './encode-error-body.ts';
export type { TellableError } from './encode-error-body.ts';
export { encodeModelList } from './encode-model-list.ts';
