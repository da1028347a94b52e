import type { ConfigurationError } from '../errors/configuration-error.ts';
import type { ProviderDefinition } from '../provider/provider-definition.ts';

/** A provider and one of its models: where a request can go. */
export interface Route {
  readonly definition: ProviderDefinition;
  readonly model: string;
}

/** A registered provider, or why it can't be made. */
export type RegistryEntry =
  | { readonly definition: ProviderDefinition }
  | { readonly error: ConfigurationError };

/** All names that a runtime knows; fixed when it is created. */
export interface RouteTable {
  readonly providers: ReadonlyMap<string, RegistryEntry>;
  readonly chains: ReadonlyMap<string, readonly string[]>;
  readonly aliases: ReadonlyMap<string, string>;
}
