import type { FilePart, ImagePart, JsonObject, TextPart } from '@understudy/core/provider';

import { encodeAddress, toBase64 } from '../data-url.ts';
import type { Quirks } from '../quirks.ts';

/** Adds a warning for the caller. */
export type Warn = (message: string) => void;

/** The audio formats of `input_audio`, by media type. */
const audioFormats: ReadonlyMap<string, string> = new Map([
  ['audio/wav', 'wav'],
  ['audio/x-wav', 'wav'],
  ['audio/mpeg', 'mp3'],
  ['audio/mp3', 'mp3'],
]);

/** Encodes text. A single part, or all parts if the vendor rejects arrays, become one string. */
export function encodeText(
  content: string | readonly TextPart[],
  { textParts = true }: Quirks,
): string | readonly JsonObject[] {
  if (typeof content === 'string') return content;
  return textParts && content.length > 1
    ? content.map(({ text }) => ({ type: 'text', text }))
    : content.map(({ text }) => text).join('');
}

/** Encodes the content of a user message. */
export function encodeContent(
  content: string | readonly (TextPart | ImagePart | FilePart)[],
  quirks: Quirks,
  warn: Warn,
): string | readonly JsonObject[] {
  if (typeof content === 'string') return content;
  const texts = content.filter((part) => part.type === 'text');
  return texts.length === content.length
    ? encodeText(texts, quirks)
    : content.flatMap((part) => encodePart(part, quirks, warn));
}

function encodePart(
  part: TextPart | ImagePart | FilePart,
  quirks: Quirks,
  warn: Warn,
): readonly JsonObject[] {
  switch (part.type) {
    case 'text':
      return [{ type: 'text', text: part.text }];
    case 'image':
      return [encodeImage(part, warn)];
    case 'file':
      return encodeFile(part, quirks, warn);
    default:
      warnUnsupportedPart(part, warn);
      return [];
  }
}

/** Only callers without types can pass such a part. */
export function warnUnsupportedPart({ type }: { readonly type: string }, warn: Warn): void {
  warn(`unsupported part omitted: type ${JSON.stringify(type)}`);
}

function encodeImage({ data, mediaType }: ImagePart, warn: Warn): JsonObject {
  if (data.type !== 'url' && mediaType === undefined) {
    warn('image without a media type sent as image/png');
  }
  return { type: 'image_url', image_url: { url: encodeAddress(data, mediaType ?? 'image/png') } };
}

function encodeFile(
  part: FilePart,
  { fileUrls = false }: Quirks,
  warn: Warn,
): readonly JsonObject[] {
  const { data, mediaType } = part;
  if (mediaType.startsWith('image/'))
    return [encodeImage({ type: 'image', data, mediaType }, warn)];
  if (data.type === 'url' && !fileUrls) {
    warn('file omitted: the vendor does not accept files as URLs, only their content');
    return [];
  }
  const format = audioFormats.get(mediaType);
  if (format !== undefined && data.type !== 'url') {
    return [{ type: 'input_audio', input_audio: { data: toBase64(data), format } }];
  }
  const filename = part.name ?? createFileName(mediaType);
  return [{ type: 'file', file: { filename, file_data: encodeAddress(data, mediaType) } }];
}

/** OpenAI requires a name for each file and evaluates its extension. */
function createFileName(mediaType: string): string {
  const extension = /^[^/]+\/([a-z0-9]+)$/.exec(mediaType)?.[1];
  return extension === undefined ? 'file' : `file.${extension}`;
}
