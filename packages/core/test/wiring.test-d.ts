import { expectTypeOf, it } from 'vitest';

import type { AttemptReporter } from '../src/chain/attempt-reporter.ts';
import type { ChainRunner } from '../src/chain/run-chain.ts';
import type { HealthRegistry } from '../src/health/health-registry.ts';
import type { HttpSettings } from '../src/http/http-settings.ts';
import type { UndiciHttp } from '../src/http/undici-http.ts';
import type { Clock } from '../src/ports/clock.ts';
import type { ProviderPorts } from '../src/provider/provider.ts';
import type { ProviderRegistry } from '../src/registry/provider-registry.ts';

// `@inject` does not check its parameter's type: these lists stand in the order of their tokens.
it('services take what their tokens stand for', () => {
  expectTypeOf<ConstructorParameters<typeof UndiciHttp>>().toEqualTypeOf<
    [clock: Clock, settings: HttpSettings]
  >();
  expectTypeOf<ConstructorParameters<typeof ChainRunner>>().toEqualTypeOf<
    [
      registry: ProviderRegistry,
      ports: ProviderPorts,
      health: HealthRegistry,
      story: AttemptReporter,
    ]
  >();
});
