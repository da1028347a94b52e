import { ConfigurationError } from '@understudy/core';
import { formatSuggestion, quoteText } from '@understudy/core/internal';
import type { CompleteSection } from '@understudy/gateway/config';

import type { ProviderListing } from '../packages/understudy-packages.ts';

type Providers = readonly Pick<ProviderListing, 'id' | 'models'>[];

/**
 * Checks the names of chains, aliases, models and providers in the section `gateway`.
 *
 * @param path - the path of the section
 * @param names - the chains and aliases
 * @throws ConfigurationError with the path of an unknown name
 */
export function assertReferences(
  { models, keys, listedProviders }: CompleteSection,
  path: string,
  names: readonly string[],
  providers: Providers,
): void {
  const ids = providers.map(({ id }) => id);
  assertKnown(listedProviders, `${path}.listedProviders`, 'the id of a provider', ids);
  const bareNames = providers.flatMap((provider) => provider.models.map(({ id }) => id));
  const references = [...names, ...bareNames];
  const lists = [
    { list: models, at: `${path}.models` },
    ...keys.map((key, index) => ({ list: key.models, at: `${path}.keys[${index}].models` })),
  ];
  for (const { list, at } of lists) {
    const others = list?.map((name) => (isOfProvider(name, ids) ? undefined : name));
    assertKnown(others, at, 'a chain, an alias or provider/model', references);
  }
}

function isOfProvider(name: string, ids: readonly string[]): boolean {
  return ids.some((id) => name.startsWith(`${id}/`));
}

/** An undefined name is known. */
function assertKnown(
  list: readonly (string | undefined)[] = [],
  path: string,
  expected: string,
  known: readonly string[],
): void {
  for (const [index, name] of list.entries()) {
    if (name === undefined || known.includes(name)) continue;
    throw new ConfigurationError({
      path: `${path}[${index}]`,
      expected,
      received: quoteText(name),
      advice: formatSuggestion(name, known),
    });
  }
}
