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
export { isHeaderName, isHeaderValue, lowerCaseNames } from './http/header-values.ts';
export { assertKnownNames, unknownName } from './input/known-names.ts';
export { invalidType, invalidValue } from './input/readers.ts';
export { isFieldObject, isRecord } from './input/records.ts';
export { findSimilarNames, formatSuggestion } from './input/similar-names.ts';
export { waitUntil } from './scope/wait-until.ts';
export { ToolCallIds } from './request/tool-call-ids.ts';
export { maskCredentials, quoteText } from './text/quote-text.ts';
export { formatBytes } from './text/format-bytes.ts';
