// Imported for what they do: they put their providers on offer.
import '@understudy/provider-fakegpt/register';
import '@understudy/provider-openai/register';
import { createUnderstudy, registeredProviders } from '@understudy/core';
import {
  readFakeGptFault,
  readOpenAiFault,
  startFakeGptEmulator,
  startOpenAiEmulator,
} from '@understudy/emulator';
import { fakegpt } from '@understudy/provider-fakegpt';

import type { Emulation, Framework, Upstream } from './framework.ts';

/** The packages that this one depends on. */
export const installedFramework: Framework = {
  createUnderstudy: (configuration) =>
    createUnderstudy({ providers: 'registered', ...configuration }),
  createCast: (chain, sites) => {
    const cast = Object.entries(sites).map(([id, baseUrl]) => fakegpt({ id, baseUrl }));
    const targets = cast.flatMap(({ id, models: [first] }) =>
      first ? [`${id}/${first.id}` as const] : [],
    );
    return createUnderstudy({ providers: cast, chains: { [chain]: targets } });
  },
  startUpstream: ({ failing = false } = {}) =>
    startFakeGptEmulator({
      firstSnapshotMs: 400,
      snapshotIntervalMs: 30,
      faults: failing ? ['server-error'] : [],
    }),
  startEmulator,
  providers: registeredProviders,
};

async function startEmulator(emulation: Emulation): Promise<Upstream> {
  const { vendor, port, rules, faults, paceMs, onRequestEnd } = emulation;
  const shared = { port, rules, onRequestEnd };
  return vendor === 'openai'
    ? startOpenAiEmulator({
        ...shared,
        faults: faults.map(readOpenAiFault),
        chunkIntervalMs: paceMs,
      })
    : startFakeGptEmulator({
        ...shared,
        faults: faults.map(readFakeGptFault),
        snapshotIntervalMs: paceMs,
      });
}
