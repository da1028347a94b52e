import type { ChainDefaults } from '../registry/chain-policy.ts';
import { defaultRetry } from '../registry/chain-policy.ts';
import { readDuration, readInteger } from '../registry/configuration-reader.ts';
import { readRetry, readTimeouts } from '../registry/read-chain.ts';
import { defaultTimeouts, resolveTimeouts } from '../registry/resolve-timeouts.ts';
import type { UnderstudyOptions } from './understudy-options.ts';

/**
 * The limits of a runtime, checked.
 *
 * @throws ConfigurationError with the path of what is no limit
 */
export function readChainDefaults(options: UnderstudyOptions): ChainDefaults {
  const { timeouts, retry, deadlineMs, maxAttempts } = options;
  return {
    timeouts: resolveTimeouts(defaultTimeouts, timeouts && readTimeouts(timeouts, 'timeouts')),
    retry: { ...defaultRetry, ...(retry && readRetry(retry, 'retry')) },
    deadlineMs: deadlineMs === undefined ? undefined : readDuration(deadlineMs, 'deadlineMs'),
    maxAttempts: maxAttempts === undefined ? undefined : readInteger(1)(maxAttempts, 'maxAttempts'),
  };
}
