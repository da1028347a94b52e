export { createUnderstudy } from './runtime/create-understudy.ts';
export type { CheckedModel, CloseOptions, Understudy } from './runtime/create-understudy.ts';
export type { CountedTokens, ProviderCallOptions } from './runtime/provider-calls.ts';
export type {
  CooldownStatus,
  FailureStatus,
  TargetHealth,
  TargetId,
} from './health/target-health.ts';
export type { CooldownScope } from './health/unavailable.ts';
export type {
  ModelName,
  PortOptions,
  ProviderName,
  Providers,
  SettingsOf,
  UnderstudyOptions,
} from './runtime/understudy-options.ts';
export type { TokenEstimator } from './chain/estimate-tokens.ts';
export type {
  ChainExplanation,
  ChainPolicy,
  ExplainedPool,
  ExplainedTarget,
} from './chain/explain-chain.ts';
export type * from './registry/chain/chain-definition.ts';
export type {
  BreakerOptions,
  CooldownOptions,
  HealthOptions,
  RetryBudgetOptions,
} from './health/health-options.ts';
export type { CheckedChain, CheckedChains, NameIn } from './registry/chain/chain-check.ts';
export type { ChatPolicy } from './registry/chain/chat-policy.ts';
export { modelRef } from './registry/model-name.ts';
export type { ModelNameOf, TargetName } from './registry/model-name.ts';
export { registeredProviders } from './provider/catalog.ts';
export type { ChatStream } from './chat-stream/chat-stream.ts';

export { errorRule, errorRules } from './errors/error-codes.ts';
export type { ErrorCode } from './chat/error-code.ts';
export type { ErrorRule, ErrorScope } from './errors/error-rule.ts';
export { UnderstudyError } from './errors/understudy-error.ts';
export { ProviderError } from './errors/provider-error.ts';
export type { ErrorTarget, ProviderErrorDetails } from './errors/provider-error.ts';
export { ConfigurationError } from './errors/configuration-error.ts';
export type {
  ConfigurationErrorCode,
  ConfigurationErrorDetails,
} from './errors/configuration-error.ts';
export { ChainError } from './errors/chain-error.ts';
export {
  isChainError,
  isConfigurationError,
  isProviderError,
  isUnderstudyError,
} from './errors/is-error.ts';

export { isContent } from './chat/chat-event.ts';
export type * from './chat/accept-options.ts';
export type * from './chat/attempt.ts';
export type * from './chat/chat-event.ts';
export type * from './chat/chat-options.ts';
export type * from './chat/chat-input.ts';
export type * from './chat/chat-request.ts';
export type * from './chat/chat-response.ts';
export type * from './chat/finish-reason.ts';
export type * from './chat/json.ts';
export type * from './chat/json-schema.ts';
export type * from './chat/message.ts';
export type * from './chat/model-ref.ts';
export type * from './chat/usage.ts';

export type { Lifecycle, ProviderDefinition } from './provider/provider-definition.ts';
export type { ProviderCapabilities } from './provider/provider-capabilities.ts';
export type { ModelInfo, ModelList, Provider } from './provider/provider.ts';
export type { ProviderRegistration, SettingDefinition } from './provider/registration.ts';
export type { Clock } from './ports/clock.ts';
export type {
  Http,
  HttpBody,
  HttpHeaders,
  HttpTimeouts,
  HttpRequest,
  HttpResponse,
} from './ports/http.ts';
export type { Logger } from './ports/logger.ts';
export type { Random } from './ports/random.ts';
export type * from './ports/telemetry.ts';
