import type {
  BreakerState,
  BreakerTelemetry,
  ChatBatch,
  ChatStream,
  ConfigurationErrorCode,
  ErrorTarget,
  ProviderErrorDetails,
  RequestContent,
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
