import type { FileData, FileEvent } from '@understudy/core/provider';

import { decodeDataUrl } from '../data-url.ts';

/** A file of an answer by its address; undefined where that is none. */
export function toFileEvent(address: string, mediaType: string): FileEvent | undefined {
  const embedded = decodeDataUrl(address);
  if (embedded) return { type: 'file', ...embedded };
  if (!URL.canParse(address)) return undefined;
  const data: FileData = { type: 'url', url: new URL(address) };
  return { type: 'file', mediaType, data };
}
