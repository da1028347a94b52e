import { ProviderError } from '@understudy/core/provider';
import type { ImagePart } from '@understudy/core/provider';
import { encodeBase64 } from '@understudy/provider-utils';

/**
 * Encodes an image as base64. The server detects its format.
 *
 * @throws ProviderError `unsupported-feature` for a URL, because Ollama downloads no images
 */
export function encodeImage({ data }: ImagePart): string {
  if (data.type !== 'url') return encodeBase64(data);
  throw new ProviderError({
    code: 'unsupported-feature',
    message:
      'messages: expected the bytes of an image, received its URL; Ollama does not download images',
  });
}
