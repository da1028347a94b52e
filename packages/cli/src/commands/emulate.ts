import { once } from 'node:events';

import type { CommandContext } from '../command-context.ts';
import { formatStartupMessage } from '../emulate/format-startup-message.ts';
import { loadJsonFile } from '../emulate/load-json-file.ts';
import { readRules } from '../emulate/read-rules.ts';
import { RequestLog } from '../emulate/request-log.ts';
import { CommandError } from '../failure/command-error.ts';
import { Interruption } from '../interruption.ts';
import type { EmulatedVendor, Emulator, EmulatorOptions } from '../packages/understudy-packages.ts';
import { paint } from '../render/paint.ts';

export interface EmulateArguments {
  readonly vendor: EmulatedVendor;
  readonly port?: number | undefined;
  /** Path of the file with rules. */
  readonly rules?: string | undefined;
  /** Faults in order, each as `name`, `name=times` or `name=always`. */
  readonly fault?: readonly string[] | undefined;
  /** Path of the file with scripts. */
  readonly script?: string | undefined;
  readonly seed?: string | undefined;
  /** Delay between two chunks of a response, in milliseconds. */
  readonly pace?: number | undefined;
  /** Prints the names of the faults instead. */
  readonly listFaults?: boolean | undefined;
}

const defaultPort = 4000;
const defaultPaceMs = 20;

/** Runs `understudy emulate`: an emulator that listens until the command is interrupted. */
export async function emulate(input: EmulateArguments, context: CommandContext): Promise<number> {
  const { ports, screen, signal } = context;
  const { stdout } = ports;
  if (input.listFaults === true) {
    const names = (await ports.packages()).faultNames(input.vendor);
    screen.writeBlock(stdout, names.join('\n'));
    return 0;
  }
  using log = new RequestLog((line) => screen.writeLine(stdout, line), stdout);
  await using emulator = await start(input, log, context);
  screen.writeBlock(stdout, formatStartupMessage(input.vendor, emulator));
  screen.writeBlock(stdout, paint('dim', 'Press Ctrl-C to stop. Requests:', stdout));
  if (!signal.aborted) await once(signal, 'abort');
  // An interruption is the normal end of a server. Only an error of the output is a failure.
  if (signal.reason instanceof Interruption) return 0;
  throw signal.reason;
}

async function start(
  input: EmulateArguments,
  log: RequestLog,
  { ports }: CommandContext,
): Promise<Emulator> {
  const { vendor, port = defaultPort, rules, script, fault = [], pace = defaultPaceMs } = input;
  const { files } = ports;
  const options: EmulatorOptions = {
    vendor,
    port,
    rules: rules === undefined ? [] : readRules(await loadJsonFile('--rules', rules, files), rules),
    faults: fault,
    script:
      script === undefined
        ? undefined
        : { name: script, json: await loadJsonFile('--script', script, files) },
    seed: input.seed,
    paceMs: pace,
    onRequestStart: (request) => log.begin(request),
    onRequestEnd: (request) => log.end(request),
  };
  const packages = await ports.packages();
  try {
    return await packages.startEmulator(options);
  } catch (error) {
    throw toStartError(error);
  }
}

/** Converts the documented errors of `startEmulator` into errors with a hint. */
function toStartError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const failedCall: unknown = Object(error.cause).syscall;
  if (failedCall === 'listen') {
    return new CommandError('port-unavailable', error.message, 'Choose another port with --port.');
  }
  if (!(error instanceof RangeError)) return error;
  return new CommandError(
    'usage',
    error.message,
    'Run "understudy emulate --help" for the format of faults, scripts and rules.',
  );
}
