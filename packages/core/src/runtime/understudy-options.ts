import type { Dispatcher } from 'undici';

import type { Timeouts } from '../chat/chat-options.ts';
import type { ModelRef } from '../chat/model-ref.ts';
import type { Clock } from '../ports/clock.ts';
import type { Http } from '../ports/http.ts';
import type { Logger } from '../ports/logger.ts';
import type { Random } from '../ports/random.ts';
import type { Telemetry, TelemetryEvent } from '../ports/telemetry.ts';
import type { ProviderDefinition } from '../provider/provider-definition.ts';
import type { ChainDefinition, RetryPolicy } from '../registry/chain-definition.ts';
import type { TargetName } from '../registry/model-name.ts';

/** Definitions, or the word for those that imports have put on offer. */
export type Providers = readonly ProviderDefinition[] | 'registered';

/** What a runtime takes from outside in place of its own. */
export interface PortOptions {
  /** Whoever gives it closes it. */
  readonly http?: Http | undefined;
  readonly clock?: Clock | undefined;
  readonly random?: Random | undefined;
  /** @defaultValue says nothing */
  readonly logger?: Logger | undefined;
  /** @defaultValue `onEvent`, and the channels `understudy:attempt` and `understudy:breaker` of `node:diagnostics_channel` */
  readonly telemetry?: Telemetry | undefined;
}

export interface UnderstudyOptions<
  List extends Providers = Providers,
  Chain extends string = string,
  Alias extends string = string,
> {
  /** Definitions in order of preference, or `'registered'` for those that `./register` imports have put on offer. */
  readonly providers: List;
  /** For `'registered'`: what each factory is given, by provider id. */
  readonly settings?: Readonly<Record<string, Readonly<Record<string, unknown>>>> | undefined;
  /** Names for targets in order, with what holds for them; no slash in a name. */
  readonly chains?:
    | Readonly<Record<Chain, ChainDefinition<TargetName<List> | NoInfer<Chain> | NoInfer<Alias>>>>
    | undefined;
  /** Other names for one target. */
  readonly aliases?: Readonly<Record<Alias, TargetName<List> | NoInfer<Chain>>> | undefined;
  readonly timeouts?: Partial<Timeouts> | undefined;
  readonly retry?: Partial<RetryPolicy> | undefined;
  /** For each chat, all attempts and waits included, in milliseconds. @defaultValue none */
  readonly deadlineMs?: number | undefined;
  /** How many requests for an answer a chat may make. @defaultValue its targets + 1, at least 3 */
  readonly maxAttempts?: number | undefined;
  /** What the use of a deprecated provider is. @defaultValue 'warn' */
  readonly deprecations?: 'warn' | 'error' | undefined;
  /** Ids of sunset providers that may be used all the same. @defaultValue none */
  readonly allowRetired?: readonly string[] | undefined;
  /** Carries all requests without a proxy, and is left open by `close()`. @defaultValue an Agent of its own */
  readonly dispatcher?: Dispatcher | undefined;
  /** Called for each attempt and each change of a breaker, as the two diagnostics channels are. */
  readonly onEvent?: ((event: TelemetryEvent) => void) | undefined;
  readonly ports?: PortOptions | undefined;
}

/** What may stand in the options of a runtime; a record, so that the compiler misses none. */
export const optionNames: readonly string[] = Object.keys({
  providers: true,
  settings: true,
  chains: true,
  aliases: true,
  timeouts: true,
  retry: true,
  deadlineMs: true,
  maxAttempts: true,
  deprecations: true,
  allowRetired: true,
  dispatcher: true,
  onEvent: true,
  ports: true,
} satisfies Record<keyof UnderstudyOptions, true>);

/** What may stand in `ports`. */
export const portNames: readonly string[] = Object.keys({
  http: true,
  clock: true,
  random: true,
  logger: true,
  telemetry: true,
} satisfies Record<keyof PortOptions, true>);

/** The ids of its providers, as far as the compiler knows them. */
export type ProviderName<List extends Providers> = List extends readonly ProviderDefinition[]
  ? List[number]['id']
  : string;

/** The names that a runtime knows, or an explicit reference. */
export type ModelName<List extends Providers, Chain extends string, Alias extends string> =
  | TargetName<List>
  | ModelRef
  | Chain
  | Alias;
