export { defineProvider, isProviderDefinition } from './provider/define-provider.ts';
export type {
  ModelInfo,
  ModelList,
  ProviderCallContext,
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
export type { ProviderRegistration, SettingDefinition } from './provider/registration.ts';
export { ConfigurationError } from './errors/configuration-error.ts';
export type {
  ConfigurationErrorCode,
  ConfigurationErrorDetails,
} from './errors/configuration-error.ts';
export { ProviderError } from './errors/provider-error.ts';
export type { ErrorTarget, ProviderErrorDetails } from './errors/provider-error.ts';
export type { ErrorCode } from './chat/error-code.ts';
export { isProviderError } from './errors/is-error.ts';
export type { Phase } from './chat/attempt.ts';
export type { FinishReason } from './chat/finish-reason.ts';
export type { JsonObject, JsonValue } from './chat/json.ts';
export type { Usage } from './chat/usage.ts';
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
  ProgressEvent,
  ProviderBatch,
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
  UsageEvent,
  WarningEvent,
} from './chat/chat-event.ts';
export type { SizeLimits } from './chat/chat-options.ts';
export type * from './chat/chat-request.ts';
export type * from './chat/message.ts';
export type { GrowingList } from './chat/model-ref.ts';
