import { createHash } from 'node:crypto';

/** @throws if the texts differ; the message contains their lengths and hashes, not the texts */
export function assertText(received: string, expected: string): void {
  if (received === expected) return;
  throw new Error(
    `wrong response: expected ${describeText(expected)}, received ${describeText(received)}`,
  );
}

function describeText(text: string): string {
  const hash = createHash('sha256').update(text).digest('hex');
  return `${text.length} characters with hash ${hash.slice(0, 16)}`;
}
