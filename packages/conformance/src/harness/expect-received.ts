import { fail } from '../assertions.ts';
import { readRequestText } from './exchange.ts';
import type { TestHarness } from './test-harness.ts';

/** Whether a request contains a text. */
export function isReceived({ exchanges }: Pick<TestHarness, 'exchanges'>, text: string): boolean {
  return exchanges.some(({ request }) => readRequestText(request).includes(text));
}

/**
 * Checks that a request contains a text.
 *
 * @param what - what the text is, such as `the system message`
 * @throws AssertionError
 */
export function expectReceived(
  harness: Pick<TestHarness, 'exchanges'>,
  what: string,
  text: string,
): void {
  if (!isReceived(harness, text))
    fail(`expected ${what} in the request to the vendor, received none`);
}
