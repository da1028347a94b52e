import type { FileEvent } from '@understudy/core/provider';

/** The base64 of the first bytes of a file, by media type. */
const signatures: readonly (readonly [prefix: string, mediaType: string])[] = [
  ['iVBORw0KGgo', 'image/png'],
  ['/9j/', 'image/jpeg'],
  ['R0lGOD', 'image/gif'],
  ['UklGR', 'image/webp'],
];

/** Creates the event for a generated image. Ollama sends its base64 only, without a media type. */
export function createImageFile(base64: string): FileEvent {
  const known = signatures.find(([prefix]) => base64.startsWith(prefix));
  return {
    type: 'file',
    mediaType: known?.[1] ?? 'application/octet-stream',
    data: { type: 'base64', base64 },
  };
}
