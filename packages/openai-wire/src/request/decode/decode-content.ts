import { decodeDataUrl } from '@understudy/core/internal';
import type {
  FileData,
  FilePart,
  ImagePart,
  JsonObject,
  TextPart,
} from '@understudy/core/provider';
import { isJsonObject, readString } from '@understudy/provider-utils';
import {
  invalidField,
  readField,
  readItems,
  readObjectValue,
  readOptional,
  readTextValue,
} from '@understudy/provider-utils/internal';
import type { Field, UserPart, Warn } from '@understudy/provider-utils/internal';

import {
  addOptions,
  decodeCacheMark,
  decodeImageOptions,
  decodePartMarks,
  keepUnknown,
  wireFormat,
} from './part-options.ts';

/** The types of a text: that of this API, and those of the Responses API, which clients mix with it. */
const textTypes: readonly unknown[] = ['text', 'input_text', 'output_text'];

/** Decodes content that contains only text. No content is an empty text, because clients send `null` for it. */
export function decodeText(field: Field, warn: Warn): string | readonly TextPart[] {
  return decodeParts(field, (item) => {
    readPart(item);
    return isText(item) ? decodeTextPart(item) : keepUnknown(item, warn);
  });
}

/** Decodes the content of a user message or of a tool result. */
export function decodeContent(field: Field, warn: Warn): string | readonly UserPart[] {
  return decodeParts(field, (item) => decodePart(item, warn));
}

/** Decodes content: a text, a list of parts, or nothing. */
export function decodeParts<Part>(
  field: Field,
  decode: (item: Field) => Part,
): string | readonly Part[] {
  if (field.value === undefined) return '';
  return typeof field.value === 'string' ? field.value : readItems(field).map(decode);
}

export function isText({ value }: Field): boolean {
  return isJsonObject(value) && textTypes.includes(value.type);
}

export function decodeTextPart(item: Field): TextPart {
  const part = readObjectValue(item);
  const text = readTextValue(readField(part, 'text', item.path));
  return { type: 'text', text, ...decodePartMarks(part) };
}

/** Reads a part. A part must have a type. */
function readPart(item: Field): JsonObject {
  const part = readObjectValue(item);
  readTextValue(readField(part, 'type', item.path));
  return part;
}

/** Decodes a part of a user message or of a tool result. */
export function decodePart(item: Field, warn: Warn): UserPart {
  const part = readPart(item);
  if (isText(item)) return decodeTextPart(item);
  switch (part.type) {
    case 'image_url':
    case 'input_image':
      return decodeImage(item, part);
    case 'input_audio':
      return decodeAudio(item, part);
    case 'file':
      return decodeFile(item, part) ?? keepUnknown(item, warn);
    case 'video_url':
      return decodeVideo(item, part);
    default:
      return keepUnknown(item, warn);
  }
}

/** Clients send the address as an object, or as a text. */
function readAddress(item: Field, part: JsonObject, name: string): Field {
  const field = readField(part, name, item.path);
  return isJsonObject(field.value) ? readField(field.value, 'url', field.path) : field;
}

function decodeImage(item: Field, part: JsonObject): ImagePart {
  const address = decodeAddress(readAddress(item, part, 'image_url'));
  const detail = readString(part.image_url, 'detail') ?? part.detail;
  return { type: 'image', ...address, ...decodeImageOptions(part, detail) };
}

/** The media types of audio formats that are not their names. */
const audioTypes: ReadonlyMap<string, string> = new Map([
  ['mp3', 'audio/mpeg'],
  ['m4a', 'audio/mp4'],
]);

function decodeAudio(item: Field, part: JsonObject): FilePart {
  const audio = readField(part, 'input_audio', item.path);
  const object = readObjectValue(audio);
  const format = readTextValue(readField(object, 'format', audio.path)).toLowerCase();
  const base64 = readTextValue(readField(object, 'data', audio.path));
  const mediaType = audioTypes.get(format) ?? `audio/${format}`;
  const options = addOptions(decodeCacheMark(part), { [wireFormat]: part });
  // An encoder knows only the formats of OpenAI.
  const isKnown = format === 'wav' || format === 'mp3';
  return {
    type: 'file',
    data: { type: 'base64', base64 },
    mediaType,
    ...(isKnown ? decodePartMarks(part) : options),
  };
}

/** Returns undefined for the id of a file that was uploaded to OpenAI, because no other vendor has its content. */
function decodeFile(item: Field, part: JsonObject): FilePart | undefined {
  const file = readField(part, 'file', item.path);
  const object = readObjectValue(file);
  const content = readField(object, 'file_data', file.path);
  if (content.value === undefined && typeof object.file_id === 'string') return undefined;
  const name = readOptional(readField(object, 'filename', file.path), readTextValue);
  const { data, mediaType = unknownType } = decodeAddress(content);
  return {
    type: 'file',
    data,
    mediaType: mediaType === unknownType ? findFileType(data, name) : mediaType,
    ...(name !== undefined && { name }),
    ...decodePartMarks(part),
  };
}

const unknownType = 'application/octet-stream';

/** Returns the type of a file by its name, because the wire format has no field for the type of a URL. */
function findFileType(data: FileData, name = ''): string {
  const names = data.type === 'url' ? [data.url.pathname, name] : [name];
  return names.some((each) => /\.pdf$/i.test(each)) ? 'application/pdf' : unknownType;
}

/** OpenRouter and vLLM have this part, OpenAI does not. */
function decodeVideo(item: Field, part: JsonObject): FilePart {
  const address = decodeAddress(readAddress(item, part, 'video_url'));
  return {
    type: 'file',
    mediaType: 'video/mp4',
    ...address,
    providerOptions: { [wireFormat]: part },
  };
}

function decodeAddress(field: Field): { readonly data: FileData; readonly mediaType?: string } {
  const address = readTextValue(field);
  const embedded = decodeDataUrl(address);
  if (embedded) return embedded;
  const url = URL.parse(address);
  if (url) return { data: { type: 'url', url } };
  throw invalidField(field, 'a URL or a base64 data URL');
}
