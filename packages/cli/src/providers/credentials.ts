import type { Setup } from '../configuration/setup.ts';
import type { ProviderListing } from '../packages/understudy-packages.ts';

/** Where the API key of a provider is searched and found. Does not contain the key. */
export interface Credentials {
  /** Names of environment variables. */
  readonly variables: readonly string[];
  /** One of the variables, or the configuration file; undefined if there is no key. */
  readonly foundIn: string | undefined;
}

export function findCredentials(
  { id, credentialEnvVars }: ProviderListing,
  setup: Setup,
): Credentials {
  return { variables: credentialEnvVars, foundIn: setup.sourceOf(id, 'apiKey') };
}

/** Describes every source as found or not set. Returns an empty string without any source. */
export function describeCredentials({ variables, foundIn }: Credentials): string {
  const file = foundIn === undefined || variables.includes(foundIn) ? [] : [foundIn];
  return [...variables, ...file]
    .map((source) => `${source} (${source === foundIn ? 'found' : 'not set'})`)
    .join(', ');
}
