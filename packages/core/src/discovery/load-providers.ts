import { isConfigurationError } from '../errors/is-error.ts';
import type { ProviderRegistration } from '../provider/catalog.ts';
import type { DiscoveredProvider, DiscoveryProblem } from './discovered-provider.ts';

/** What came of loading several providers. */
export interface LoadedProviders {
  readonly registrations: readonly ProviderRegistration[];
  readonly problems: readonly DiscoveryProblem[];
}

/** Loads providers, all of which are then on offer but for those told among the problems. */
export async function loadProviders(
  providers: readonly DiscoveredProvider[],
): Promise<LoadedProviders> {
  const registrations: ProviderRegistration[] = [];
  const problems: DiscoveryProblem[] = [];
  // In order, since it is the order of registration in which a bare model name is looked up.
  for (const provider of providers) {
    try {
      registrations.push(await provider.load());
    } catch (error) {
      if (!isConfigurationError(error)) throw error;
      const { packageName, folder } = provider;
      problems.push({ packageName, folder, error });
    }
  }
  return { registrations, problems };
}
