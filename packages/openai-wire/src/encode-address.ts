import type { FileData } from '@understudy/core/provider';
import { encodeBase64 } from '@understudy/provider-utils';

/** Returns the URL of a file, or a data URL with its content. */
export function encodeAddress(data: FileData, mediaType: string): string {
  return data.type === 'url' ? data.url.href : `data:${mediaType};base64,${encodeBase64(data)}`;
}
