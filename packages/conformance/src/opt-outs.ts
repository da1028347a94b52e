import type { ProviderDefinition } from '@understudy/core';

import type { Clause } from './clause.ts';
import type { ConformanceOptions } from './conformance-options.ts';
import { expectTrue } from './sentences.ts';

/**
 * Refuses opt-outs that mean nothing.
 *
 * @throws TypeError for one without a reason, or of something that is no clause
 */
export function checkOptOuts({ skip = {} }: ConformanceOptions, clauses: readonly Clause[]): void {
  const known = new Set<string>(
    clauses.flatMap(({ id, requires }) => (requires ? [id, requires] : [id])),
  );
  for (const [name, reason] of Object.entries(skip)) {
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
  { id, requires }: Clause,
  { skip = {} }: ConformanceOptions,
): string | undefined {
  return skip[id] ?? (requires && skip[requires]);
}

/**
 * That what a clause needs is there, or that the reason why it is not agrees with the definition.
 *
 * @throws AssertionError
 */
export function checkNeed(
  { id, requires }: Clause,
  { wireFormat, skip = {} }: ConformanceOptions,
  define: () => ProviderDefinition,
): void {
  if (requires === undefined) return;
  const optedOut = skip[requires] !== undefined;
  const has = requires === 'wire' ? wireFormat !== undefined : define().capabilities[requires];
  const what = requires === 'wire' ? 'a stage' : `capabilities.${requires}: true`;
  expectTrue(
    !(has && optedOut),
    `expected without.${requires} to be left out where there is ${what}, and it gives a reason`,
  );
  expectTrue(
    has || optedOut || skip[id] !== undefined,
    `expected ${what}, or the reason in without.${requires}`,
  );
}
