import { ProviderError } from '@understudy/core/provider';
import type { FilePart, ImagePart, JsonObject } from '@understudy/core/provider';
import { optionsOf } from '@understudy/provider-utils';
import { isComplete, warnUnsupportedPart } from '@understudy/provider-utils/internal';
import type { UserPart, Warn } from '@understudy/provider-utils/internal';

import { encodeAddress } from '../../encode-address.ts';
import { createFileName, encodeImageAddress } from '../../request/encode-content.ts';

interface ContentSettings {
  readonly provider: string;
  readonly warn: Warn;
}

/**
 * Encodes the content of a message. A single text without options is a string.
 *
 * @throws ProviderError `unsupported-feature` if the API supports none of its parts
 */
export function encodeContent(
  content: string | readonly UserPart[],
  settings: ContentSettings,
): string | readonly JsonObject[] {
  if (typeof content === 'string') return content;
  const encoded = encodeParts(content, settings);
  if (encoded === '' && content.some(({ type }) => type !== 'text')) {
    const message = 'the API supports no part of a message; send text, images and documents';
    throw new ProviderError({ code: 'unsupported-feature', message });
  }
  return encoded;
}

/** Encodes parts. Those that the API does not support are omitted with a warning. */
export function encodeParts(
  content: readonly UserPart[],
  settings: ContentSettings,
): string | readonly JsonObject[] {
  const parts = content.flatMap((part) => encodePart(part, settings));
  const [first] = parts;
  if (!first) return '';
  const isText = parts.length === 1 && Object.keys(first).length === 2;
  return isText && typeof first.text === 'string' ? first.text : parts;
}

/** Options with a `type` are the complete part. */
function encodePart(part: UserPart, { provider, warn }: ContentSettings): readonly JsonObject[] {
  const options = optionsOf(part, provider);
  if (isComplete(options)) return [options];
  const encoded = encodeKnownPart(part, warn);
  return encoded ? [{ ...encoded, ...options }] : [];
}

function encodeKnownPart(part: UserPart, warn: Warn): JsonObject | undefined {
  switch (part.type) {
    case 'text':
      return part.text === '' ? undefined : { type: 'input_text', text: part.text };
    case 'image':
      return encodeImage(part, warn);
    case 'file':
      return encodeFile(part, warn);
    default:
      warnUnsupportedPart(part, warn);
      return undefined;
  }
}

function encodeImage(part: ImagePart, warn: Warn): JsonObject {
  return { type: 'input_image', image_url: encodeImageAddress(part, warn), detail: 'auto' };
}

function encodeFile({ data, mediaType, name }: FilePart, warn: Warn): JsonObject | undefined {
  if (/^image\//i.test(mediaType)) return encodeImage({ type: 'image', data, mediaType }, warn);
  if (/^(?:audio|video)\//i.test(mediaType)) {
    warn('file omitted: the API accepts images and documents');
    return undefined;
  }
  if (data.type === 'url') return { type: 'input_file', file_url: data.url.href };
  const filename = name ?? createFileName(mediaType);
  return { type: 'input_file', filename, file_data: encodeAddress(data, mediaType) };
}
