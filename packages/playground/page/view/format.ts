import type { TargetId } from '@understudy/core';

/** Returns a duration in three digits, for example `87 ms` or `1.28 s`. */
export function formatDuration(ms: number | undefined): string {
  if (ms === undefined) return '–';
  if (ms < 1000) return `${Math.round(ms)} ms`;
  return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
}

/** Returns whole seconds, rounded up. */
export function formatSeconds(ms: number): string {
  return `${Math.ceil(ms / 1000)} s`;
}

export function formatTarget({ provider, model }: TargetId): string {
  return `${provider}/${model}`;
}

export function formatTime(time: number): string {
  const date = new Date(time);
  const clock = date.toLocaleTimeString('en-GB');
  return `${clock}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}
