import { AttemptReporter } from '../chain/attempt/attempt-reporter.ts';
import { ChainRunner } from '../chain/run-chain.ts';
import { HealthRegistry } from '../health/health-registry.ts';
import { ProviderInstances } from '../registry/provider-instances.ts';
import { ProviderRegistry } from '../registry/provider-registry.ts';
import { CallScope } from '../scope/call-scope.ts';
import { SystemClock } from '../system/system-clock.ts';
import { SystemRandom } from '../system/system-random.ts';
import { ChannelTelemetry } from './channel-telemetry.ts';
import { createHttp } from './create-http.ts';
import {
  guardClock,
  guardHttp,
  guardLogger,
  guardRandom,
  guardTelemetry,
  silentLogger,
} from './guarded-ports.ts';
import type { RuntimeSettings } from './read-options.ts';
import * as tokens from './tokens.ts';
import type { DependencyContainer, InjectionToken } from './tsyringe.ts';
import { createContainer, instanceCachingFactory } from './tsyringe.ts';

type Create<Service> = (container: DependencyContainer) => Service;

/**
 * Registers every service of one runtime with a factory, in order of dependency. Services are created when
 * they are resolved.
 */
export function registerServices(settings: RuntimeSettings): DependencyContainer {
  const { ports, dispatcher, onEvent, defaults, deprecations, allowRetired, routes } = settings;
  const { health, estimateTokens } = settings;
  const container = createContainer();
  const register = <Service>(token: InjectionToken<Service>, create: Create<Service>): void => {
    container.register(token, { useFactory: instanceCachingFactory(create) });
  };
  register(tokens.CLOCK, () => (ports.clock ? guardClock(ports.clock) : new SystemClock()));
  register(tokens.RANDOM, () => (ports.random ? guardRandom(ports.random) : new SystemRandom()));
  register(tokens.LOGGER, () => guardLogger(ports.logger ?? silentLogger));
  register(tokens.TELEMETRY, () =>
    guardTelemetry(ports.telemetry ?? new ChannelTelemetry(), onEvent),
  );
  register(tokens.OWN_HTTP, (c) =>
    createHttp(c.resolve(tokens.CLOCK), defaults.timeouts, dispatcher),
  );
  register(tokens.HTTP, (c) => (ports.http ? guardHttp(ports.http) : c.resolve(tokens.OWN_HTTP)));
  register(tokens.PROVIDER_PORTS, (c) => ({
    http: c.resolve(tokens.HTTP),
    clock: c.resolve(tokens.CLOCK),
    random: c.resolve(tokens.RANDOM),
    logger: c.resolve(tokens.LOGGER),
    limits: defaults.limits,
  }));
  register(tokens.SCOPE, (c) => new CallScope(c.resolve(tokens.CLOCK)));
  register(
    tokens.INSTANCES,
    (c) => new ProviderInstances(c.resolve(tokens.PROVIDER_PORTS), c.resolve(tokens.SCOPE)),
  );
  register(tokens.REGISTRY, (c) => {
    const registrySettings = { defaults, deprecations, allowRetired };
    return new ProviderRegistry(routes, registrySettings, c.resolve(tokens.INSTANCES));
  });
  register(
    tokens.HEALTH,
    (c) => new HealthRegistry(c.resolve(tokens.CLOCK), c.resolve(tokens.TELEMETRY), health),
  );
  register(
    tokens.ATTEMPT_REPORTER,
    (c) => new AttemptReporter(c.resolve(tokens.TELEMETRY), c.resolve(tokens.LOGGER)),
  );
  register(
    tokens.CHAIN_RUNNER,
    (c) =>
      new ChainRunner({
        registry: c.resolve(tokens.REGISTRY),
        ports: c.resolve(tokens.PROVIDER_PORTS),
        health: c.resolve(tokens.HEALTH),
        reporter: c.resolve(tokens.ATTEMPT_REPORTER),
        estimateTokens,
      }),
  );
  return container;
}
