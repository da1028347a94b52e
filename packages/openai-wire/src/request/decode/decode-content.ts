import { decodeDataUrl } from '@understudy/core/internal';
import type { FilePart, ImagePart, TextPart } from '@understudy/core/provider';
import {
  invalidField,
  readEnum,
  readField,
  readItems,
  readObjectValue,
  readOptional,
  readTextValue,
} from '@understudy/provider-utils/internal';
import type { Field } from '@understudy/provider-utils/internal';

type UserPart = TextPart | ImagePart | FilePart;

/** Decodes content that contains only text. */
export function decodeText(field: Field): string | readonly TextPart[] {
  if (typeof field.value === 'string') return field.value;
  return readItems(field).map((item) => {
    readEnum(readField(readObjectValue(item), 'type', item.path), ['text']);
    return decodeTextPart(item);
  });
}

/** Decodes the content of a user message. */
export function decodeContent(field: Field): string | readonly UserPart[] {
  return typeof field.value === 'string' ? field.value : readItems(field).map(decodePart);
}

export function decodeTextPart(item: Field): TextPart {
  return { type: 'text', text: readTextValue(readField(readObjectValue(item), 'text', item.path)) };
}

function decodePart(item: Field): UserPart {
  const type = readField(readObjectValue(item), 'type', item.path);
  switch (readEnum(type, ['text', 'image_url', 'input_audio', 'file'])) {
    case 'text':
      return decodeTextPart(item);
    case 'image_url':
      return decodeImage(readField(readObjectValue(item), 'image_url', item.path));
    case 'input_audio':
      return decodeAudio(readField(readObjectValue(item), 'input_audio', item.path));
    case 'file':
      return decodeFile(readField(readObjectValue(item), 'file', item.path));
  }
}

function decodeImage(image: Field): ImagePart {
  const url = readField(readObjectValue(image), 'url', image.path);
  const embedded = decodeDataUrl(readTextValue(url));
  if (embedded) return { type: 'image', ...embedded };
  return { type: 'image', data: { type: 'url', url: readUrl(url) } };
}

function decodeAudio(audio: Field): FilePart {
  const object = readObjectValue(audio);
  const format = readEnum(readField(object, 'format', audio.path), ['wav', 'mp3']);
  const base64 = readTextValue(readField(object, 'data', audio.path));
  const mediaType = format === 'wav' ? 'audio/wav' : 'audio/mpeg';
  return { type: 'file', data: { type: 'base64', base64 }, mediaType };
}

/** The id of a file that was uploaded to OpenAI is not supported: other vendors cannot read it. */
function decodeFile(file: Field): FilePart {
  const object = readObjectValue(file);
  const name = readOptional(readField(object, 'filename', file.path), readTextValue);
  const nameField = name === undefined ? {} : { name };
  const fileData = readField(object, 'file_data', file.path);
  const embedded = decodeDataUrl(readTextValue(fileData));
  if (embedded) return { type: 'file', ...embedded, ...nameField };
  const data = { type: 'url', url: readUrl(fileData) } as const;
  return { type: 'file', data, mediaType: 'application/octet-stream', ...nameField };
}

function readUrl(field: Field): URL {
  const address = readTextValue(field);
  if (URL.canParse(address)) return new URL(address);
  throw invalidField(field, 'a URL or a base64 data URL');
}
