import { RequestError } from '../../server/request-error.ts';

const prefix = 'GeminiSignature.';

/** The signatures that the API accepts for calls that it did not create. */
const skipped: readonly string[] = [
  'skip_thought_signature_validator',
  'context_engineering_is_the_way_to_go',
];

/** Signs a part. The text is only there to make signatures differ. */
export function sign(text: string): string {
  return Buffer.from(prefix + text.slice(0, 48)).toString('base64');
}

/**
 * Rejects a signature of another vendor, or one that was changed.
 *
 * @throws RequestError
 */
export function assertSignature(signature: string, isCall: boolean): void {
  if (signature === '' || (isCall && skipped.includes(signature))) return;
  const decoded = Buffer.from(signature, 'base64').toString('utf8');
  if (!decoded.startsWith(prefix)) throw new RequestError('Corrupted thought signature.');
}
