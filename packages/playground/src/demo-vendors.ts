import {
  readAnthropicFault,
  readFakeGptFault,
  readOpenAiFault,
  startAnthropicEmulator,
  startFakeGptEmulator,
  startOpenAiEmulator,
} from '@understudy/emulator';
import type { OpenAiEmulatorOptions, ResponseRule } from '@understudy/emulator';
import type { ActiveFault, FaultControl, FaultServer } from '@understudy/gateway';

import { FaultSwitch } from './fault-switch.ts';

/** An emulated vendor, whatever its protocol is. */
interface DemoVendor extends AsyncDisposable {
  readonly url: string;
  readonly faults: readonly string[];
  readonly active: ActiveFault | undefined;
  setFault(fault: ActiveFault | undefined): void;
}

/** The emulated vendors of the demo. */
export interface DemoVendors extends AsyncDisposable {
  /** @param id - the id of the provider */
  urlOf(id: string): string;
  readonly faults: FaultControl;
}

const text = [
  'A chain is an ordered list of targets. A chat sends its request to the first target that is available.',
  'If an attempt fails before its first content, the chain continues with the next target, and the client does not ' +
    'notice. If it fails later, the stream ends with an error, and never as if it were complete.',
  'A circuit breaker counts the failures of a target. While it is open, the target is skipped. Then one request ' +
    'shows whether the target works again.',
];
const rules: readonly ResponseRule[] = [
  { when: /short/i, response: 'This is a short response.' },
  { when: /html/i, response: '<img src="x" onerror="alert(1)"><b>This is text, not markup.</b>' },
  { when: /long/i, response: Array.from({ length: 10 }, () => text.join('\n\n')).join('\n\n') },
  { when: /./s, response: text.join('\n\n') },
];

const commonFaults = [
  'server-error',
  'stall-before-headers',
  'stall-after-text',
  'truncated-stream',
  'disconnect-after-text',
  'error-after-text',
  'malformed-event',
  'reset-before-headers',
];
const openAiFaults = ['overloaded', 'rate-limit-retry-after', 'invalid-key', ...commonFaults];
const anthropicFaults = [
  'overloaded',
  'rate-limit-retry-after',
  'credit-exhausted',
  ...commonFaults,
];
const fakeGptFaults = ['unusual-activity', 'rate-limit-retry-after', ...commonFaults].filter(
  (name) => name !== 'reset-before-headers',
);

async function startOpenAi(
  options: OpenAiEmulatorOptions,
  fault?: ActiveFault,
): Promise<DemoVendor> {
  const faults = new FaultSwitch(readOpenAiFault);
  const onRequestStart = faults.count.bind(faults);
  const emulator = await startOpenAiEmulator({
    charactersPerChunk: 6,
    rules,
    onRequestStart,
    ...options,
  });
  const setFault = (next: ActiveFault | undefined): void => faults.set(emulator, next);
  setFault(fault);
  return toVendor(emulator, openAiFaults, () => faults.active, setFault);
}

async function startAnthropic(): Promise<DemoVendor> {
  const faults = new FaultSwitch(readAnthropicFault);
  const emulator = await startAnthropicEmulator({
    rules,
    firstChunkMs: 350,
    chunkIntervalMs: 20,
    charactersPerChunk: 6,
    onRequestStart: faults.count.bind(faults),
  });
  return toVendor(
    emulator,
    anthropicFaults,
    () => faults.active,
    (next) => faults.set(emulator, next),
  );
}

async function startFakeGpt(): Promise<DemoVendor> {
  const faults = new FaultSwitch(readFakeGptFault);
  const emulator = await startFakeGptEmulator({
    rules,
    firstSnapshotMs: 500,
    snapshotIntervalMs: 35,
    charactersPerSnapshot: 8,
    onRequestStart: faults.count.bind(faults),
  });
  return toVendor(
    emulator,
    fakeGptFaults,
    () => faults.active,
    (next) => faults.set(emulator, next),
  );
}

function toVendor(
  emulator: AsyncDisposable & { readonly url: string },
  faults: readonly string[],
  readActive: () => ActiveFault | undefined,
  setFault: DemoVendor['setFault'],
): DemoVendor {
  return {
    url: emulator.url,
    faults,
    get active() {
      return readActive();
    },
    setFault,
    [Symbol.asyncDispose]: () => emulator[Symbol.asyncDispose](),
  };
}

/** Starts an emulator for each provider of the demo, on free ports of the loopback interface. */
export async function startDemoVendors(): Promise<DemoVendors> {
  await using started = new AsyncDisposableStack();
  const vendors = {
    openai: started.use(await startOpenAi({ firstChunkMs: 250, chunkIntervalMs: 20 })),
    slow: started.use(await startOpenAi({ firstChunkMs: 2500, chunkIntervalMs: 45 })),
    unreliable: started.use(
      await startOpenAi({ firstChunkMs: 400 }, { fault: 'overloaded', times: 'always' }),
    ),
    anthropic: started.use(await startAnthropic()),
    fakegpt: started.use(await startFakeGpt()),
  };
  const all = new Map<string, DemoVendor>(Object.entries(vendors));
  const owned = started.move();
  return {
    urlOf: (id) => find(all, id).url,
    faults: {
      list: () => [...all].map(([id, vendor]) => describe(id, vendor)),
      set: (id, fault) => find(all, id).setFault(fault),
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

function find(vendors: ReadonlyMap<string, DemoVendor>, id: string): DemoVendor {
  const vendor = vendors.get(id);
  if (!vendor)
    throw new RangeError(`expected one of ${[...vendors.keys()].join(', ')}, received ${id}`);
  return vendor;
}

function describe(id: string, { faults, active }: DemoVendor): FaultServer {
  return { id, faults, active };
}
