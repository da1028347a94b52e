import type { FilePart, ImagePart } from '@understudy/core/provider';
import {
  detectImageType,
  isTextType,
  normalizeImageType,
} from '@understudy/provider-utils/internal';

/** Types of text that the API accepts. It rejects others: "Unsupported MIME type: application/json". */
const acceptedText = /^text\/(?!x-)/;

/**
 * Returns the media type of a file in the form that the API accepts: without parameters and aliases. The type of an
 * image is that of its bytes. Undefined if it is not known.
 */
export function encodeMediaType({
  data,
  mediaType,
}: Pick<ImagePart | FilePart, 'data' | 'mediaType'>): string | undefined {
  const detected = data.type === 'url' ? undefined : detectImageType(data);
  if (mediaType === undefined) return detected;
  // The rate of audio is a parameter.
  if (/^audio\//i.test(mediaType)) return mediaType;
  const [essence = ''] = mediaType.split(';');
  const type = normalizeImageType(essence.trim());
  if (type.startsWith('image/')) return detected ?? (type === 'image/*' ? undefined : type);
  return isTextType(type) && !acceptedText.test(type) ? 'text/plain' : type;
}
