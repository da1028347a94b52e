import type { CliPorts } from './cli-ports.ts';
import { CommandError } from './failure/command-error.ts';

/** 128 plus the number of the signal, as in POSIX shells. */
const exitCodes = { SIGINT: 130, SIGTERM: 143 } as const;

/** The abort reason of an interrupted command. */
export class Interruption extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode: number) {
    super(message);
    this.name = 'Interruption';
    this.exitCode = exitCode;
  }
}

export interface Interruptions extends Disposable {
  readonly signal: AbortSignal;
}

type InterruptionPorts = Pick<CliPorts, 'stdout' | 'stderr' | 'signals' | 'exit'>;

/**
 * Returns a signal that aborts at the first process signal, or when stdout can no longer be
 * written. A second process signal ends the process immediately.
 */
export function watchInterruptions(ports: InterruptionPorts): Interruptions {
  const controller = new AbortController();
  const { signal } = controller;
  const stopListening = ports.signals.listen((name) => {
    if (signal.aborted) ports.exit(exitCodes[name]);
    else controller.abort(new Interruption(`interrupted by ${name}`, exitCodes[name]));
  });
  // These listeners are never removed, because a write may fail after the command has ended.
  ports.stdout.on('error', (error) => controller.abort(toAbortReason(error)));
  // Nothing can be reported if stderr fails.
  ports.stderr.on('error', ignore);
  return { signal, [Symbol.dispose]: stopListening };
}

function toAbortReason(error: NodeJS.ErrnoException): Error {
  // The reader closed the pipe, as in `understudy chat … | head -1`. This is not a failure.
  if (error.code === 'EPIPE') return new Interruption('the reader closed the output', 0);
  return new CommandError(
    'output-failed',
    `the output could not be written (${error.code ?? error.message})`,
    'Check the target of stdout and its free space.',
  );
}

function ignore(): void {}
