import { ProviderError } from '@understudy/core/provider';
import type { FilePart, ImagePart, JsonObject, TextPart } from '@understudy/core/provider';
import { encodeBase64, isJsonObject, optionsOf } from '@understudy/provider-utils';
import {
  findImageType,
  isComplete,
  normalizeImageType,
  warnUnsupportedPart,
} from '@understudy/provider-utils/internal';
import type { UserPart, Warn } from '@understudy/provider-utils/internal';

import { encodeAddress } from '../encode-address.ts';
import type { Quirks } from '../quirks.ts';

/** The audio formats of `input_audio`, by media type. */
const audioFormats: ReadonlyMap<string, string> = new Map([
  ['audio/wav', 'wav'],
  ['audio/x-wav', 'wav'],
  ['audio/mpeg', 'mp3'],
  ['audio/mp3', 'mp3'],
]);

/** What the encoders of content need to know about the request. */
export interface ContentSettings {
  /** The id of the provider, whose entry in `providerOptions` is sent. */
  readonly provider: string;
  readonly quirks: Quirks;
  readonly warn: Warn;
}

/**
 * Encodes text. A single part without options, or all parts if the vendor rejects arrays, become one string. Empty
 * parts are left out, because many vendors reject them.
 */
export function encodeText(
  content: string | readonly TextPart[],
  { provider, quirks: { textParts = true } }: ContentSettings,
): string | readonly JsonObject[] {
  if (typeof content === 'string') return content;
  const parts = content
    .map((part) => ({ text: part.text, options: optionsOf(part, provider) }))
    .filter(({ text, options }) => text !== '' || isComplete(options));
  const encoded = parts.map(({ text, options }) => addOptions({ type: 'text', text }, options));
  const isArray =
    encoded.length > 1 ||
    parts.some(({ options }) => isComplete(options) || Object.keys(options).length > 0);
  return textParts && isArray ? encoded : parts.map(({ text }) => text).join('');
}

/**
 * Encodes the text of a message that is not of the user. Several vendors reject an array there, and one ignores it.
 * Only parts with options need it.
 */
export function encodeJoinedText(
  content: string | readonly TextPart[],
  settings: ContentSettings,
  separator: string = '',
): string | readonly JsonObject[] {
  if (typeof content === 'string') return content;
  const hasOptions = content.some(
    (part) => Object.keys(optionsOf(part, settings.provider)).length > 0,
  );
  const { textParts = true } = settings.quirks;
  if (textParts && hasOptions) return encodeText(content, settings);
  const texts = content.map(({ text }) => text);
  return texts.filter((text) => text !== '').join(separator);
}

/** Adds the options of a part. An object in them, such as `image_url`, is merged by its fields. */
function addOptions(part: JsonObject, options: JsonObject): JsonObject {
  if (isComplete(options)) return options;
  const merged = Object.entries(options).map(([name, option]) => {
    const field = part[name];
    return [name, isJsonObject(field) && isJsonObject(option) ? { ...field, ...option } : option];
  });
  return { ...part, ...Object.fromEntries(merged) };
}

/**
 * Encodes the content of a user message.
 *
 * @throws ProviderError `unsupported-feature` if the vendor supports none of its parts, so that a chain tries another
 * target
 */
export function encodeContent(
  content: string | readonly UserPart[],
  settings: ContentSettings,
): string | readonly JsonObject[] {
  if (typeof content === 'string') return content;
  const texts = content.filter((part) => part.type === 'text');
  if (texts.length === content.length) return encodeText(texts, settings);
  const encoded = encodeParts(content, settings);
  if (encoded.length > 0) return encoded;
  const message =
    'the vendor supports no part of a message; send files as bytes or base64, not as URLs';
  throw new ProviderError({ code: 'unsupported-feature', message });
}

/** Encodes parts. Those that the vendor does not support are omitted with a warning. */
export function encodeParts(
  parts: readonly UserPart[],
  settings: ContentSettings,
): readonly JsonObject[] {
  return parts.flatMap((part) => {
    const options = optionsOf(part, settings.provider);
    if (isComplete(options)) return [options];
    return encodePart(part, settings).map((each) => addOptions(each, options));
  });
}

function encodePart(part: UserPart, { quirks, warn }: ContentSettings): readonly JsonObject[] {
  switch (part.type) {
    case 'text':
      return part.text === '' ? [] : [{ type: 'text', text: part.text }];
    case 'image':
      return [encodeImage(part, warn)];
    case 'file':
      return encodeFile(part, quirks, warn);
    default:
      warnUnsupportedPart(part, warn);
      return [];
  }
}

function encodeImage(part: ImagePart, warn: Warn): JsonObject {
  return { type: 'image_url', image_url: { url: encodeImageAddress(part, warn) } };
}

/** Returns the URL of an image, or a data URL with its content. */
export function encodeImageAddress({ data, mediaType }: ImagePart, warn: Warn): string {
  const known = findImageType(data, mediaType);
  if (data.type !== 'url' && known === undefined) {
    warn('image without a media type sent as image/png');
  }
  return encodeAddress(data, normalizeImageType(known ?? 'image/png'));
}

function encodeFile(
  part: FilePart,
  { fileUrls = false }: Quirks,
  warn: Warn,
): readonly JsonObject[] {
  const { data, mediaType } = part;
  if (/^image\//i.test(mediaType)) return [encodeImage({ type: 'image', data, mediaType }, warn)];
  if (data.type === 'url' && !fileUrls) {
    warn('file omitted: the vendor does not accept files as URLs, only their content');
    return [];
  }
  const format = audioFormats.get(mediaType);
  if (format !== undefined && data.type !== 'url') {
    return [{ type: 'input_audio', input_audio: { data: encodeBase64(data), format } }];
  }
  const filename = part.name ?? createFileName(mediaType);
  return [{ type: 'file', file: { filename, file_data: encodeAddress(data, mediaType) } }];
}

/** The extensions that are not the names of their types. */
const extensions: ReadonlyMap<string, string> = new Map([
  ['text/plain', 'txt'],
  ['text/markdown', 'md'],
]);

/** OpenAI requires a name for each file and evaluates its extension. */
export function createFileName(mediaType: string): string {
  const extension = extensions.get(mediaType) ?? /^[^/]+\/([a-z0-9]+)$/.exec(mediaType)?.[1];
  return extension === undefined ? 'file' : `file.${extension}`;
}
