import type { SizeLimits, Timeouts } from '../../chat/chat-options.ts';
import type { ConfigurationError } from '../../errors/configuration-error.ts';
import type { ProviderCapabilities } from '../../provider/provider-capabilities.ts';
import type { ProviderDefinition } from '../../provider/provider-definition.ts';
import type { ErrorRuleOverrides, PoolStrategy, TargetOptions } from '../chain/chain-definition.ts';
import type { ChatPolicy } from '../chain/chat-policy.ts';
import type { Chain } from '../chain/read-chain.ts';

/** A resolved target: a provider, one of its models, and the options of the target. */
export interface Route extends TargetOptions {
  readonly definition: ProviderDefinition;
  readonly model: string;
  /** The largest response of the model in tokens. Undefined if it is not known. */
  readonly maxOutputTokens?: number | undefined;
  /** Those of the model, which can differ from those of its provider. */
  readonly capabilities: ProviderCapabilities;
}

/** The definition of a registered provider, or the error of its factory. */
export type RegistryEntry =
  | { readonly definition: ProviderDefinition }
  | { readonly error: ConfigurationError };

/** All names of a runtime. They do not change after its creation. */
export interface RouteTable {
  readonly providers: ReadonlyMap<string, RegistryEntry>;
  readonly chains: ReadonlyMap<string, Chain>;
  readonly aliases: ReadonlyMap<string, string>;
}

/** A target by its index in the routes, or a pool. */
export type RouteNode = number | ResolvedPool;

/** A pool whose members are resolved. */
export interface ResolvedPool {
  /** Equal for pools with the same strategy and members, so that inline chains share their turns. */
  readonly id: string;
  readonly strategy: PoolStrategy;
  readonly members: readonly ResolvedMember[];
  /** The sum of the weights. */
  readonly totalWeight: number;
  /** How many levels of pools there are, this one included. */
  readonly depth: number;
}

/** A member of a pool. A chain as a member is a list of targets, which stay together. */
export interface ResolvedMember {
  readonly id: string;
  readonly nodes: readonly RouteNode[];
  readonly weight: number;
}

/** The routes of a model reference. */
export interface ResolvedName {
  /** In the order in which they are listed. */
  readonly routes: readonly Route[];
  /** The order of the routes. Undefined if there are no pools, so each chat has the listed order. */
  readonly nodes: readonly RouteNode[] | undefined;
  /** The referenced chain, whose options apply to the complete chat. Undefined for a single target. */
  readonly chain: Chain | undefined;
  /** The path of the chain, for errors about its options. */
  readonly path: string;
}

/** A route with its defaults and the options of its chain. */
export interface PlannedRoute extends Route {
  readonly timeouts: Timeouts;
  readonly limits: SizeLimits;
  readonly errorRules: ErrorRuleOverrides;
  readonly retries: number;
  readonly maxWaitMs: number;
  /** Whether the app named the model, see `AttemptStartTelemetry.listed`. */
  readonly listed: boolean;
}

/** The routes and options of a chat. */
export interface Resolution {
  readonly routes: readonly PlannedRoute[];
  /** As in `ResolvedName`. */
  readonly nodes: readonly RouteNode[] | undefined;
  /** The registered chain or alias that was referenced. */
  readonly name: string | undefined;
  readonly policy: ChatPolicy;
  /** The path of the chain, for errors about its options. */
  readonly path: string;
  /** The number of targets with their `retries`. Undefined if `maxAttempts` is set. */
  readonly attempts: number | undefined;
}
