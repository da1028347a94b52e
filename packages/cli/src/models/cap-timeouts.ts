import type { Configuration } from '../configuration/configuration.ts';

/** How long a vendor is waited for. */
export const longestWaitMs = 10_000;

/** A configuration under which nobody is waited for longer than a person waits. */
export function capTimeouts(configuration: Configuration): Configuration {
  const { totalMs = longestWaitMs, ...others } = configuration.timeouts ?? {};
  return { ...configuration, timeouts: { ...others, totalMs: Math.min(totalMs, longestWaitMs) } };
}
