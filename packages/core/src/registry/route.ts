import type { Timeouts } from '../chat/chat-options.ts';
import type { ConfigurationError } from '../errors/configuration-error.ts';
import type { ProviderDefinition } from '../provider/provider-definition.ts';
import type { TargetParameters } from './chain-definition.ts';
import type { ChainPolicy } from './chain-policy.ts';
import type { Chain } from './read-chain.ts';

/** A provider and one of its models: where a request can go, and what is set for it there. */
export interface Route {
  readonly definition: ProviderDefinition;
  readonly model: string;
  /** The window of the model, in tokens, where it is known. */
  readonly contextTokens?: number | undefined;
  readonly parameters?: TargetParameters | undefined;
  readonly timeouts?: Partial<Timeouts> | undefined;
  readonly maxConcurrent?: number | undefined;
}

/** A registered provider, or why it can't be made. */
export type RegistryEntry =
  | { readonly definition: ProviderDefinition }
  | { readonly error: ConfigurationError };

/** All names that a runtime knows; fixed when it is created. */
export interface RouteTable {
  readonly providers: ReadonlyMap<string, RegistryEntry>;
  readonly chains: ReadonlyMap<string, Chain>;
  readonly aliases: ReadonlyMap<string, string>;
}

/** Where a reference leads. */
export interface ResolvedName {
  readonly routes: readonly Route[];
  /** The chain that was named, with what it sets for the whole chat. */
  readonly chain: Chain | undefined;
}

/** A route with all its limits. */
export interface PlannedRoute extends Route {
  readonly timeouts: Timeouts;
}

/** What a chat is to do. */
export interface Resolution {
  readonly routes: readonly PlannedRoute[];
  readonly policy: ChainPolicy;
}
