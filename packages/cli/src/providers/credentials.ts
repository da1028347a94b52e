import type { Setup } from '../configuration/setup.ts';
import type { ProviderListing } from '../packages/understudy-packages.ts';

/** Where the key of a provider was looked for and found; never the key. */
export interface Credentials {
  /** Names of environment variables. */
  readonly variables: readonly string[];
  /** One of the variables, or the configuration file; undefined where there is no key. */
  readonly foundIn: string | undefined;
}

export function findCredentials(
  { id, credentialEnvVars }: ProviderListing,
  setup: Setup,
): Credentials {
  return { variables: credentialEnvVars, foundIn: setup.sourceOf(id, 'apiKey') };
}

/** The names of all places with a word on each; nothing where no key is ever needed. */
export function describeCredentials({ variables, foundIn }: Credentials): string {
  const elsewhere = foundIn === undefined || variables.includes(foundIn) ? [] : [foundIn];
  return [...variables, ...elsewhere]
    .map((place) => `${place} (${place === foundIn ? 'found' : 'not set'})`)
    .join(', ');
}
