import { computed, effect, signal } from '@preact/signals';
import type { ChainExplanation, TargetHealth, TargetId } from '@understudy/core';

import * as api from '../api/admin-api.ts';
import type { AdminConfig, FaultServer } from '../api/admin-api.ts';
import { announce } from './announcement.ts';
import { runClock } from './clock.ts';
import { isRunning, loadModels, prompt, targets } from './comparison.ts';

export const config = signal<AdminConfig | undefined>(undefined);
export const faults = signal<readonly FaultServer[]>([]);
/** The error of the last request of the page, except chats. */
export const failure = signal('');

/** The health of the targets, and when it was received. */
export const health = signal<{ readonly targets: readonly TargetHealth[]; readonly time: number }>({
  targets: [],
  time: 0,
});

/** What a chat would do, for each selected name. */
export const plans = signal<readonly Plan[]>([]);

export interface Plan {
  readonly model: string;
  readonly explanation: ChainExplanation | undefined;
  readonly error: string;
}

/** Runs an action of the page, and shows its error. */
export async function attempt(action: () => Promise<void>): Promise<void> {
  try {
    await action();
    failure.value = '';
  } catch (error) {
    failure.value = error instanceof Error ? error.message : String(error);
  }
}

export function loadAll(): Promise<void> {
  return attempt(async () => {
    config.value = await api.fetchConfig();
    await loadModels();
    await refreshHealth();
    if (config.value.routes.faults) faults.value = await api.fetchFaults();
  });
}

export function reload(): Promise<void> {
  return attempt(async () => {
    config.value = await api.reloadConfig();
    await loadModels();
    announce('Configuration reloaded.');
  });
}

export function reset(target?: TargetId): Promise<void> {
  return attempt(async () => {
    showHealth(await api.resetHealth(target));
    announce(target ? `${name(target)} reset.` : 'All targets reset.');
  });
}

export function isolate(target: TargetId): Promise<void> {
  return attempt(async () => {
    showHealth(await api.isolate(target));
    announce(`${name(target)} isolated.`);
  });
}

export function applyFault(
  server: string,
  fault: string | null,
  times: number | 'always',
): Promise<void> {
  return attempt(async () => {
    faults.value = await api.setFault(server, fault, times);
    announce(fault === null ? `${server}: no fault.` : `${server}: ${fault}.`);
  });
}

/** Reads everything that an attempt can have changed. */
export async function refreshHealth(): Promise<void> {
  showHealth(await api.fetchHealth());
  if (config.value?.routes.faults) faults.value = await api.fetchFaults();
}

function showHealth(list: readonly TargetHealth[]): void {
  health.value = { targets: list, time: Date.now() };
}

function name({ provider, model }: TargetId): string {
  return `${provider}/${model}`;
}

async function explain(model: string, text: string): Promise<Plan> {
  try {
    return { model, explanation: await api.explain(model, text || ' '), error: '' };
  } catch (error) {
    return { model, explanation: undefined, error: String(Object(error).message) };
  }
}

const hasCountdown = computed(() =>
  health.value.targets.some(({ retryAfterMs }) => retryAfterMs > 0),
);

/** Keeps the plan and the countdowns current. */
export function watchServer(): void {
  runClock(() => (isRunning.value ? 'fast' : hasCountdown.value ? 'slow' : undefined));
  effect(() => {
    const { targets: states, time } = health.value;
    const waits = states.map(({ retryAfterMs }) => retryAfterMs).filter((ms) => ms > 0);
    if (waits.length === 0) return undefined;
    const dueMs = time + Math.min(...waits) - Date.now() + 50;
    const timer = setTimeout(() => void attempt(refreshHealth), dueMs);
    return () => clearTimeout(timer);
  });
  effect(() => {
    const names = targets.value;
    const text = prompt.value;
    // The plan depends on the health.
    void health.value;
    let isCurrent = true;
    const timer = setTimeout(async () => {
      const list = await Promise.all(names.map((each) => explain(each, text)));
      if (isCurrent) plans.value = list;
    }, 150);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  });
}
