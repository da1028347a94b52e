import type { FileData } from '@understudy/core/provider';
import { encodeBase64 } from '@understudy/provider-utils';

const dataUrl = /^data:([^;,]+)(?:;[^;,]*)*;base64,/i;

/** Returns the content of a base64 data URL. Returns undefined for any other address. */
export function decodeDataUrl(
  address: string,
): { readonly mediaType: string; readonly data: FileData } | undefined {
  const match = dataUrl.exec(address.slice(0, 256));
  if (!match) return undefined;
  const [prefix, mediaType = ''] = match;
  return { mediaType, data: { type: 'base64', base64: address.slice(prefix.length) } };
}

/** Returns the URL of a file, or a data URL with its content. */
export function encodeAddress(data: FileData, mediaType: string): string {
  return data.type === 'url' ? data.url.href : `data:${mediaType};base64,${encodeBase64(data)}`;
}
