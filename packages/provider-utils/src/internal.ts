/**
 * Functions that the providers and wire formats of Understudy have in common.
 *
 * They are not part of the provider interface and can change in any version.
 *
 * @packageDocumentation
 */
export {
  invalidField,
  readBooleanValue,
  readCountValue,
  readEnum,
  readField,
  readItems,
  readNumberValue,
  readObjectValue,
  readOptional,
  readTextValue,
  readUnless,
} from './json/read-field.ts';
export type { Field } from './json/read-field.ts';
export { findInnerJson } from './error/find-inner-json.ts';
export { partsTooLarge } from './error/parts-too-large.ts';
export { callsOf } from './messages/calls-of.ts';
export { isComplete } from './messages/options-of.ts';
export { createUnusedName, toName } from './messages/tool-names.ts';
export type { UserPart } from './messages/user-part.ts';
export { createEventMapper } from './messages/create-event-mapper.ts';
export { restoreToolNames } from './messages/restore-tool-names.ts';
export { startWithUser } from './messages/start-with-user.ts';
export { adviseVersion, VendorEndpoint } from './request/vendor-endpoint.ts';
export type { EndpointFields } from './request/vendor-endpoint.ts';
export { addCounts } from './response/add-counts.ts';
export { readRateLimitHeaders } from './response/read-rate-limit-headers.ts';
export { readTokenCount } from './response/read-token-count.ts';
export { commonSettings, readId } from './settings/common-settings.ts';
export { collectWarnings, warnUnsupportedPart } from './request/collect-warnings.ts';
export type { Warn } from './request/collect-warnings.ts';
export { hashUser } from './request/hash-user.ts';
export { isForced } from './request/is-forced.ts';
export { findNearestEffort, reasoningEfforts, toEffort } from './request/reasoning-effort.ts';
export { addRequired } from './schema/add-required.ts';
export { inferType } from './schema/infer-type.ts';
export { isObjectSchema } from './schema/is-object-schema.ts';
export { findSchema, joinRootUnions } from './schema/join-root-unions.ts';
export { mapSchema } from './schema/map-schema.ts';
export { toObjectRoot, toObjectSchema } from './schema/to-object-schema.ts';
export { updateSchema } from './schema/update-schema.ts';
export { BlockQueue } from './stream/block-queue.ts';
export type { Block, BufferLimit } from './stream/block-queue.ts';
export { decodeStream } from './stream/decode-stream.ts';
export type { CompleteResponse, OpenedStream, StreamOpening } from './stream/decode-stream.ts';
export type { StreamDecoder } from './stream/stream-decoder.ts';
export { drainArray } from './stream/drain-array.ts';
export { UnknownLines } from './stream/unknown-lines.ts';
export { JsonTextFastPath } from './json/json-text-fast-path.ts';
export { findJsonString, findStringEnd } from './json/find-json-string.ts';
export type { TextRange } from './json/find-json-string.ts';
export { parseJsonString } from './json/parse-json-string.ts';
export { isEmptyValue } from './json/is-empty-value.ts';
export { readIndex } from './json/read-index.ts';
export { skipDigits } from './json/skip-digits.ts';
export { toWellFormedObject } from './json/to-well-formed.ts';
export { copyString } from './text/copy-string.ts';
export { detectImageType, findImageType } from './text/detect-image-type.ts';
export { hasPrefix } from './text/has-prefix.ts';
export { isTextType } from './text/is-text-type.ts';
export { normalizeImageType } from './text/normalize-image-type.ts';
export { isSeparated, ReceivedText } from './text/received-text.ts';
export { formatSse } from './stream/format-sse.ts';
