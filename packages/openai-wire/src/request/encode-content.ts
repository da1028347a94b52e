import type { FilePart, ImagePart, JsonObject, TextPart } from '@understudy/core/provider';

import { encodeAddress, toBase64 } from '../data-url.ts';
import type { Quirks } from '../quirks.ts';

/** Takes a sentence for the caller. */
export type Warn = (sentence: string) => void;

/** Audio that the dialect has a word for, by media type. */
const audioFormats: ReadonlyMap<string, string> = new Map([
  ['audio/wav', 'wav'],
  ['audio/x-wav', 'wav'],
  ['audio/mpeg', 'mp3'],
  ['audio/mp3', 'mp3'],
]);

/** The text of a message: as it is where it is one, else as parts, or joined for who takes no parts. */
export function encodeText(
  content: string | readonly TextPart[],
  { textParts = true }: Quirks,
): string | readonly JsonObject[] {
  if (typeof content === 'string') return content;
  return textParts && content.length > 1
    ? content.map(({ text }) => ({ type: 'text', text }))
    : content.map(({ text }) => text).join('');
}

/** The content of a user's message. */
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
      warnOfPart(part, warn);
      return [];
  }
}

/** For parts that only a caller without types can have made. */
export function warnOfPart({ type }: { readonly type: string }, warn: Warn): void {
  warn(`the dialect has no place for a part of type ${JSON.stringify(type)}: it was left out`);
}

function encodeImage({ data, mediaType }: ImagePart, warn: Warn): JsonObject {
  if (data.type !== 'url' && mediaType === undefined) {
    warn('an image came without its media type: it was sent as image/png');
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
    warn(
      'the dialect takes files by their bytes only: a file that was told by its address was left out',
    );
    return [];
  }
  const format = audioFormats.get(mediaType);
  if (format !== undefined && data.type !== 'url') {
    return [{ type: 'input_audio', input_audio: { data: toBase64(data), format } }];
  }
  const filename = part.name ?? nameFile(mediaType);
  return [{ type: 'file', file: { filename, file_data: encodeAddress(data, mediaType) } }];
}

/** OpenAI wants a name with each file, and reads its ending. */
function nameFile(mediaType: string): string {
  const ending = /^[^/]+\/([a-z0-9]+)$/.exec(mediaType)?.[1];
  return ending === undefined ? 'file' : `file.${ending}`;
}
