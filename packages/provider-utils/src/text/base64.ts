import type { FileData } from '@understudy/core/provider';

/** Returns the content of a file as base64 text. */
export function encodeBase64(data: Exclude<FileData, { readonly type: 'url' }>): string {
  if (data.type === 'base64') return data.base64;
  const { buffer, byteOffset, byteLength } = data.bytes;
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}
