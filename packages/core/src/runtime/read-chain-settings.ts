import { checkDuration, defaultTimeouts, resolveTimeouts } from '../chain/resolve-timeouts.ts';
import type { ChainSettings } from '../di/tokens.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import type { UnderstudyOptions } from './understudy-options.ts';

/**
 * The limits of a runtime, checked.
 *
 * @throws ConfigurationError with the path of what is no limit
 */
export function readChainSettings(options: UnderstudyOptions): ChainSettings {
  const { timeouts, deadlineMs, maxAttempts = 3 } = options;
  if (deadlineMs !== undefined) checkDuration(deadlineMs, 'deadlineMs', 'invalid-configuration');
  if (!Number.isInteger(maxAttempts) || maxAttempts < 1) {
    throw new ConfigurationError({
      path: 'maxAttempts',
      expected: 'a whole number above 0',
      found: String(maxAttempts),
    });
  }
  return {
    timeouts: resolveTimeouts(defaultTimeouts, timeouts, 'invalid-configuration'),
    deadlineMs,
    maxAttempts,
  };
}
