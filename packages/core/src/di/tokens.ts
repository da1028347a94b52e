import type { Timeouts } from '../chat/chat-options.ts';
import type { HttpSettings } from '../http/http-settings.ts';
import type { Clock } from '../ports/clock.ts';
import type { Http } from '../ports/http.ts';
import type { Logger } from '../ports/logger.ts';
import type { Random } from '../ports/random.ts';
import type { Telemetry } from '../ports/telemetry.ts';
import type { ProviderPorts } from '../provider/provider.ts';
import type { ProviderRegistry } from '../registry/provider-registry.ts';
import type { InjectionToken } from './tsyringe.ts';

/** What holds for every chat of a runtime that says nothing else. */
export interface ChainSettings {
  readonly timeouts: Timeouts;
  readonly deadlineMs: number | undefined;
  /** How many requests for an answer one chat may make. */
  readonly maxAttempts: number;
}

export const CLOCK: InjectionToken<Clock> = Symbol('Clock');
export const RANDOM: InjectionToken<Random> = Symbol('Random');
export const LOGGER: InjectionToken<Logger> = Symbol('Logger');
export const TELEMETRY: InjectionToken<Telemetry> = Symbol('Telemetry');
export const HTTP: InjectionToken<Http> = Symbol('Http');
export const HTTP_SETTINGS: InjectionToken<HttpSettings> = Symbol('HttpSettings');
export const PROVIDER_PORTS: InjectionToken<ProviderPorts> = Symbol('ProviderPorts');
export const REGISTRY: InjectionToken<ProviderRegistry> = Symbol('ProviderRegistry');
export const CHAIN_SETTINGS: InjectionToken<ChainSettings> = Symbol('ChainSettings');
