import { readArray, readObject, readString } from '@understudy/core/provider';
import type { FileEvent, JsonValue, WarningEvent } from '@understudy/core/provider';

import { toFileEvent } from './file-event.ts';
import { malformed } from './response-errors.ts';

/** A piece of content, as far as it means something to us. */
export type ReadPart =
  | { readonly type: 'text' | 'reasoning' | 'refusal'; readonly text: string }
  | FileEvent
  | WarningEvent;

/** Content that is told in parts: text, Mistral's `thinking`, images and files. */
export function readParts(parts: readonly JsonValue[]): readonly ReadPart[] {
  return parts.flatMap(readPart);
}

function readPart(part: JsonValue): readonly ReadPart[] {
  if (typeof part === 'string') return [{ type: 'text', text: part }];
  switch (readString(part, 'type')) {
    case undefined:
      throw malformed('parts of content with a type', 'one without');
    case 'text':
    case 'output_text':
      return [{ type: 'text', text: readString(part, 'text') ?? '' }];
    case 'refusal':
      return [{ type: 'refusal', text: readString(part, 'refusal') ?? '' }];
    case 'thinking':
      return [{ type: 'reasoning', text: readThinking(part) }];
    case 'image_url':
      return readFile(readString(part, 'image_url') ?? readAddress(part, 'image_url'), 'image/*');
    case 'file':
      return readFile(readAddress(part, 'file'), 'application/octet-stream');
    // Mistral's marks of what a text rests on: numbers of documents that only the caller knows.
    case 'reference':
      return [];
    default:
      return [unknownPart];
  }
}

const unknownPart: WarningEvent = {
  type: 'warning',
  message: 'the answer has a part of a type that is not known here, which was left out',
};

/** Mistral tells a thought as text or as parts of text. */
function readThinking(part: JsonValue): string {
  const thoughts = readArray(part, 'thinking') ?? [];
  return readString(part, 'thinking') ?? thoughts.map((each) => readString(each, 'text')).join('');
}

function readAddress(part: JsonValue, name: string): string | undefined {
  const file = readObject(part, name);
  return readString(file, 'url') ?? readString(file, 'file_data');
}

function readFile(address: string | undefined, mediaType: string): readonly ReadPart[] {
  const file = address === undefined ? undefined : toFileEvent(address, mediaType);
  return [file ?? unreadableFile];
}

const unreadableFile: WarningEvent = {
  type: 'warning',
  message: 'the answer has a file that cannot be read, which was left out',
};
