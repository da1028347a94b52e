import { createHash } from 'node:crypto';

/** @throws when a text is another than it should be, by its length or by its hash */
export function assertText(text: string, expected: string): void {
  const found = describe(text);
  const wanted = describe(expected);
  if (found !== wanted) throw new Error(`a wrong answer: expected ${wanted}, and got ${found}`);
}

function describe(text: string): string {
  const hash = createHash('sha256').update(text).digest('hex');
  return `${text.length} characters with hash ${hash.slice(0, 16)}`;
}
