export { defineProvider, isProviderDefinition } from './provider/define-provider.ts';
export type {
  ModelInfo,
  ModelList,
  ModelsContext,
  Provider,
  ProviderContext,
  ProviderPorts,
  TokenCount,
} from './provider/provider.ts';
export type {
  Lifecycle,
  ProviderDefinition,
  ProviderDefinitionInput,
  ProviderMetadata,
  WireFormat,
} from './provider/provider-definition.ts';
export type { ProviderCapabilities } from './provider/provider-capabilities.ts';
export { registerProvider } from './provider/catalog.ts';
export type { ProviderRegistration, SettingDefinition } from './provider/catalog.ts';
export {
  assertKnownSettings,
  readBaseUrl,
  readProxy,
  readSetting,
} from './provider/read-settings.ts';
export {
  isBotChallenge,
  createResponseError,
  readErrorBody,
  readRequestId,
} from './provider/response-error.ts';
export type { ResponseErrorDetails } from './provider/response-error.ts';
export { findSimilarNames, formatSuggestion } from './provider/similar-names.ts';
export { classifyError } from './errors/classify-error.ts';
export type { VendorErrorDetails } from './errors/classify-error.ts';
export { ConfigurationError } from './errors/configuration-error.ts';
export type { ConfigurationErrorDetails } from './errors/configuration-error.ts';
export { ProviderError } from './errors/provider-error.ts';
export type { ProviderErrorDetails } from './errors/provider-error.ts';
export type { ErrorCode } from './errors/error-codes.ts';
export { isProviderError } from './errors/is-error.ts';
export { readRetryAfter } from './errors/retry-after.ts';
export { isHeaderName, isHeaderValue, lowerCaseNames, mediaType } from './http/header-values.ts';
export {
  maxErrorBodyBytes,
  maxJsonBodyBytes,
  readHead,
  readJson,
  readText,
} from './http/read-body.ts';
export { defaultMaxEventBytes, readSse } from './stream/sse-messages.ts';
export type { SseMessage, SseOptions } from './stream/sse-messages.ts';
export { findJsonString } from './json/find-json-string.ts';
export type { TextRange } from './json/find-json-string.ts';
export { copyString } from './text/copy-string.ts';
export { hasPrefix } from './text/has-prefix.ts';
export { SurrogateJoiner } from './text/surrogate-joiner.ts';
export { drainArray } from './stream/drain-array.ts';
export {
  isJsonObject,
  parseJson,
  readArray,
  readBoolean,
  readNumber,
  readObject,
  readString,
} from './json/read-json-value.ts';
export type { JsonObject, JsonValue } from './chat/json.ts';
export type { Clock } from './ports/clock.ts';
export type { Random } from './ports/random.ts';
export type { Logger } from './ports/logger.ts';
export type {
  Http,
  HttpBody,
  HttpHeaders,
  HttpTimeouts,
  HttpRequest,
  HttpResponse,
} from './ports/http.ts';
export type {
  AttemptEndEvent,
  AttemptStartEvent,
  ChatEvent,
  DocumentSourceEvent,
  FileEvent,
  FinishEvent,
  FinishReason,
  ProgressEvent,
  ProviderEvent,
  RawEvent,
  ReasoningDeltaEvent,
  ReasoningEndEvent,
  ResetEvent,
  ResponseStartEvent,
  SourceEvent,
  TextDeltaEvent,
  TextEndEvent,
  ToolCallDeltaEvent,
  ToolCallEndEvent,
  ToolCallStartEvent,
  Usage,
  UsageEvent,
  WarningEvent,
} from './chat/chat-event.ts';
export type { SizeLimits } from './chat/chat-options.ts';
export type * from './chat/chat-request.ts';
export type * from './chat/message.ts';
export type { GrowingList } from './chat/model-ref.ts';
