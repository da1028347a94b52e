import { fail } from '../assertions.ts';
import { readRequestText } from './exchange.ts';
import type { TestHarness } from './test-harness.ts';

/**
 * Checks that a request contains a text.
 *
 * @param what - what the text is, such as `the system message`
 * @throws AssertionError
 */
export function expectReceived({ exchanges }: TestHarness, what: string, text: string): void {
  const isReceived = exchanges.some(({ request }) => readRequestText(request).includes(text));
  if (!isReceived) fail(`expected ${what} in the request to the vendor, received none`);
}
