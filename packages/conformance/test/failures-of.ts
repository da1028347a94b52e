import { describeProvider } from '@understudy/conformance';
import { expect } from 'vitest';

import { acmeOptions } from './acme/acme-options.ts';
import { record } from './recording-runner.ts';

/** The clauses that Acme fails with a fault, each of which says in one line what is wrong and where the rule stands. */
export async function failuresOf(fault: string): Promise<readonly string[]> {
  const recorded = await record((runner) => describeProvider(runner, acmeOptions(fault)));
  return recorded.flatMap(({ id, message }) => {
    if (message === undefined) return [];
    expect(message).toMatch(/^[^\n]*expected [^\n]+ \(the rule: https:\/\/\S+\.md#[a-z-]+\)$/);
    expect(message).toContain(`#${id})`);
    return [id];
  });
}
