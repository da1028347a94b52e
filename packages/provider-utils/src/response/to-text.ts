const utf8 = new TextDecoder();

/** Decodes the chunks of a body. */
export function toText(chunks: readonly Uint8Array[]): string {
  const [first] = chunks;
  return utf8.decode(first && chunks.length === 1 ? first : Buffer.concat(chunks));
}
