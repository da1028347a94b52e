import type { Timeouts } from '../chat/chat-options.ts';

/** What holds where nobody says otherwise. */
export const defaultTimeouts: Timeouts = {
  connectMs: 10_000,
  headersMs: 60_000,
  firstContentMs: 120_000,
  idleMs: 60_000,
  totalMs: 600_000,
};

/** Limits over limits, the last one nearest to the call; what is not set stays. */
export function resolveTimeouts(
  base: Timeouts,
  ...changes: readonly (Partial<Timeouts> | undefined)[]
): Timeouts {
  const set = changes.flatMap((change) => Object.entries(change ?? {}));
  return { ...base, ...Object.fromEntries(set.filter(([, value]) => value !== undefined)) };
}
