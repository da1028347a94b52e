import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { StringOutput } from '../../test/string-output.ts';
import { startSpinner } from './spinner.ts';

const cursorHidden = '\u001b[?25l';
const cursorShown = '\u001b[?25h';

/** With the movements that a spinner makes. */
class Terminal extends StringOutput {
  constructor() {
    super('terminal');
  }

  cursorTo(): void {}

  clearLine(): void {}
}

// yocto-spinner looks at the environment of the process, and a runner sets CI.
beforeEach(() => void vi.stubEnv('CI', undefined));
afterEach(() => void vi.unstubAllEnvs());

it('gives the cursor back as soon as the signal aborts, whoever is still busy', () => {
  const controller = new AbortController();
  const stderr = new Terminal();
  startSpinner('Waiting', { stderr, env: {} }, controller.signal);
  expect(stderr.text).toContain(cursorHidden);
  expect(stderr.text).not.toContain(cursorShown);
  controller.abort();
  expect(stderr.text).toContain(cursorShown);
});

it.each([[{ CI: 'true' }], [{ TERM: 'dumb' }]])('prints nothing where %j', (env) => {
  const stderr = new Terminal();
  startSpinner('Waiting', { stderr, env }, new AbortController().signal).stop();
  expect(stderr.text).toBe('');
});

it('prints nothing in a pipe', () => {
  const stderr = new StringOutput();
  startSpinner('Waiting', { stderr, env: {} }, new AbortController().signal).stop();
  expect(stderr.text).toBe('');
});
