import { invalidValue } from '@understudy/core/internal';

import type { CompleteOptions } from './complete-options.ts';

/**
 * Checks that a body of the largest size can be received. Otherwise it would be rejected with a status after which
 * clients send it again.
 *
 * @param path - the path of the limits; empty for options
 * @throws ConfigurationError
 */
export function assertBodyLimits(
  { maxBodyBytes, maxTotalBodyBytes }: Pick<CompleteOptions, 'maxBodyBytes' | 'maxTotalBodyBytes'>,
  path: string,
): void {
  if (maxTotalBodyBytes >= maxBodyBytes) return;
  const name = 'maxTotalBodyBytes';
  throw invalidValue(
    path === '' ? name : `${path}.${name}`,
    `an integer of at least ${maxBodyBytes} (maxBodyBytes)`,
    maxTotalBodyBytes,
  );
}
