import createSpinner from 'yocto-spinner';

import type { CliPorts } from '../cli-ports.ts';

export interface Spinner {
  /** Removes the spinner from the terminal. */
  stop(): void;
}

/**
 * Shows a spinner on stderr until `stop()` or the abort of the signal. Shows nothing if stderr is no
 * terminal, or if `CI` or `TERM=dumb` is set.
 */
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
  // Stops at the abort, because a second Ctrl-C may end the process before the chat has ended. The
  // cursor would stay hidden.
  signal.addEventListener('abort', stop);
  return { stop };
}
