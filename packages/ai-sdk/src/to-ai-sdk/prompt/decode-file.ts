import { UnsupportedFunctionalityError } from '@ai-sdk/provider';
import type { FileData, FilePart, ImagePart } from '@understudy/core';
import { decodeDataUrl } from '@understudy/core/internal';

import type { PromptFile, PromptFileData } from '../../specification/call-options.ts';

/** A file of a prompt without the options of its part. */
export type DecodedFile = ImagePart | FilePart;

/**
 * Returns an image or another file.
 *
 * @throws UnsupportedFunctionalityError for a file that is stored at one vendor
 */
export function decodeFile(file: Pick<PromptFile, 'data' | 'mediaType' | 'filename'>): DecodedFile {
  const data = decodeData(file.data);
  const mediaType = completeMediaType(file.mediaType, data);
  if (mediaType.startsWith('image/')) return { type: 'image', data, mediaType };
  const name = file.filename;
  return { type: 'file', data, mediaType, ...(name !== undefined && { name }) };
}

function decodeData(data: PromptFileData): FileData {
  if (data instanceof Uint8Array) return { type: 'bytes', bytes: data };
  if (data instanceof URL) return decodeUrl(data);
  if (typeof data === 'string') return decodeText(data);
  switch (data.type) {
    case 'data':
      return decodeData(data.data);
    case 'url':
      return decodeUrl(data.url);
    case 'text':
      return { type: 'bytes', bytes: new TextEncoder().encode(data.text) };
    case 'reference':
      throw new UnsupportedFunctionalityError({
        functionality: 'file references',
        message: 'A chain cannot send a file that is stored at one vendor: send its data or a URL.',
      });
  }
}

/** Base64 text contains no colon. */
function decodeText(text: string): FileData {
  const url = text.includes(':') ? URL.parse(text) : null;
  return url ? decodeUrl(url) : { type: 'base64', base64: text };
}

/** The first bytes of a data URL complete its media type. */
function decodeUrl(url: URL): FileData {
  return decodeDataUrl(url.href)?.data ?? { type: 'url', url };
}

/** The first bytes of image formats, in base64. */
const imageTypes: readonly (readonly [start: string, mediaType: string])[] = [
  ['iVBORw', 'image/png'],
  ['/9j/', 'image/jpeg'],
  ['R0lGOD', 'image/gif'],
  ['UklGR', 'image/webp'],
];

/** The AI SDK may pass on the first half of a media type, or `image/*`. */
function completeMediaType(mediaType: string, data: FileData): string {
  const [type, subtype = '*'] = mediaType.split('/');
  if (subtype !== '*') return mediaType;
  if (type === 'text') return 'text/plain';
  if (type !== 'image') return 'application/octet-stream';
  const start = base64Start(data);
  return imageTypes.find(([prefix]) => start.startsWith(prefix))?.[1] ?? 'image/png';
}

function base64Start(data: FileData): string {
  switch (data.type) {
    case 'base64':
      return data.base64.slice(0, 8);
    case 'bytes':
      return Buffer.from(data.bytes.subarray(0, 6)).toString('base64');
    case 'url':
      return '';
  }
}
