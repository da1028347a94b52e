export {
  classifyError,
  createInBandError,
  describeType,
  isBotChallenge,
  isJsonObject,
  mediaType,
  parseDelay,
  parseJson,
  readArray,
  readBoolean,
  readNumber,
  readObject,
  readRateLimitReset,
  readRequestId,
  readRetryAfter,
  readString,
  toFieldPath,
  toResponseError,
} from '@understudy/core/internal';
export type {
  DelayFormat,
  ErrorDecoder,
  ErrorResponse,
  ResponseErrorDecoder,
  VendorError,
  VendorErrorDetails,
} from '@understudy/core/internal';
export { sendRequest } from './request/send-request.ts';
export type {
  EventStreamResponse,
  JsonLinesResponse,
  JsonResponse,
  RequestContext,
  ResponseHead,
  StreamedHead,
  VendorRequest,
  VendorResponses,
} from './request/vendor-request.ts';
export type { BodyFormat } from './request/body-format.ts';
export { readErrorBody, readJson, readText } from './response/read-body.ts';
export { malformedResponse } from './error/malformed-response.ts';
export { readWait } from './error/read-wait.ts';
export { assertApiKey, readApiKey } from './settings/read-api-key.ts';
export type { ApiKeyUse } from './settings/read-api-key.ts';
export { readHeaders } from './settings/read-headers.ts';
export {
  assertKnownSettings,
  readBaseUrl,
  readProxy,
  readSetting,
} from './settings/read-settings.ts';
export { ToolNames } from './messages/tool-names.ts';
export { encodeCallInput } from './messages/encode-call-input.ts';
export { formatToolError } from './messages/format-tool-error.ts';
export { optionsOf } from './messages/options-of.ts';
export { matchResults } from './messages/match-results.ts';
export { moveResults } from './messages/move-results.ts';
export type { Decoded, StreamEnd } from './stream/decoded.ts';
export { readJsonLines } from './stream/read-json-lines.ts';
export type { JsonLine } from './stream/read-json-lines.ts';
export { readSse } from './stream/read-sse.ts';
export type { SseMessage, SseOptions } from './stream/read-sse.ts';
export { parseExactJson } from './json/exact-json.ts';
export { encodeBase64 } from './text/base64.ts';
export { SurrogateJoiner } from './text/surrogate-joiner.ts';
