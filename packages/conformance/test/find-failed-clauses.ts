import { clauses } from '@understudy/conformance';
import { expect } from 'vitest';

import { runClause } from '../src/run-clause.ts';
import { acmeOptions } from './acme/acme-options.ts';

/** Some faults make the provider hang. A short limit ends the wait soon. */
const limits = { idleMs: 2000, stepMs: 200 };

/** Returns the ids of the clauses that fail with a fault. Checks the form of their messages. */
export async function findFailedClauses(fault: string): Promise<readonly string[]> {
  const options = { ...acmeOptions(fault), timeoutMs: 20_000 };
  const failed: string[] = [];
  for (const clause of clauses) {
    const error: unknown = await runClause(clause, options, limits).catch(
      (thrown: unknown) => thrown,
    );
    if (error === undefined) continue;
    const message = String(Reflect.get(Object(error), 'message'));
    expect(message).toMatch(/^[^\n]*expected [^\n]+ \(rule: https:\/\/\S+\.md#[a-z-]+\)$/);
    expect(message).toContain(`#${clause.id})`);
    failed.push(clause.id);
  }
  return failed;
}
