import { createHash } from 'node:crypto';

/**
 * Returns the text that replaces a key, token or password in the journal.
 *
 * Equal secrets have equal fingerprints. The fingerprint contains no part of the secret.
 *
 * @example
 * expect((await emulator.nextRequest()).key).toBe(fingerprint('sk-of-this-test'));
 */
export function fingerprint(secret: string): string {
  return `sha256:${createHash('sha256').update(secret).digest('hex').slice(0, 12)}`;
}
