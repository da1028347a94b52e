import createSpinner from 'yocto-spinner';

import type { CliPorts } from '../cli-ports.ts';

/** Something that turns while nothing else can be seen; `stop` takes it away, as does the signal. */
export interface Spinner {
  stop(): void;
}

/** Turns on a terminal only; elsewhere nothing is printed. */
export function startSpinner(
  text: string,
  { stderr, env }: Pick<CliPorts, 'stderr' | 'env'>,
  signal: AbortSignal,
): Spinner {
  if (stderr.isTTY !== true || env.TERM === 'dumb' || env.CI !== undefined) {
    return { stop: () => {} };
  }
  const spinner = createSpinner({ text, stream: stderr, handleSignals: false }).start();
  const stop = (): void => {
    spinner.stop();
    signal.removeEventListener('abort', stop);
  };
  // At once, not when the chat has ended: a second Ctrl-C must not leave the cursor hidden.
  signal.addEventListener('abort', stop);
  return { stop };
}
