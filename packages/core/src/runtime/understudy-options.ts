import type { Dispatcher } from 'undici';

import type { TokenEstimator } from '../chain/estimate-tokens.ts';
import type { RetryPolicy, SizeLimits, Timeouts } from '../chat/chat-options.ts';
import type {
  BreakerOptions,
  CooldownOptions,
  RetryBudgetOptions,
} from '../health/health-options.ts';
import type { Clock } from '../ports/clock.ts';
import type { Http } from '../ports/http.ts';
import type { Logger } from '../ports/logger.ts';
import type { Random } from '../ports/random.ts';
import type { Telemetry, TelemetryEvent } from '../ports/telemetry.ts';
import type { ProviderDefinition } from '../provider/provider-definition.ts';
import type { CheckedChains, NameIn } from '../registry/chain/chain-check.ts';
import type { ChainDefinition } from '../registry/chain/chain-definition.ts';
import type { TargetName } from '../registry/model-name.ts';

/** Definitions, or `'registered'` for the providers that imports have registered. */
export type Providers = readonly ProviderDefinition[] | 'registered';

/** The settings of registered providers. The settings of a list are passed to the factories. */
export type SettingsOf<List extends Providers> = List extends 'registered'
  ? Readonly<Record<string, Readonly<Record<string, unknown>>>>
  : undefined;

/** Implementations of ports that replace those of the runtime. */
export interface PortOptions {
  /** Not closed by the runtime. @defaultValue HTTP over undici; on Bun, without a `dispatcher`, over `fetch` */
  readonly http?: Http | undefined;
  readonly clock?: Clock | undefined;
  readonly random?: Random | undefined;
  /** @defaultValue logs nothing */
  readonly logger?: Logger | undefined;
  /**
   * Replaces the channels. The option `onEvent` applies also with this port. An error thrown by the port becomes a
   * process warning. @defaultValue the channels `understudy:chat`, `understudy:attempt` and `understudy:breaker` of
   * `node:diagnostics_channel`
   */
  readonly telemetry?: Telemetry | undefined;
}

/** Options of `createUnderstudy()`. */
export interface UnderstudyOptions<
  List extends Providers = Providers,
  Chains = Readonly<Record<string, ChainDefinition>>,
  Alias extends string = string,
> {
  /**
   * Definitions in order of preference, or `'registered'` for the providers that `./register` imports have registered.
   */
  readonly providers: List;
  /** For `'registered'`: the settings of each provider, by provider id. A list of definitions has none. */
  readonly settings?: SettingsOf<List> | undefined;
  /** Ordered lists of targets, by name. A name contains no slash. */
  readonly chains?:
    | (Chains & CheckedChains<Chains, TargetName<List> | NameIn<Chains> | NoInfer<Alias>>)
    | undefined;
  /** Other names for models and chains. */
  readonly aliases?:
    | Readonly<Record<Alias, TargetName<List> | NoInfer<NameIn<Chains>>>>
    | undefined;
  /** Time limits of each attempt. */
  readonly timeouts?: Partial<Timeouts> | undefined;
  /** Limits for the size of responses. */
  readonly limits?: Partial<SizeLimits> | undefined;
  /** Options for the circuit breakers of all targets. `false` turns them off. */
  readonly breaker?: false | Partial<BreakerOptions> | undefined;
  /** Options for the cooldowns of all targets. */
  readonly cooldown?: Partial<CooldownOptions> | undefined;
  /** Limits the retries of all chats together. */
  readonly retryBudget?: Partial<RetryBudgetOptions> | undefined;
  /**
   * Returns the tokens of a request and its response, for `tokensPerMinute`. Corrected by what the vendor reports.
   * @defaultValue a quarter of the characters, 1,000 for each image and file, and `maxOutputTokens`
   */
  readonly estimateTokens?: TokenEstimator | undefined;
  /** Options for retries on the same target. A chain can replace them. */
  readonly retry?: Partial<RetryPolicy> | undefined;
  /** Maximum duration of each chat, including all attempts and waits, in milliseconds. @defaultValue none */
  readonly deadlineMs?: number | undefined;
  /**
   * Maximum number of requests for a response per chat. With `retry.maxRetries` above 2, the default is the number of
   * targets and their `retries` + `retry.maxRetries`.
   * @defaultValue number of targets and their `retries` + 1, at least 3
   */
  readonly maxAttempts?: number | undefined;
  /** What happens when a deprecated provider is used. @defaultValue 'warn' */
  readonly deprecations?: 'warn' | 'error' | undefined;
  /** Ids of retired providers that may be used. @defaultValue none */
  readonly allowRetired?: readonly string[] | undefined;
  /**
   * Sends the requests of all providers without a `proxy`. Not closed by `close()`. It cannot be combined with
   * `ports.http`, which would not use it.
   * @defaultValue an Agent of the runtime
   */
  readonly dispatcher?: Dispatcher | undefined;
  /**
   * Called for each event of telemetry: starts and ends of chats and attempts, waits and resets of chats, and changes
   * of circuit breakers. An error that it throws becomes a process warning.
   */
  readonly onEvent?: ((event: TelemetryEvent) => void) | undefined;
  /** Implementations of ports, for tests and special environments. */
  readonly ports?: PortOptions | undefined;
}

/** The names of all options. A record, so that the compiler reports a missing one. */
export const optionNames: readonly string[] = Object.keys({
  providers: true,
  settings: true,
  chains: true,
  aliases: true,
  timeouts: true,
  limits: true,
  breaker: true,
  cooldown: true,
  retryBudget: true,
  estimateTokens: true,
  retry: true,
  deadlineMs: true,
  maxAttempts: true,
  deprecations: true,
  allowRetired: true,
  dispatcher: true,
  onEvent: true,
  ports: true,
} satisfies Record<keyof UnderstudyOptions, true>);

/** The methods that the runtime calls on each port. */
export const portMethods: Readonly<Record<keyof PortOptions, readonly string[]>> = {
  http: ['request'],
  clock: ['now', 'wallNow', 'setTimer'],
  random: ['next', 'uuid'],
  logger: ['warn', 'error'],
  telemetry: ['emit'],
};

/** The names of all ports. */
export const portNames: readonly string[] = Object.keys(portMethods);

/** The ids of the providers, as far as the compiler knows them. */
export type ProviderName<List extends Providers> = List extends readonly ProviderDefinition[]
  ? List[number]['id']
  : string;

/** The model references of a runtime. */
export type ModelName<List extends Providers, Chains, Alias extends string> =
  | TargetName<List>
  | NameIn<Chains>
  | Alias;
