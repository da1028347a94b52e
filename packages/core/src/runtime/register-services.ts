import { AttemptReporter } from '../chain/attempt-reporter.ts';
import { ChainRunner } from '../chain/run-chain.ts';
import * as tokens from '../di/tokens.ts';
import type { DependencyContainer } from '../di/tsyringe.ts';
import { createContainer, instanceCachingFactory, Lifecycle } from '../di/tsyringe.ts';
import { HealthRegistry } from '../health/health-registry.ts';
import { UndiciHttp } from '../http/undici-http.ts';
import { assertKnownNames } from '../provider/known-names.ts';
import { readList, readText, readEnum } from '../registry/configuration-reader.ts';
import { createRouteTable } from '../registry/create-route-table.ts';
import { ProviderInstances } from '../registry/provider-instances.ts';
import { ProviderRegistry } from '../registry/provider-registry.ts';
import { ChannelTelemetry } from './channel-telemetry.ts';
import { guardLogger, guardTelemetry } from './guarded-ports.ts';
import { readChainDefaults } from './read-chain-defaults.ts';
import { silentLogger } from './silent-logger.ts';
import { SystemClock } from './system-clock.ts';
import { SystemRandom } from './system-random.ts';
import { CHAIN } from './tokens.ts';
import { optionNames, portNames } from './understudy-options.ts';
import type { UnderstudyOptions } from './understudy-options.ts';

const readIds = readList(readText);
const readDeprecations = readEnum('warn', 'error');
const singleton = { lifecycle: Lifecycle.Singleton } as const;

/** The only list of wiring: a container for one runtime, in order of dependence. */
export function registerServices(options: UnderstudyOptions): DependencyContainer {
  const { ports = {}, dispatcher, onEvent } = options;
  assertKnownNames(options, optionNames);
  assertKnownNames(ports, portNames, 'ports.');
  const allowRetired = options.allowRetired ? readIds(options.allowRetired, 'allowRetired') : [];
  const deprecations = readDeprecations(options.deprecations ?? 'warn', 'deprecations');
  const defaults = readChainDefaults(options);
  const routes = createRouteTable(options);
  const container = createContainer();
  container.registerInstance(tokens.CLOCK, ports.clock ?? new SystemClock());
  container.registerInstance(tokens.RANDOM, ports.random ?? new SystemRandom());
  container.registerInstance(tokens.LOGGER, guardLogger(ports.logger ?? silentLogger));
  container.registerInstance(
    tokens.TELEMETRY,
    guardTelemetry(ports.telemetry ?? new ChannelTelemetry(onEvent)),
  );
  container.registerInstance(tokens.HTTP_SETTINGS, { limits: defaults.timeouts, dispatcher });
  if (ports.http) container.registerInstance(tokens.HTTP, ports.http);
  else container.register(tokens.HTTP, { useClass: UndiciHttp }, singleton);
  container.register(tokens.PROVIDER_PORTS, {
    useFactory: instanceCachingFactory((from) => ({
      http: from.resolve(tokens.HTTP),
      clock: from.resolve(tokens.CLOCK),
      random: from.resolve(tokens.RANDOM),
      logger: from.resolve(tokens.LOGGER),
    })),
  });
  container.register(tokens.REGISTRY, {
    useFactory: instanceCachingFactory((from) => {
      const instances = new ProviderInstances(from.resolve(tokens.PROVIDER_PORTS));
      return new ProviderRegistry(
        routes,
        { defaults, deprecations, allowRetired: allowRetired },
        instances,
      );
    }),
  });
  container.register(tokens.HEALTH, {
    useFactory: instanceCachingFactory(
      (from) => new HealthRegistry(from.resolve(tokens.CLOCK), from.resolve(tokens.TELEMETRY)),
    ),
  });
  container.register(tokens.ATTEMPT_REPORTER, {
    useFactory: instanceCachingFactory(
      (from) => new AttemptReporter(from.resolve(tokens.TELEMETRY), from.resolve(tokens.LOGGER)),
    ),
  });
  container.register(CHAIN, { useClass: ChainRunner }, singleton);
  return container;
}
