import type { FileData } from '@understudy/core';

import type { ModelVersion } from '../model-source.ts';

/** Returns the data of a file as a prompt contains it: tagged since `v4`. */
export function encodeFileData(data: FileData, version: ModelVersion): unknown {
  if (data.type === 'url') return version === 'v4' ? data : data.url;
  const content = data.type === 'bytes' ? data.bytes : data.base64;
  return version === 'v4' ? { type: 'data', data: content } : content;
}

/** Returns the base64 text of a file, or undefined for a URL. */
export function toBase64(data: FileData): string | undefined {
  if (data.type === 'url') return undefined;
  return data.type === 'bytes' ? Buffer.from(data.bytes).toString('base64') : data.base64;
}

/** The media type of an image whose vendor is to find it out. */
export const anyImage = 'image/*';
