import { once } from 'node:events';

import type { CommandContext } from '../command-context.ts';
import { formatStartupMessage } from '../emulate/format-startup-message.ts';
import { loadJsonFile } from '../emulate/load-json-file.ts';
import { readRules } from '../emulate/read-rules.ts';
import { RequestLog } from '../emulate/request-log.ts';
import { CommandError } from '../failure/command-error.ts';
import { Interruption } from '../interruption.ts';
import type { Emulator, EmulatedVendor, EmulatorOptions } from '../packages/understudy-packages.ts';
import { paint } from '../render/style.ts';

export interface EmulateArguments {
  readonly vendor: EmulatedVendor;
  readonly port?: number | undefined;
  /** The file of the rules. */
  readonly rules?: string | undefined;
  /** A name each, or `name=times`. */
  readonly fault?: readonly string[] | undefined;
  /** The file of the scripts. */
  readonly script?: string | undefined;
  readonly seed?: string | undefined;
  /** Between two pieces of an answer. */
  readonly pace?: number | undefined;
}

const defaultPort = 4000;
const defaultPaceMs = 20;

/** `understudy emulate`: a vendor on this machine, until it is interrupted. */
export async function emulate(input: EmulateArguments, context: CommandContext): Promise<number> {
  const { ports, screen, signal } = context;
  const { stdout } = ports;
  using log = new RequestLog((line) => screen.report(stdout, line), stdout);
  await using emulator = await start(input, log, context);
  screen.block(stdout, formatStartupMessage(input.vendor, emulator));
  screen.block(stdout, paint('dim', 'Ctrl-C ends it. Requests so far:', stdout));
  if (!signal.aborted) await once(signal, 'abort');
  // Whoever runs a server ends it so: only an output that broke is a failure.
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
  const emulation: EmulatorOptions = {
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
    return await packages.startEmulator(emulation);
  } catch (error) {
    throw explainStart(error);
  }
}

/** The emulator says in one sentence what it can't do; here it is known whose flag that was. */
function explainStart(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const refused: unknown = Object(error.cause).syscall;
  if (refused === 'listen') {
    return new CommandError('port-unavailable', error.message, 'Choose one with --port.');
  }
  if (!(error instanceof RangeError)) return error;
  return new CommandError(
    'usage',
    error.message,
    'The README of @understudy/emulator lists faults and rules.',
  );
}
