import type { Timeouts } from '@understudy/core';

import { formatLimit } from '../render/limit.ts';

const names = {
  connectMs: 'connect',
  headersMs: 'headers',
  firstContentMs: 'first content',
  idleMs: 'idle',
  totalMs: 'total',
} as const satisfies Record<keyof Timeouts, string>;

const keys = ['connectMs', 'headersMs', 'firstContentMs', 'idleMs', 'totalMs'] as const;

/** Limits by their names, in the order of an attempt; without those that others have as well. */
export function describeTimeouts(timeouts: Timeouts, common?: Timeouts): readonly string[] {
  return keys
    .filter((key) => timeouts[key] !== common?.[key])
    .map((key) => `${names[key]} ${formatLimit(timeouts[key])}`);
}
