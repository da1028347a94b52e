import { createHash } from 'node:crypto';

import { readSecret } from '../readers/value-readers.ts';

/**
 * Returns the text that replaces a key, token or password in the journal.
 *
 * Equal secrets have equal fingerprints. The fingerprint contains no part of the secret.
 *
 * @throws RangeError if the secret is not a string
 * @example
 * expect((await emulator.nextRequest()).key).toBe(fingerprint('sk-of-this-test'));
 */
export function fingerprint(secret: string): string {
  readSecret(secret, 'secret');
  return `sha256:${createHash('sha256').update(secret).digest('hex').slice(0, 12)}`;
}
