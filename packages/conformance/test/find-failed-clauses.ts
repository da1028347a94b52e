import { describeProvider } from '@understudy/conformance';
import { expect } from 'vitest';

import { acmeOptions } from './acme/acme-options.ts';
import { record } from './recording-runner.ts';

/** Some faults make the provider hang. A short limit ends these clauses soon. */
const timeoutMs = 1500;

/** Returns the ids of the clauses that fail with a fault. Checks the form of their messages. */
export async function findFailedClauses(fault: string): Promise<readonly string[]> {
  const options = { ...acmeOptions(fault), timeoutMs };
  const recorded = await record((runner) => describeProvider(runner, options));
  return recorded.flatMap(({ id, message }) => {
    if (message === undefined) return [];
    expect(message).toMatch(/^[^\n]*expected [^\n]+ \(rule: https:\/\/\S+\.md#[a-z-]+\)$/);
    expect(message).toContain(`#${id})`);
    return [id];
  });
}
