import { fail } from '../sentences.ts';
import type { TestHarness } from './test-harness.ts';
import { textOfRequest } from './text-of-request.ts';

/** That a request for an answer holds words which mean `what`. */
export function expectHeard(rehearsal: TestHarness, what: string, words: string): void {
  const heard = rehearsal.asked.some(({ request }) => textOfRequest(request).includes(words));
  if (!heard) fail(`expected ${what} to stand in the request to the vendor, and it did not`);
}
