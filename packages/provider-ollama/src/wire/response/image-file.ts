import type { FileEvent } from '@understudy/core/provider';
import { detectImageType } from '@understudy/provider-utils/internal';

/** Creates the event for a generated image. Ollama sends its base64 only, without a media type. */
export function createImageFile(base64: string): FileEvent {
  const data = { type: 'base64', base64 } as const;
  return { type: 'file', mediaType: detectImageType(data) ?? 'application/octet-stream', data };
}
