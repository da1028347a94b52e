// These imports register the providers that the command includes.
import '@understudy/provider-anthropic/register';
import '@understudy/provider-fakegpt/register';
import '@understudy/provider-openai/register';
import '@understudy/provider-google/register';
import '@understudy/provider-ollama/register';
import { createUnderstudy, registeredProviders } from '@understudy/core';
import type { Understudy } from '@understudy/core';
import { startFakeGptEmulator, startOpenAiEmulator } from '@understudy/emulator';
import { fakegpt } from '@understudy/provider-fakegpt';
import { openai } from '@understudy/provider-openai';

import { fillMissingKeys } from '../configuration/missing-setting.ts';
import { demoModel } from '../default-model.ts';
import { vendorEmulators } from './emulated-vendors.ts';
import { InstalledProviders } from './installed-providers.ts';
import type {
  DemoServer,
  DemoServerOptions,
  DemoUrls,
  UnderstudyPackages,
} from './understudy-packages.ts';

/** Binds `UnderstudyPackages` to the dependencies of this package. */
export function createPackages(): UnderstudyPackages {
  const installed = new InstalledProviders();
  return {
    createUnderstudy: (configuration, ports, { requiresKeys } = { requiresKeys: false }) =>
      createUnderstudy({
        providers: 'registered',
        ports,
        ...configuration,
        ...(!requiresKeys && {
          settings: fillMissingKeys(configuration.settings, registeredProviders()),
        }),
      }),
    createDemoChain,
    startDemoServer,
    startEmulator: (options) => vendorEmulators[options.vendor].start(options),
    faultNames: (vendor) => vendorEmulators[vendor].faultNames,
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
