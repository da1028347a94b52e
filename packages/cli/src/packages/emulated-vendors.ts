import {
  anthropicFaultNames,
  fakeGptFaultNames,
  googleFaultNames,
  ollamaFaultNames,
  openAiFaultNames,
  readAnthropicFault,
  readAnthropicScript,
  readFakeGptFault,
  readFakeGptScript,
  readGoogleFault,
  readGoogleScript,
  readOllamaFault,
  readOllamaScript,
  readOpenAiFault,
  readOpenAiScript,
  readResponsesFault,
  readResponsesScript,
  responsesFaultNames,
  startAnthropicEmulator,
  startFakeGptEmulator,
  startGoogleEmulator,
  startOllamaEmulator,
  startOpenAiEmulator,
  startResponsesEmulator,
} from '@understudy/emulator';
import type { ScriptOptions, Emulator as StartedEmulator } from '@understudy/emulator';

import type { EmulatedVendor, Emulator, EmulatorOptions } from './understudy-packages.ts';

/** The emulator of a vendor, for the command. */
interface VendorEmulator {
  readonly faultNames: readonly string[];
  start(options: EmulatorOptions): Promise<Emulator>;
}

/** The options that all emulators have in common. */
type SharedOptions = Pick<EmulatorOptions, 'port' | 'rules' | 'onRequestStart' | 'onRequestEnd'>;

/** The functions of an emulator whose faults are of the type `Step`. */
interface EmulatorFunctions<Step, Pace> {
  readonly faultNames: readonly string[];
  readonly readScript: (json: unknown, file: string) => ScriptOptions<Step>;
  readonly readFault: (text: string, path: string) => Step;
  /** Returns the option for the delay between two chunks. */
  readonly paceOption: (paceMs: number) => Pace;
  readonly start: (
    options: SharedOptions & ScriptOptions<Step> & Pace,
  ) => Promise<StartedEmulator<Step>>;
}

const chunkPace = (paceMs: number): { readonly chunkIntervalMs: number } => ({
  chunkIntervalMs: paceMs,
});
const snapshotPace = (paceMs: number): { readonly snapshotIntervalMs: number } => ({
  snapshotIntervalMs: paceMs,
});

export const vendorEmulators: Readonly<Record<EmulatedVendor, VendorEmulator>> = {
  openai: createVendor({
    faultNames: openAiFaultNames,
    readScript: readOpenAiScript,
    readFault: readOpenAiFault,
    paceOption: chunkPace,
    start: startOpenAiEmulator,
  }),
  responses: createVendor({
    faultNames: responsesFaultNames,
    readScript: readResponsesScript,
    readFault: readResponsesFault,
    paceOption: chunkPace,
    start: startResponsesEmulator,
  }),
  anthropic: createVendor({
    faultNames: anthropicFaultNames,
    readScript: readAnthropicScript,
    readFault: readAnthropicFault,
    paceOption: chunkPace,
    start: startAnthropicEmulator,
  }),
  google: createVendor({
    faultNames: googleFaultNames,
    readScript: readGoogleScript,
    readFault: readGoogleFault,
    paceOption: chunkPace,
    start: startGoogleEmulator,
  }),
  ollama: createVendor({
    faultNames: ollamaFaultNames,
    readScript: readOllamaScript,
    readFault: readOllamaFault,
    paceOption: chunkPace,
    start: startOllamaEmulator,
  }),
  fakegpt: createVendor({
    faultNames: fakeGptFaultNames,
    readScript: readFakeGptScript,
    readFault: readFakeGptFault,
    paceOption: snapshotPace,
    start: startFakeGptEmulator,
  }),
};

const faultFlag = '--fault';

function createVendor<Step, Pace>(functions: EmulatorFunctions<Step, Pace>): VendorEmulator {
  const { faultNames, readScript, readFault, paceOption, start } = functions;
  return {
    faultNames,
    start: async (options) => {
      const { vendor: _, faults, script, seed, paceMs, ...shared } = options;
      // A script of a file replaces the faults of the flags.
      const steps: ScriptOptions<Step> = script
        ? readScript(script.json, script.name)
        : { faults: faults.map((fault) => readFault(fault, faultFlag)) };
      const seeded = seed === undefined ? {} : { seed };
      const server = await start({ ...shared, ...steps, ...seeded, ...paceOption(paceMs) });
      return {
        url: server.url,
        scripts: Object.keys(steps.scripts ?? {}),
        setFault: (text) =>
          server.setFaults(text === undefined ? [] : [readFault(text, faultFlag)]),
        [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
      };
    },
  };
}
