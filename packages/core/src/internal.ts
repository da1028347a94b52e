/**
 * Functions that core has in common with the other packages of Understudy.
 *
 * They are not part of the provider interface and can change in any version. Use `@understudy/provider-utils`, which
 * exports those that are useful for a provider.
 *
 * @packageDocumentation
 */
export {
  isJsonObject,
  parseJson,
  readArray,
  readBoolean,
  readNumber,
  readObject,
  readString,
} from './json/read-json-value.ts';
export { isHeaderName, isHeaderValue } from './http/header-syntax.ts';
export { lowerCaseNames } from './http/record-headers.ts';
export { TextBuilder } from './text/text-builder.ts';
export { assertKnownNames, unknownName } from './input/known-names.ts';
export {
  describeType,
  describeValue,
  invalidType,
  invalidValue,
  readArray as readArrayInput,
  readBoolean as readBooleanInput,
  readEnum,
  readFields,
  readMap,
  readNumber as readNumberInput,
  readObject as readObjectInput,
  readString as readStringInput,
} from './input/readers.ts';
export type { FieldReaders, Reader } from './input/readers.ts';
export { isFieldObject, isRecord } from './input/records.ts';
export { readSecretReference } from './input/secret-reference.ts';
export type { SecretReference } from './input/secret-reference.ts';
export { findSimilarNames, formatSuggestion } from './input/similar-names.ts';
export { findRespondingAttempt } from './chat/find-responding-attempt.ts';
export { ActiveSet } from './scope/active-set.ts';
export { waitUntil } from './scope/wait-until.ts';
export { classifyError } from './vendor-errors/classify-error.ts';
export type { VendorErrorDetails } from './vendor-errors/classify-error.ts';
export { findCode } from './vendor-errors/rules/code-rules.ts';
export { toFieldPath } from './vendor-errors/rules/parameter-rules.ts';
export { removeQuotes } from './vendor-errors/vendor-message.ts';
export { isBotChallenge } from './vendor-errors/bot-challenge.ts';
export { mediaType, readRequestId } from './vendor-errors/response-headers.ts';
export { createInBandError, toResponseError } from './vendor-errors/response-error.ts';
export type {
  ErrorDecoder,
  ErrorResponse,
  ResponseErrorDecoder,
  VendorError,
} from './vendor-errors/vendor-error.ts';
export { durationPattern, parseDelay } from './vendor-errors/delays/parse-delay.ts';
export type { DelayFormat } from './vendor-errors/delays/parse-delay.ts';
export { readRateLimitReset } from './vendor-errors/delays/rate-limit-reset.ts';
export { readRetryAfter } from './vendor-errors/delays/retry-after.ts';
export { sizeOf as sizeOfEvent } from './stream/event-size.ts';
export { decodeDataUrl } from './request/data-url.ts';
export type { EmbeddedFile } from './request/data-url.ts';
export { ToolCallIds } from './request/tool-call-ids.ts';
export { maskCredentials } from './text/mask-credentials.ts';
export { quoteText } from './text/quote-text.ts';
export { formatBytes } from './text/format-bytes.ts';
export { formatCount } from './text/format-count.ts';
