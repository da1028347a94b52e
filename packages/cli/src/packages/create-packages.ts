// These imports register the providers that the command includes.
import '@understudy/provider-anthropic/register';
import '@understudy/provider-fakegpt/register';
import '@understudy/provider-openai/register';
import '@understudy/provider-google/register';
import '@understudy/provider-ollama/register';
import { createUnderstudy, registeredProviders } from '@understudy/core';
import type { Understudy } from '@understudy/core';
import {
  anthropicFaultNames,
  fakeGptFaultNames,
  googleFaultNames,
  ollamaFaultNames,
  openAiFaultNames,
  responsesFaultNames,
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
  startAnthropicEmulator,
  startFakeGptEmulator,
  startGoogleEmulator,
  startOllamaEmulator,
  startOpenAiEmulator,
  startResponsesEmulator,
} from '@understudy/emulator';
import type { ScriptOptions, Emulator as StartedEmulator } from '@understudy/emulator';
import { fakegpt } from '@understudy/provider-fakegpt';
import { openai } from '@understudy/provider-openai';

import { fillMissingKeys } from '../configuration/missing-setting.ts';
import { demoModel } from '../default-model.ts';
import { InstalledProviders } from './installed-providers.ts';
import type {
  DemoServer,
  DemoServerOptions,
  DemoUrls,
  EmulatedVendor,
  Emulator,
  EmulatorOptions,
  UnderstudyPackages,
} from './understudy-packages.ts';

/** Binds `UnderstudyPackages` to the dependencies of this package. */
export function createPackages(): UnderstudyPackages {
  const installed = new InstalledProviders();
  return {
    createUnderstudy: (configuration, ports) =>
      createUnderstudy({
        providers: 'registered',
        ports,
        ...configuration,
        settings: fillMissingKeys(configuration.settings, registeredProviders()),
      }),
    createDemoChain,
    startDemoServer,
    startEmulator,
    faultNames: (vendor) => faultNames[vendor],
    discoverProviders: (folder) => installed.discover(folder),
    providers: () =>
      registeredProviders().map((registration) => ({
        ...registration,
        package: installed.packageOf(registration.id),
      })),
  };
}

function createDemoChain(chain: string, urls: DemoUrls): Understudy {
  const baseUrl = urls.fakegpt;
  const primary = openai({ apiKey: 'any', baseUrl: `${urls.openai}/v1` });
  if (baseUrl === undefined) {
    return createUnderstudy({ providers: [primary], chains: { [chain]: [demoModel] } });
  }
  return createUnderstudy({
    providers: [primary, fakegpt({ baseUrl })],
    chains: { [chain]: [demoModel, 'fakegpt/text-davinci-002-render-sha'] },
  });
}

function startDemoServer(
  vendor: keyof DemoUrls,
  { failing = false }: DemoServerOptions = {},
): Promise<DemoServer> {
  const faults = failing ? [{ kind: 'server-error', times: 'always' } as const] : [];
  return vendor === 'openai'
    ? startOpenAiEmulator({ faults, firstChunkMs: 400, chunkIntervalMs: 30 })
    : startFakeGptEmulator({ faults, firstSnapshotMs: 400, snapshotIntervalMs: 30 });
}

const faultNames: Readonly<Record<EmulatedVendor, readonly string[]>> = {
  openai: openAiFaultNames,
  responses: responsesFaultNames,
  anthropic: anthropicFaultNames,
  google: googleFaultNames,
  ollama: ollamaFaultNames,
  fakegpt: fakeGptFaultNames,
};

const faultFlag = '--fault';

async function startEmulator(emulatorOptions: EmulatorOptions): Promise<Emulator> {
  const { vendor, faults: _faults, script: _script, seed, paceMs, ...shared } = emulatorOptions;
  const seeded = seed === undefined ? {} : { seed };
  switch (vendor) {
    case 'openai': {
      const scripts = readScripts(emulatorOptions, readOpenAiScript, readOpenAiFault);
      const options = { ...shared, ...scripts, ...seeded, chunkIntervalMs: paceMs };
      return withScripts(await startOpenAiEmulator(options), scripts, readOpenAiFault);
    }
    case 'responses': {
      const scripts = readScripts(emulatorOptions, readResponsesScript, readResponsesFault);
      const options = { ...shared, ...scripts, ...seeded, chunkIntervalMs: paceMs };
      return withScripts(await startResponsesEmulator(options), scripts, readResponsesFault);
    }
    case 'anthropic': {
      const scripts = readScripts(emulatorOptions, readAnthropicScript, readAnthropicFault);
      const options = { ...shared, ...scripts, ...seeded, chunkIntervalMs: paceMs };
      return withScripts(await startAnthropicEmulator(options), scripts, readAnthropicFault);
    }
    case 'google': {
      const scripts = readScripts(emulatorOptions, readGoogleScript, readGoogleFault);
      const options = { ...shared, ...scripts, ...seeded, chunkIntervalMs: paceMs };
      return withScripts(await startGoogleEmulator(options), scripts, readGoogleFault);
    }
    case 'ollama': {
      const scripts = readScripts(emulatorOptions, readOllamaScript, readOllamaFault);
      const options = { ...shared, ...scripts, ...seeded, chunkIntervalMs: paceMs };
      return withScripts(await startOllamaEmulator(options), scripts, readOllamaFault);
    }
    case 'fakegpt': {
      const scripts = readScripts(emulatorOptions, readFakeGptScript, readFakeGptFault);
      const options = { ...shared, ...scripts, ...seeded, snapshotIntervalMs: paceMs };
      return withScripts(await startFakeGptEmulator(options), scripts, readFakeGptFault);
    }
  }
}

/** Returns the scripts of the file, or the faults of the flags. */
function readScripts<Step>(
  { script, faults }: EmulatorOptions,
  readScript: (json: unknown, file: string) => ScriptOptions<Step>,
  readFault: (text: string, path: string) => Step,
): ScriptOptions<Step> {
  return script
    ? readScript(script.json, script.name)
    : { faults: faults.map((fault) => readFault(fault, faultFlag)) };
}

function withScripts<Step>(
  server: DemoServer & Pick<StartedEmulator<Step>, 'setFaults'>,
  { scripts = {} }: Pick<ScriptOptions<unknown>, 'scripts'>,
  readFault: (text: string, path: string) => Step,
): Emulator {
  return {
    url: server.url,
    scripts: Object.keys(scripts),
    setFault: (text) => server.setFaults(text === undefined ? [] : [readFault(text, faultFlag)]),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
