import type { Configuration } from '../configuration/configuration.ts';

/** Longest duration of a call of `models()` and of a connection. */
export const maxCallMs = 10_000;

/** Returns the configuration with `timeouts.totalMs` of at most `maxCallMs`. */
export function capTimeouts(configuration: Configuration): Configuration {
  const { totalMs = maxCallMs, ...others } = configuration.timeouts ?? {};
  return { ...configuration, timeouts: { ...others, totalMs: Math.min(totalMs, maxCallMs) } };
}
