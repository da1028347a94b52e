import { computed, effect, signal } from '@preact/signals';

import { fetchModels } from '../api/admin-api.ts';
import { isActive, startRun } from './run.ts';
import type { Run } from './run.ts';

export const letters = ['A', 'B', 'C'] as const;

export const prompt = signal('How does a chain work?');
/** The names that can be requested: chains, aliases and models. */
export const models = signal<readonly string[]>([]);
/** What is requested, side by side. */
export const targets = signal<readonly string[]>([]);
export const runs = signal<readonly Run[]>([]);
export const isRunning = computed(() => runs.value.some(isActive));

/** Reads the names, and selects the first one if the selected ones do not exist any more. */
export async function loadModels(): Promise<void> {
  const names = await fetchModels();
  models.value = names;
  const known = targets.value.filter((name) => names.includes(name));
  targets.value = known.length > 0 ? known : names.slice(0, 1);
}

export function selectTarget(index: number, name: string): void {
  targets.value = targets.value.with(index, name);
}

export function addTarget(): void {
  const next = models.value.find((name) => !targets.value.includes(name)) ?? models.value[0];
  if (next !== undefined && targets.value.length < letters.length) {
    targets.value = [...targets.value, next];
  }
}

export function removeTarget(index: number): void {
  targets.value = targets.value.toSpliced(index, 1);
}

export function sendPrompt(): void {
  const text = prompt.value.trim();
  if (text === '' || targets.value.length === 0) return;
  stopAll();
  runs.value = targets.value.map((name, index) => startRun(letters[index] ?? '', name, text));
}

export function stopAll(): void {
  for (const run of runs.value) if (isActive(run)) run.stop();
}

effect(() => {
  document.title = isRunning.value ? 'Running · Understudy gateway' : 'Understudy gateway';
});
