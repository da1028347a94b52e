import type { FilePart, ImagePart, TextPart } from '@understudy/core/provider';

import { decodeDataUrl } from '../data-url.ts';
import { fieldOf, itemsOf, objectOf, optional, refuse, textOf, wordOf } from './read-field.ts';
import type { Field } from './read-field.ts';

type UserPart = TextPart | ImagePart | FilePart;

/** Content that may be text only. */
export function decodeText(field: Field): string | readonly TextPart[] {
  if (typeof field.value === 'string') return field.value;
  return itemsOf(field).map((item) => {
    wordOf(fieldOf(objectOf(item), 'type', item.path), ['text']);
    return decodeTextPart(item);
  });
}

/** Content of a user. */
export function decodeContent(field: Field): string | readonly UserPart[] {
  return typeof field.value === 'string' ? field.value : itemsOf(field).map(decodePart);
}

export function decodeTextPart(item: Field): TextPart {
  return { type: 'text', text: textOf(fieldOf(objectOf(item), 'text', item.path)) };
}

function decodePart(item: Field): UserPart {
  const type = fieldOf(objectOf(item), 'type', item.path);
  switch (wordOf(type, ['text', 'image_url', 'input_audio', 'file'])) {
    case 'text':
      return decodeTextPart(item);
    case 'image_url':
      return decodeImage(fieldOf(objectOf(item), 'image_url', item.path));
    case 'input_audio':
      return decodeAudio(fieldOf(objectOf(item), 'input_audio', item.path));
    case 'file':
      return decodeFile(fieldOf(objectOf(item), 'file', item.path));
  }
}

function decodeImage(image: Field): ImagePart {
  const url = fieldOf(objectOf(image), 'url', image.path);
  const address = textOf(url);
  const embedded = decodeDataUrl(address);
  if (embedded) return { type: 'image', ...embedded };
  return { type: 'image', data: { type: 'url', url: addressOf(url) } };
}

function decodeAudio(audio: Field): FilePart {
  const format = wordOf(fieldOf(objectOf(audio), 'format', audio.path), ['wav', 'mp3']);
  const base64 = textOf(fieldOf(objectOf(audio), 'data', audio.path));
  const mediaType = format === 'wav' ? 'audio/wav' : 'audio/mpeg';
  return { type: 'file', data: { type: 'base64', base64 }, mediaType };
}

/** An id of a file that was uploaded to OpenAI means nothing here. */
function decodeFile(file: Field): FilePart {
  const told = objectOf(file);
  const name = optional(fieldOf(told, 'filename', file.path), textOf);
  const named = name === undefined ? {} : { name };
  const fileData = fieldOf(told, 'file_data', file.path);
  const embedded = decodeDataUrl(textOf(fileData));
  if (embedded) return { type: 'file', ...embedded, ...named };
  const data = { type: 'url', url: addressOf(fileData) } as const;
  return { type: 'file', data, mediaType: 'application/octet-stream', ...named };
}

function addressOf(field: Field): URL {
  const address = textOf(field);
  if (URL.canParse(address)) return new URL(address);
  throw refuse(field, 'a URL or a data URL in base64');
}
