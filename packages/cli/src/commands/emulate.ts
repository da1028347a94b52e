import { once } from 'node:events';

import { loadRules } from '../configuration/read-rules.ts';
import { CommandError } from '../failure/command-error.ts';
import type { Emulation, EmulatedVendor, Upstream } from '../framework/framework.ts';
import { Interruption } from '../interruption.ts';
import { formatExchange } from '../render/exchange.ts';
import { paint } from '../render/style.ts';
import type { CommandContext } from './command-context.ts';

export interface EmulateArguments {
  readonly vendor: EmulatedVendor;
  readonly port?: number | undefined;
  /** The file of the rules. */
  readonly rules?: string | undefined;
  /** A name each, or `name=times`. */
  readonly fault?: readonly string[] | undefined;
  /** Between two pieces of an answer. */
  readonly pace?: number | undefined;
}

const defaultPort = 4000;
const defaultPaceMs = 20;

/** `understudy emulate`: a vendor on this machine, until it is interrupted. */
export async function emulate(input: EmulateArguments, context: CommandContext): Promise<number> {
  const { ports, screen, signal } = context;
  const { stdout } = ports;
  await using emulator = await start(input, context);
  screen.block(stdout, describe(input.vendor, emulator.url));
  screen.block(stdout, paint('dim', 'Ctrl-C ends it. Requests so far:', stdout));
  if (!signal.aborted) await once(signal, 'abort');
  // whoever runs a server ends it so: only an output that broke is a failure
  if (signal.reason instanceof Interruption) return 0;
  throw signal.reason;
}

async function start(input: EmulateArguments, context: CommandContext): Promise<Upstream> {
  const { ports, screen } = context;
  const { vendor, port = defaultPort, fault: faults = [], pace = defaultPaceMs } = input;
  const rules = input.rules === undefined ? [] : await loadRules(input.rules, ports.files);
  const emulation: Emulation = {
    vendor,
    port,
    rules,
    faults,
    paceMs: pace,
    onRequestEnd: (request) => screen.report(ports.stdout, formatExchange(request, ports.stdout)),
  };
  const framework = await ports.framework();
  try {
    return await framework.startEmulator(emulation);
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

function describe(vendor: EmulatedVendor, url: string): string {
  return vendor === 'openai'
    ? [
        `OpenAI, emulated at ${url}`,
        '',
        '  Any client takes it in place of the vendor, with any key:',
        `    OPENAI_BASE_URL=${url}/v1 OPENAI_API_KEY=any`,
        '',
        '  Ask it from another terminal:',
        `    understudy chat --model openai/gpt-5 --base-url ${url}/v1 Hi`,
      ].join('\n')
    : [
        `FakeGpt, emulated at ${url}`,
        '',
        '  Ask it from another terminal:',
        `    understudy chat --base-url ${url} "What is 2+2*3?"`,
      ].join('\n');
}
