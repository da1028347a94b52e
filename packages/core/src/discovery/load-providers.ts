import { isConfigurationError } from '../errors/is-error.ts';
import { invalidValue } from '../input/readers.ts';
import type { ProviderRegistration } from '../provider/registration.ts';
import type { DiscoveredProvider, DiscoveryProblem } from './discovered-provider.ts';

/** The result of `loadProviders`. */
export interface LoadedProviders {
  readonly registrations: readonly ProviderRegistration[];
  readonly problems: readonly DiscoveryProblem[];
}

/**
 * Loads providers in order and registers them. A provider that cannot be loaded is reported as a problem and does not
 * stop the others.
 *
 * @throws ConfigurationError `invalid-configuration` if `providers` is not a list
 */
export async function loadProviders(
  providers: readonly DiscoveredProvider[],
): Promise<LoadedProviders> {
  const given: unknown = providers;
  if (!Array.isArray(given))
    throw invalidValue('providers', 'a list of discovered providers', given);
  const registrations: ProviderRegistration[] = [];
  const problems: DiscoveryProblem[] = [];
  // One after the other, because bare model names are looked up in order of registration.
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
