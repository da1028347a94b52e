import type { PortOptions, Understudy } from '@understudy/core';
import { createUnderstudy } from '@understudy/core';

import { plainSse } from './plain-sse-provider.ts';

export const targets = ['a', 'b', 'c'] as const;

/** A runtime over one server for each target, with one chain that begins at each. */
export function createLoadHouse(urls: readonly string[], ports?: PortOptions): Understudy {
  const providers = targets.map((id, index) => plainSse<string>(id, new URL(urls[index] ?? '')));
  const [a, b, c] = targets.map((id) => `${id}/m`);
  const chains = { 'from-a': [a, b, c], 'from-b': [b, c, a], 'from-c': [c, a, b] };
  const defined = Object.entries(chains).map(
    ([name, chain]) => [name, chain.filter((target) => target !== undefined)] as const,
  );
  return createUnderstudy({ providers, chains: Object.fromEntries(defined), ports });
}
