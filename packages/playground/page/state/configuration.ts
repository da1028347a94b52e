import { signal } from '@preact/signals';

import * as api from '../api/admin-api.ts';
import type { AdminConfig, FaultServer } from '../api/admin-api.ts';
import { announce } from './announcement.ts';
import { loadModels } from './comparison.ts';
import { loadHealth } from './health.ts';
import { runAction } from './run-action.ts';

export const config = signal<AdminConfig | undefined>(undefined);
/** The emulated vendors; none if the server has no faults. */
export const faults = signal<readonly FaultServer[]>([]);

/** Reads everything that the page shows. */
export function loadAll(): Promise<void> {
  return runAction(async () => {
    config.value = await api.fetchConfig();
    await loadModels();
    await loadState();
  });
}

/** Reads what a chat can have changed. */
export async function loadState(): Promise<void> {
  await loadHealth();
  if (config.value?.routes.faults) faults.value = await api.fetchFaults();
}

/** Lets the server read its configuration again. */
export function reload(): Promise<void> {
  return runAction(async () => {
    config.value = await api.reloadConfig();
    await loadModels();
    announce('Configuration reloaded.');
  });
}

export function setFault(
  server: string,
  fault: string | null,
  times: number | 'always',
): Promise<void> {
  return runAction(async () => {
    faults.value = await api.setFault(server, fault, times);
    announce(`${server}: ${fault ?? 'no fault'}.`);
  });
}
