import type { FilePart, ImagePart, JsonObject } from '@understudy/core/provider';
import { encodeBase64, optionsOf } from '@understudy/provider-utils';
import type { ToolNames } from '@understudy/provider-utils';
import {
  detectImageType,
  findImageType,
  isComplete,
  isTextType,
  normalizeImageType,
  warnUnsupportedPart,
} from '@understudy/provider-utils/internal';
import type { UserPart, Warn } from '@understudy/provider-utils/internal';

import type { ToolSchemas } from './tool-schemas.ts';

/** What the encoders of a request have in common. */
export interface Encoding {
  /** The id of the provider, whose entry in `providerOptions` is sent. */
  readonly provider: string;
  readonly names: ToolNames;
  readonly schemas: ToolSchemas;
  readonly warn: Warn;
}

/** What the encoders of messages have in common. */
export interface MessageEncoding extends Encoding {
  /** Whether the model accepts reasoning without a signature. */
  readonly unsignedThinking: boolean;
  /** Whether the model accepts messages of the system between others. */
  readonly systemMessages: boolean;
}

/** Adds the options of a part. Options with a `type` are the complete block, for blocks without a counterpart. */
export function addOptions(block: JsonObject, options: JsonObject): JsonObject {
  return isComplete(options) ? options : { ...block, ...options };
}

/** The API rejects text without other characters than white space. */
export function isBlank(text: string): boolean {
  return text.trim() === '';
}

/** Encodes the parts of a user message or of a tool result. */
export function encodeContent(
  parts: readonly UserPart[],
  encoding: Encoding,
): readonly JsonObject[] {
  return parts.flatMap((part) => {
    const options = optionsOf(part, encoding.provider);
    if (isComplete(options)) return [options];
    const block = encodePart(part, encoding.warn);
    return block ? [addOptions(block, options)] : [];
  });
}

function encodePart(part: UserPart, warn: Warn): JsonObject | undefined {
  switch (part.type) {
    case 'text':
      return isBlank(part.text) ? undefined : { type: 'text', text: part.text };
    case 'image':
      return encodeImage(part, warn);
    case 'file':
      return encodeFile(part, warn);
    default:
      warnUnsupportedPart(part, warn);
      return undefined;
  }
}

const imageTypes: readonly string[] = ['image/jpeg', 'image/png', 'image/gif', 'image/webp'];

function encodeImage({ data, mediaType }: ImagePart, warn: Warn): JsonObject | undefined {
  if (data.type === 'url') {
    return { type: 'image', source: { type: 'url', url: data.url.href } };
  }
  // The API rejects an image whose content has another type.
  const known = detectImageType(data) ?? findImageType(data, mediaType);
  if (known === undefined) warn('image without a media type sent as image/png');
  const type = normalizeImageType(known ?? 'image/png');
  if (!imageTypes.includes(type)) {
    warn(`image omitted: the API accepts ${imageTypes.join(', ')}`);
    return undefined;
  }
  return {
    type: 'image',
    source: { type: 'base64', media_type: type, data: encodeBase64(data) },
  };
}

function encodeFile(part: FilePart, warn: Warn): JsonObject | undefined {
  const { data, mediaType, name } = part;
  if (mediaType.startsWith('image/')) return encodeImage({ type: 'image', data, mediaType }, warn);
  const source = encodeDocument(part);
  if (source) return { type: 'document', source, ...(name !== undefined && { title: name }) };
  warn(
    data.type === 'url'
      ? 'file omitted: the API reads only images and PDF files from URLs'
      : 'file omitted: the API accepts images, PDF files and text',
  );
  return undefined;
}

function encodeDocument({ data, mediaType }: FilePart): JsonObject | undefined {
  const isPdf = /^application\/pdf\b/i.test(mediaType);
  if (data.type === 'url') {
    // The API reads only PDF files from an address. A file without a known type can be one.
    const isAccepted = isPdf || /^(?:application|binary)\/octet-stream\b/i.test(mediaType);
    return isAccepted ? { type: 'url', url: data.url.href } : undefined;
  }
  if (isPdf) {
    return { type: 'base64', media_type: 'application/pdf', data: encodeBase64(data) };
  }
  if (!isTextType(mediaType)) return undefined;
  const text = Buffer.from(encodeBase64(data), 'base64').toString('utf8');
  return { type: 'text', media_type: 'text/plain', data: text };
}
