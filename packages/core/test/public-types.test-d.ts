import type {
  AttemptTelemetry,
  BreakerState,
  BreakerTelemetry,
  ChatBatch,
  ChatEndTelemetry,
  ChatStream,
  ConfigurationErrorCode,
  ErrorCode,
  ErrorTarget,
  ProviderErrorDetails,
  RequestContent,
  ResponseIdentity,
  TargetHealth,
  TokenEstimator,
} from '@understudy/core';
import type { ConfigurationError, ProviderError } from '@understudy/core';
import type * as provider from '@understudy/core/provider';
import { expectTypeOf, test } from 'vitest';

test('the types of parameters and fields are exported', () => {
  const estimateTokens: TokenEstimator = ({ messages }: RequestContent) => messages.length;
  expectTypeOf(estimateTokens).returns.toEqualTypeOf<number>();
  expectTypeOf<ChatStream['batches']>().toEqualTypeOf<AsyncIterable<ChatBatch>>();
  expectTypeOf<BreakerState>().toEqualTypeOf<TargetHealth['breaker']>();
  expectTypeOf<BreakerState>().toEqualTypeOf<BreakerTelemetry['state']>();
  expectTypeOf<ConfigurationErrorCode>().toEqualTypeOf<ConfigurationError['code']>();
  type Parameters = ConstructorParameters<typeof ProviderError>;
  expectTypeOf<Parameters[0]>().toEqualTypeOf<ProviderErrorDetails>();
  expectTypeOf<NonNullable<Parameters[1]>>().toEqualTypeOf<ErrorTarget>();
  expectTypeOf<provider.ProviderErrorDetails['phase']>().toEqualTypeOf<
    provider.Phase | undefined
  >();
  expectTypeOf<provider.ErrorTarget>().toEqualTypeOf<ErrorTarget>();
});

test('the telemetry of an end has the fields of its outcome', () => {
  type Failed = Extract<ChatEndTelemetry, { readonly outcome: 'failed' }>;
  expectTypeOf<Failed['error']>().not.toBeUndefined();
  expectTypeOf<Failed['error']['code']>().toEqualTypeOf<ErrorCode>();
  expectTypeOf<Failed['usage']>().toBeUndefined();
  type Succeeded = Extract<ChatEndTelemetry, { readonly outcome: 'succeeded' }>;
  expectTypeOf<Succeeded['error']>().toBeUndefined();
  expectTypeOf<Succeeded['response']>().toEqualTypeOf<ResponseIdentity>();
});

test('the telemetry of the start of an attempt has no fields of its end', () => {
  type Start = Extract<AttemptTelemetry, { readonly type: 'attempt-start' }>;
  expectTypeOf<keyof Start>().toEqualTypeOf<'type' | 'chatId' | 'attempt' | 'listed'>();
});
