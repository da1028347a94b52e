import { ProviderError } from '@understudy/core/provider';
import type { ImagePart } from '@understudy/core/provider';

/**
 * Encodes an image as base64. The server detects its format.
 *
 * @throws ProviderError `unsupported-feature` for a URL, because Ollama downloads no images
 */
export function encodeImage({ data }: ImagePart): string {
  switch (data.type) {
    case 'base64':
      return data.base64;
    case 'bytes':
      return Buffer.from(
        data.bytes.buffer,
        data.bytes.byteOffset,
        data.bytes.byteLength,
      ).toString('base64');
    case 'url':
      throw new ProviderError({
        code: 'unsupported-feature',
        message:
          'messages: expected the bytes of an image, received its URL; Ollama does not download images',
      });
  }
}
