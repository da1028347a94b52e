import type { FileData, FileEvent, JsonValue, WarningEvent } from '@understudy/core/provider';
import { readArray, readObject, readString } from '@understudy/provider-utils';

import { decodeDataUrl } from '../data-url.ts';
import { malformedResponse } from '../error/response-errors.ts';

/** A supported part of content. */
export type ContentPart =
  | { readonly type: 'text' | 'reasoning' | 'refusal'; readonly text: string }
  | FileEvent
  | WarningEvent;

/** Reads content in parts: text, refusals, Mistral's `thinking`, images and files. */
export function readParts(parts: readonly JsonValue[]): readonly ContentPart[] {
  return parts.flatMap(readPart);
}

function readPart(part: JsonValue): readonly ContentPart[] {
  if (typeof part === 'string') return [{ type: 'text', text: part }];
  switch (readString(part, 'type')) {
    case undefined:
      throw malformedResponse('content parts with a type', 'a part without a type');
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
    // Mistral's citations contain only the numbers of the caller's documents.
    case 'reference':
      return [];
    default:
      return [unknownPart];
  }
}

const unknownPart: WarningEvent = {
  type: 'warning',
  message: 'part of the response omitted: unknown type',
};

/** Mistral sends reasoning as a string or as text parts. */
function readThinking(part: JsonValue): string {
  const parts = readArray(part, 'thinking') ?? [];
  return readString(part, 'thinking') ?? parts.map((each) => readString(each, 'text')).join('');
}

function readAddress(part: JsonValue, name: string): string | undefined {
  const file = readObject(part, name);
  return readString(file, 'url') ?? readString(file, 'file_data');
}

function readFile(address: string | undefined, mediaType: string): readonly ContentPart[] {
  const file = address === undefined ? undefined : toFileEvent(address, mediaType);
  return [file ?? invalidFile];
}

function toFileEvent(address: string, mediaType: string): FileEvent | undefined {
  const embedded = decodeDataUrl(address);
  if (embedded) return { type: 'file', ...embedded };
  if (!URL.canParse(address)) return undefined;
  const data: FileData = { type: 'url', url: new URL(address) };
  return { type: 'file', mediaType, data };
}

const invalidFile: WarningEvent = {
  type: 'warning',
  message: 'file of the response omitted: invalid address',
};
