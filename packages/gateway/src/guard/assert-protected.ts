import { ConfigurationError } from '@understudy/core';
import type { ConfigurationErrorDetails } from '@understudy/core/provider';

import { isLoopback } from './check-origin.ts';

/** Who can use a listener. */
export interface ListenerAccess {
  /** The host of its address. */
  readonly host: string;
  readonly keys: readonly object[];
  /** Allows a host that other machines reach although there are no keys. */
  readonly insecure: boolean;
}

/**
 * Checks that a listener without keys has a loopback address.
 *
 * @param details - what is wrong if it has not
 * @throws ConfigurationError
 */
export function assertProtected(
  { host, keys, insecure }: ListenerAccess,
  details: ConfigurationErrorDetails,
): void {
  if (keys.length === 0 && !insecure && !isLoopback(host)) throw new ConfigurationError(details);
}
