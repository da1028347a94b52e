/**
 * Returns a copy of a text that has its own memory.
 *
 * Use it to keep a short slice of a long text, because V8 keeps the complete text in memory for a slice.
 */
export function copyString(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}
