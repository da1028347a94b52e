import type { Timeouts } from '../chat/chat-options.ts';

/** The default of `timeouts`. */
export const defaultTimeouts: Timeouts = {
  createMs: 30_000,
  connectMs: 10_000,
  headersMs: 60_000,
  firstContentMs: 120_000,
  idleMs: 60_000,
  totalMs: 600_000,
};

/** Returns the timeouts with all changes applied. Later changes take precedence; undefined values are ignored. */
export function resolveTimeouts(
  base: Timeouts,
  ...changes: readonly (Partial<Timeouts> | undefined)[]
): Timeouts {
  const set = changes.flatMap((change) => Object.entries(change ?? {}));
  return { ...base, ...Object.fromEntries(set.filter(([, value]) => value !== undefined)) };
}
