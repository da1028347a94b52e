import type { FaultControl } from '@understudy/gateway';

import type { Configuration } from '../configuration/configuration.ts';
import type {
  EmulatedVendor,
  Emulator,
  EmulatorOptions,
  UnderstudyPackages,
} from '../packages/understudy-packages.ts';
import { DemoFaults } from './demo-faults.ts';

/** The emulated vendors of `understudy serve --demo`. The caller closes them. */
export interface ServeDemo extends AsyncDisposable {
  /** A chain `demo` of two emulated vendors, and an alias that Claude Code lists. */
  readonly configuration: Configuration;
  readonly faults: FaultControl;
}

const paceMs = 20;

/** Starts the emulators on free ports. */
export async function startDemo(packages: UnderstudyPackages): Promise<ServeDemo> {
  const faults = new DemoFaults();
  const start = async (vendor: EmulatedVendor): Promise<Emulator> => {
    const emulator = await startEmulator(vendor, packages, faults.watch(vendor));
    faults.attach(vendor, emulator);
    return emulator;
  };
  const [openai, anthropic] = await Promise.all([start('openai'), start('anthropic')]);
  return {
    faults,
    configuration: {
      settings: {
        openai: { apiKey: 'demo', baseUrl: `${openai.url}/v1` },
        anthropic: { apiKey: 'demo', baseUrl: `${anthropic.url}/v1` },
      },
      chains: { demo: ['openai/gpt-5-mini', 'anthropic/claude-sonnet-5'] },
      aliases: { 'claude-demo': 'demo' },
    },
    [Symbol.asyncDispose]: async () => {
      await openai[Symbol.asyncDispose]();
      await anthropic[Symbol.asyncDispose]();
    },
  };
}

function startEmulator(
  vendor: EmulatedVendor,
  packages: UnderstudyPackages,
  onRequestStart: EmulatorOptions['onRequestStart'],
): Promise<Emulator> {
  return packages.startEmulator({
    vendor,
    port: 0,
    rules: [],
    faults: [],
    script: undefined,
    seed: undefined,
    paceMs,
    onRequestStart,
    onRequestEnd: () => {},
  });
}
