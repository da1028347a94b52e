export {
  classifyError,
  createInBandError,
  createResponseError,
  describeType,
  durationPattern,
  isBotChallenge,
  isHeaderName,
  isHeaderValue,
  isJsonObject,
  isRecord,
  lowerCaseNames,
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
  removeQuotes,
  toFieldPath,
  toResponseError,
  waitUntil,
} from '@understudy/core/internal';
export type {
  DelayFormat,
  ErrorDecoder,
  ErrorResponse,
  ResponseErrorDecoder,
  ResponseErrorDetails,
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
} from './request/send-request.ts';
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
export { BlockQueue } from './stream/block-queue.ts';
export type { Block, BufferLimit } from './stream/block-queue.ts';
export { restoreToolNames } from './messages/restore-tool-names.ts';
export { toName, ToolNames } from './messages/tool-names.ts';
export { formatToolError } from './messages/format-tool-error.ts';
export { optionsOf } from './messages/options-of.ts';
export { moveResults } from './messages/move-results.ts';
export { drainArray } from './stream/drain-array.ts';
export { readJsonLines } from './stream/read-json-lines.ts';
export type { JsonLine } from './stream/read-json-lines.ts';
export { readSse } from './stream/read-sse.ts';
export type { SseMessage, SseOptions } from './stream/read-sse.ts';
export {
  invalidField,
  readBooleanValue,
  readEnum,
  readField,
  readItems,
  readNumberValue,
  readObjectValue,
  readOptional,
  readTextValue,
} from './json/read-field.ts';
export type { Field } from './json/read-field.ts';
export { UnknownLines } from './stream/unknown-lines.ts';
export { UsageGrace } from './stream/usage-grace.ts';
export { WarningInjector } from './stream/warning-injector.ts';
export { parseExactJson } from './json/exact-json.ts';
export { JsonTextFastPath } from './json/json-text-fast-path.ts';
export { findJsonString, findStringEnd } from './json/find-json-string.ts';
export type { TextRange } from './json/find-json-string.ts';
export { parseJsonString } from './json/parse-json-string.ts';
export { readIndex } from './json/read-index.ts';
export { skipDigits } from './json/skip-digits.ts';
export { encodeBase64 } from './text/base64.ts';
export { copyString } from './text/copy-string.ts';
export { hasPrefix } from './text/has-prefix.ts';
export { ReceivedText } from './text/received-text.ts';
export { SurrogateJoiner } from './text/surrogate-joiner.ts';
