import { decodeDataUrl } from '@understudy/core/internal';
import type { FileData, FileEvent, JsonValue, WarningEvent } from '@understudy/core/provider';
import { readObject, readString } from '@understudy/provider-utils';

import { readReasoningText } from './reasoning/read-reasoning.ts';

/** A supported part of content. */
export type ContentPart =
  | { readonly type: 'text' | 'reasoning' | 'refusal'; readonly text: string }
  | FileEvent
  | WarningEvent;

/** Reads content in parts: text, refusals, reasoning, images and files. */
export function readParts(parts: readonly JsonValue[]): readonly ContentPart[] {
  return parts.flatMap(readPart);
}

function readPart(part: JsonValue): readonly ContentPart[] {
  if (typeof part === 'string') return [{ type: 'text', text: part }];
  switch (readString(part, 'type')) {
    case undefined:
    case 'text':
    case 'output_text':
      return readTextPart(part);
    case 'refusal':
      return [{ type: 'refusal', text: readString(part, 'refusal') ?? '' }];
    // Mistral sends `thinking`, Databricks `reasoning` with a `summary`.
    case 'thinking':
    case 'reasoning':
    case 'reasoning_text':
    case 'summary_text':
      return [{ type: 'reasoning', text: readReasoningText(part) }];
    // Encrypted reasoning has no text.
    case 'redacted_thinking':
      return [];
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

function readTextPart(part: JsonValue): readonly ContentPart[] {
  const inner = readObject(part, 'text');
  // Servers that translate the Assistants API send an object.
  const text = readString(part, 'text') ?? readString(inner, 'value');
  if (text !== undefined) return [{ type: 'text', text }];
  return readString(part, 'type') === undefined || inner ? [unknownPart] : [];
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
