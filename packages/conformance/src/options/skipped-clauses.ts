import type { ProviderDefinition } from '@understudy/core';
import { formatSuggestion, invalidValue } from '@understudy/core/internal';

import { expectTrue } from '../assertions.ts';
import type { Clause } from '../clause.ts';
import type { ConformanceOptions } from './conformance-options.ts';

/** @throws ConfigurationError if `skip` has an unknown key, or a reason that is not a sentence */
export function validateSkip({ skip = {} }: ConformanceOptions, clauses: readonly Clause[]): void {
  const known = new Set<string>(
    clauses.flatMap(({ id, requires }) => (requires ? [id, requires] : [id])),
  );
  for (const [name, reason] of Object.entries(skip)) {
    const path = `skip["${name.slice(0, 80)}"]`;
    if (!known.has(name)) {
      const advice = formatSuggestion(name, [...known]) ?? `all clauses are in ${rulesUrl}`;
      throw invalidValue(path, 'the id of a clause or a requirement', name, advice);
    }
    if (typeof reason !== 'string' || !/\S\s+\S/.test(reason)) {
      throw invalidValue(path, 'the reason in a sentence', reason);
    }
  }
}

/** The page with all rules. */
export const rulesUrl =
  'https://github.com/understudy-chat/understudy/blob/main/docs/capabilities.md';

/** Returns the reason in `skip` for a clause or its requirement. Undefined if the clause applies. */
export function findSkipReason(
  { id, requires }: Clause,
  { skip = {} }: ConformanceOptions,
): string | undefined {
  return skip[id] ?? (requires && skip[requires]);
}

/**
 * Checks that the requirement of a clause is met, or is skipped and not met.
 *
 * @throws AssertionError
 */
export function checkRequirement(
  { id, requires }: Clause,
  { wireFormat, skip = {} }: ConformanceOptions,
  define: () => ProviderDefinition,
): void {
  if (requires === undefined) return;
  const isSkipped = skip[requires] !== undefined;
  const isMet = requires === 'wire' ? wireFormat !== undefined : define().capabilities[requires];
  const name = requires === 'wire' ? 'wireFormat' : `capabilities.${requires}`;
  expectTrue(!(isMet && isSkipped), `expected no skip.${requires}, because ${name} is set`);
  expectTrue(
    isMet || isSkipped || skip[id] !== undefined,
    `expected ${name} to be set, or a reason in skip.${requires}`,
  );
}
