import type { CliPorts } from './cli-ports.ts';
import { CommandError } from './failure/command-error.ts';

/** As shells count: 128 and the number of the signal. */
const exitCodes = { SIGINT: 130, SIGTERM: 143 } as const;

/** The reason with which the answer under way is aborted. */
export class Interruption extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode: number) {
    super(message);
    this.name = 'Interruption';
    this.exitCode = exitCode;
  }
}

/** What ends a command from outside, as one signal. */
export interface Interruptions extends Disposable {
  readonly signal: AbortSignal;
}

type InterruptionPorts = Pick<CliPorts, 'stdout' | 'stderr' | 'signals' | 'exit'>;

/**
 * Listens to signals and to a reader that went away. The first aborts; a second signal ends the
 * process at once.
 */
export function watchInterruptions(ports: InterruptionPorts): Interruptions {
  const controller = new AbortController();
  const { signal } = controller;
  const stopListening = ports.signals.listen((name) => {
    if (signal.aborted) ports.exit(exitCodes[name]);
    else controller.abort(new Interruption(`interrupted by ${name}`, exitCodes[name]));
  });
  // Never taken off: a write may fail after the command has ended.
  ports.stdout.on('error', (error) => controller.abort(describeBrokenOutput(error)));
  ports.stderr.on('error', ignore);
  return { signal, [Symbol.dispose]: stopListening };
}

/** The reader of `understudy chat … | head -1` has all it wanted, and nothing is wrong. */
function describeBrokenOutput(error: NodeJS.ErrnoException): Error {
  if (error.code === 'EPIPE') return new Interruption('nobody reads the output any more', 0);
  return new CommandError(
    'output-failed',
    `the output could not be written (${error.code ?? error.message})`,
    'Check where stdout goes, and whether there is room for it.',
  );
}

// Where stderr is broken there is nobody left to tell.
function ignore(): void {}
