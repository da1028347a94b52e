import { createHash } from 'node:crypto';

import type { Warn } from './collect-warnings.ts';

/**
 * Returns the SHA-256 of the id of a user, which is the same for the same user, and warns.
 *
 * @param reason - why the id cannot be sent as it is
 */
export function hashUser(user: string, reason: string, warn: Warn): string {
  warn(`user replaced by its SHA-256: ${reason}`);
  return createHash('sha256').update(user).digest('hex');
}
