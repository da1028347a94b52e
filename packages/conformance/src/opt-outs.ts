import type { ProviderDefinition } from '@understudy/core';

import type { Clause } from './clause.ts';
import type { ConformanceOptions } from './conformance-options.ts';
import { expectTrue } from './sentences.ts';

/**
 * Refuses opt-outs that mean nothing.
 *
 * @throws TypeError for one without a reason, or of something that is no clause
 */
export function checkOptOuts(
  { without = {} }: ConformanceOptions,
  clauses: readonly Clause[],
): void {
  const known = new Set<string>(clauses.flatMap(({ id, needs }) => (needs ? [id, needs] : [id])));
  for (const [name, reason] of Object.entries(without)) {
    if (!known.has(name)) {
      throw new TypeError(
        `expected without to name clauses, and "${name}" is none: see ${rulesUrl}`,
      );
    }
    if (typeof reason !== 'string' || !/\S\s+\S/.test(reason)) {
      throw new TypeError(`expected without["${name}"] to give the reason in a sentence`);
    }
  }
}

/** Where every rule stands. */
export const rulesUrl =
  'https://github.com/understudy-chat/understudy/blob/main/docs/capabilities.md';

/** Why a clause does not hold for a provider; undefined for one that must. */
export function findReason(
  { id, needs }: Clause,
  { without = {} }: ConformanceOptions,
): string | undefined {
  return without[id] ?? (needs && without[needs]);
}

/**
 * That what a clause needs is there, or that the reason why it is not agrees with the definition.
 *
 * @throws AssertionError
 */
export function checkNeed(
  { id, needs }: Clause,
  { stage, without = {} }: ConformanceOptions,
  define: () => ProviderDefinition,
): void {
  if (needs === undefined) return;
  const optedOut = without[needs] !== undefined;
  const has = needs === 'wire' ? stage !== undefined : define().capabilities[needs];
  const what = needs === 'wire' ? 'a stage' : `capabilities.${needs}: true`;
  expectTrue(
    !(has && optedOut),
    `expected without.${needs} to be left out where there is ${what}, and it gives a reason`,
  );
  expectTrue(
    has || optedOut || without[id] !== undefined,
    `expected ${what}, or the reason in without.${needs}`,
  );
}
