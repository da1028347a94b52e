import { computed, effect, signal } from '@preact/signals';
import type { TargetHealth, TargetId } from '@understudy/core';

import * as api from '../api/admin-api.ts';
import { announce } from './announcement.ts';
import { runAction } from './run-action.ts';

/** The health of the targets with an attempt, and when it was received. */
export const health = signal<{ readonly targets: readonly TargetHealth[]; readonly time: number }>({
  targets: [],
  time: 0,
});

export const hasCountdown = computed(() =>
  health.value.targets.some(({ retryAfterMs }) => retryAfterMs > 0),
);

export async function loadHealth(): Promise<void> {
  show(await api.fetchHealth());
}

export function reset(target?: TargetId): Promise<void> {
  return runAction(async () => {
    show(await api.resetHealth(target));
    announce(target ? `${target.provider}/${target.model} reset.` : 'All targets reset.');
  });
}

export function isolate(target: TargetId): Promise<void> {
  return runAction(async () => {
    show(await api.isolate(target));
    announce(`${target.provider}/${target.model} isolated.`);
  });
}

function show(targets: readonly TargetHealth[]): void {
  health.value = { targets, time: Date.now() };
}

/** Reads the health again when a countdown ends. */
export function watchCountdowns(): void {
  effect(() => {
    const { targets, time } = health.value;
    const waits = targets.map(({ retryAfterMs }) => retryAfterMs).filter((ms) => ms > 0);
    if (waits.length === 0) return undefined;
    const dueMs = time + Math.min(...waits) - Date.now() + 50;
    const timer = setTimeout(() => void runAction(loadHealth), dueMs);
    return () => clearTimeout(timer);
  });
}
