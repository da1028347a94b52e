import { createHash } from 'node:crypto';

import { RequestError } from '../../server/request-error.ts';

const prefix = 'EmulatedSignature';

/** Signs the text of a block of thinking. The signature of a withheld text starts in the same way. */
export function signThinking(text: string): string {
  return Buffer.from(`${prefix}.${digest(text)}`).toString('base64');
}

/**
 * Rejects a signature that was changed, or whose text was changed. The text of a block that was withheld is not known,
 * so that its signature is valid with an empty text.
 *
 * @throws RequestError
 */
export function assertSignature(text: string, signature: string, path: string): void {
  const decoded = Buffer.from(signature, 'base64').toString('utf8');
  const [start, signed] = decoded.split('.');
  if (start === prefix && (text === '' || signed === digest(text))) return;
  throw new RequestError(`${path}: Invalid \`signature\` in \`thinking\` block`);
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
