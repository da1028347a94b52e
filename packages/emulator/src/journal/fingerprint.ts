import { createHash } from 'node:crypto';

/**
 * What stands in the journal in place of a key, a token or a password: the same for the same secret,
 * and nothing of it can be read there.
 *
 * @example
 * expect((await emulator.nextRequest()).key).toBe(fingerprint('sk-of-this-test'));
 */
export function fingerprint(secret: string): string {
  return `sha256:${createHash('sha256').update(secret).digest('hex').slice(0, 12)}`;
}
