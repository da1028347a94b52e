export { discoverProviders } from './discovery/discover-providers.ts';
export { loadProviders } from './discovery/load-providers.ts';
export type { LoadedProviders } from './discovery/load-providers.ts';
export { readProviderField } from './discovery/provider-field.ts';
export type {
  DiscoveredProvider,
  Discovery,
  DiscoveryProblem,
} from './discovery/discovered-provider.ts';
