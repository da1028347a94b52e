export {
  isHeaderName,
  isHeaderValue,
  isJsonObject,
  lowerCaseNames,
  parseJson,
  readArray,
  readBoolean,
  readNumber,
  readObject,
  readString,
} from '@understudy/core/internal';
export { classifyError } from './errors/classify-error.ts';
export type { VendorErrorDetails } from './errors/classify-error.ts';
export { readRetryAfter } from './errors/retry-after.ts';
export { findJsonString } from './json/find-json-string.ts';
export type { TextRange } from './json/find-json-string.ts';
export { mediaType } from './response/media-type.ts';
export {
  maxErrorBodyBytes,
  maxJsonBodyBytes,
  readHead,
  readJson,
  readText,
} from './response/read-body.ts';
export {
  createResponseError,
  isBotChallenge,
  readErrorBody,
  readRequestId,
} from './response/response-error.ts';
export type { ResponseErrorDetails } from './response/response-error.ts';
export {
  assertKnownSettings,
  readBaseUrl,
  readProxy,
  readSetting,
} from './settings/read-settings.ts';
export { drainArray } from './stream/drain-array.ts';
export { defaultMaxEventBytes, readSse } from './stream/read-sse.ts';
export type { SseMessage, SseOptions } from './stream/read-sse.ts';
export { copyString } from './text/copy-string.ts';
export { hasPrefix } from './text/has-prefix.ts';
export { SurrogateJoiner } from './text/surrogate-joiner.ts';
