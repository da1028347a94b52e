// Imported for what they do: they put their providers on offer.
import '@understudy/provider-fakegpt/register';
import '@understudy/provider-openai/register';
import { createUnderstudy, registeredProviders } from '@understudy/core';
import type { Understudy } from '@understudy/core';
import {
  readFakeGptFault,
  readFakeGptScript,
  readOpenAiFault,
  readOpenAiScript,
  startFakeGptEmulator,
  startOpenAiEmulator,
} from '@understudy/emulator';
import type { ScriptOptions } from '@understudy/emulator';
import { fakegpt } from '@understudy/provider-fakegpt';

import { InstalledProviders } from './installed-providers.ts';
import type {
  Emulator,
  EmulatorOptions,
  UnderstudyPackages,
  DemoServer,
} from './understudy-packages.ts';

/** The packages as this package depends on it. */
export function createPackages(): UnderstudyPackages {
  const packages = new InstalledProviders();
  return {
    createUnderstudy: (configuration) =>
      createUnderstudy({ providers: 'registered', ...configuration }),
    createDemoChain: createDemoChain,
    startDemoServer: ({ failing = false } = {}) =>
      startFakeGptEmulator({
        firstSnapshotMs: 400,
        snapshotIntervalMs: 30,
        faults: failing ? [{ kind: 'server-error', times: 'always' }] : [],
      }),
    startEmulator,
    discover: (folder) => packages.discover(folder),
    providers: () =>
      registeredProviders().map((registration) => ({
        ...registration,
        package: packages.find(registration.id),
      })),
  };
}

function createDemoChain(chain: string, sites: Readonly<Record<string, string>>): Understudy {
  const cast = Object.entries(sites).map(([id, baseUrl]) => fakegpt({ id, baseUrl }));
  const targets = cast.flatMap(({ id, models: [first] }) =>
    first ? [`${id}/${first.id}` as const] : [],
  );
  return createUnderstudy({ providers: cast, chains: { [chain]: targets } });
}

const faultFlag = '--fault';

async function startEmulator(emulation: EmulatorOptions): Promise<Emulator> {
  const { vendor, faults, script, seed, paceMs, ...shared } = emulation;
  const seeded = seed === undefined ? {} : { seed };
  if (vendor === 'openai') {
    const scripts = script
      ? readOpenAiScript(script.json, script.name)
      : { faults: faults.map((fault) => readOpenAiFault(fault, faultFlag)) };
    const options = { ...shared, ...scripts, ...seeded, chunkIntervalMs: paceMs };
    return withScripts(await startOpenAiEmulator(options), scripts);
  }
  const scripts = script
    ? readFakeGptScript(script.json, script.name)
    : { faults: faults.map((fault) => readFakeGptFault(fault, faultFlag)) };
  const options = { ...shared, ...scripts, ...seeded, snapshotIntervalMs: paceMs };
  return withScripts(await startFakeGptEmulator(options), scripts);
}

function withScripts(
  emulator: DemoServer,
  { scripts = {} }: Pick<ScriptOptions<unknown>, 'scripts'>,
): Emulator {
  return {
    url: emulator.url,
    scripts: Object.keys(scripts),
    [Symbol.asyncDispose]: () => emulator[Symbol.asyncDispose](),
  };
}
