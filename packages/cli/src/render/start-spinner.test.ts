import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { StringOutput } from '../../test/string-output.ts';
import { startSpinner } from './start-spinner.ts';

const cursorHidden = '\u001b[?25l';
const cursorShown = '\u001b[?25h';

/** A terminal with the cursor methods that the spinner calls. */
class Terminal extends StringOutput {
  constructor() {
    super('terminal');
  }

  cursorTo(): void {}

  clearLine(): void {}
}

// yocto-spinner reads CI from the environment of the process, and test runners set it.
beforeEach(() => void vi.stubEnv('CI', undefined));
afterEach(() => void vi.unstubAllEnvs());

it('shows the cursor when the signal aborts', () => {
  const controller = new AbortController();
  const stderr = new Terminal();
  startSpinner('Waiting', { stderr, env: {} }, controller.signal);
  expect(stderr.text).toContain(cursorHidden);
  expect(stderr.text).not.toContain(cursorShown);
  controller.abort();
  expect(stderr.text).toContain(cursorShown);
});

it.each([[{ CI: 'true' }], [{ TERM: 'dumb' }]])('prints nothing with %j', (env) => {
  const stderr = new Terminal();
  startSpinner('Waiting', { stderr, env }, new AbortController().signal).stop();
  expect(stderr.text).toBe('');
});

it('prints nothing to a pipe', () => {
  const stderr = new StringOutput();
  startSpinner('Waiting', { stderr, env: {} }, new AbortController().signal).stop();
  expect(stderr.text).toBe('');
});
