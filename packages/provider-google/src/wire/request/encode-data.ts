import { ProviderError } from '@understudy/core/provider';
import type { FilePart, ImagePart, JsonObject } from '@understudy/core/provider';
import { encodeBase64 } from '@understudy/provider-utils';

import { encodeMediaType } from './encode-media-type.ts';
import type { Encoding } from './encoding.ts';

/** Addresses that every model accepts: the Files API, Cloud Storage and YouTube. */
const ownAddress =
  /^(?:gs:|https:\/\/(?:generativelanguage\.googleapis\.com\/|(?:www\.)?youtube\.com\/|youtu\.be\/))/;

/** Whether a model can read the data of an image or a file. */
export function isReadable(
  data: (ImagePart | FilePart)['data'],
  { urls }: Encoding['rules'],
): boolean {
  return urls || data.type !== 'url' || ownAddress.test(data.url.href);
}

/**
 * Encodes an image or a file as inline data, or as an address.
 *
 * @throws ProviderError `unsupported-feature` for an address that the model cannot read
 */
export function encodeData(
  part: Pick<ImagePart | FilePart, 'data' | 'mediaType'>,
  { rules, warn }: Pick<Encoding, 'rules' | 'warn'>,
): JsonObject {
  const { data } = part;
  const known = encodeMediaType(part);
  if (data.type !== 'url') {
    if (known === undefined) warn('image without a media type sent as image/png');
    return { inlineData: { mimeType: known ?? 'image/png', data: encodeBase64(data) } };
  }
  const { href } = data.url;
  if (!isReadable(data, rules)) {
    throw new ProviderError({
      code: 'unsupported-feature',
      message:
        'messages: expected the bytes of a file or an address of the Files API, received another URL; models before Gemini 3 download no files',
    });
  }
  return { fileData: { ...(known !== undefined && { mimeType: known }), fileUri: href } };
}
