import type { FileData } from '@understudy/core/provider';

const dataUrl = /^data:([^;,]+)(?:;[^;,]*)*;base64,/i;

/** What is embedded in a data URL; undefined for any other address. */
export function decodeDataUrl(
  address: string,
): { readonly mediaType: string; readonly data: FileData } | undefined {
  const found = dataUrl.exec(address.slice(0, 256));
  if (!found) return undefined;
  const [head, mediaType = ''] = found;
  return { mediaType, data: { type: 'base64', base64: address.slice(head.length) } };
}

/** Where a file can be had: its own address, or a data URL. */
export function encodeAddress(data: FileData, mediaType: string): string {
  return data.type === 'url' ? data.url.href : `data:${mediaType};base64,${toBase64(data)}`;
}

/** The bytes of a file in base64. */
export function toBase64(data: Exclude<FileData, { readonly type: 'url' }>): string {
  return data.type === 'base64'
    ? data.base64
    : Buffer.from(data.bytes.buffer, data.bytes.byteOffset, data.bytes.byteLength).toString(
        'base64',
      );
}
