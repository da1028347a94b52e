import type { FileData } from '../chat/message.ts';

/** The content of a data URL. */
export interface EmbeddedFile {
  readonly mediaType: string;
  readonly data: Extract<FileData, { readonly type: 'base64' }>;
}

const start = /^data:([^;,]+)(?:;[^;,]*)*;base64,/i;

/** Returns the content of a data URL in base64 (RFC 2397). Returns undefined for any other address. */
export function decodeDataUrl(address: string): EmbeddedFile | undefined {
  const match = start.exec(address.slice(0, 256));
  if (!match) return undefined;
  const [prefix, mediaType = ''] = match;
  return { mediaType, data: { type: 'base64', base64: address.slice(prefix.length) } };
}
