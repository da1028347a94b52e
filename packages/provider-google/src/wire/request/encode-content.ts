import type { JsonObject } from '@understudy/core/provider';
import { optionsOf } from '@understudy/provider-utils';
import { warnUnsupportedPart } from '@understudy/provider-utils/internal';
import type { UserPart } from '@understudy/provider-utils/internal';

import { encodeData } from './encode-data.ts';
import type { Encoding } from './encoding.ts';

/** Encodes the parts of a user message. Empty text is omitted, because the API rejects messages without content. */
export function encodeContent(
  content: string | readonly UserPart[],
  encoding: Encoding,
): readonly JsonObject[] {
  if (typeof content === 'string') return content === '' ? [] : [{ text: content }];
  return content.flatMap((part) => {
    const encoded = encodePart(part, encoding);
    return encoded ? addOptions(encoded, optionsOf(part, encoding.provider)) : [];
  });
}

/** Options of an empty text are the complete part, for parts without a counterpart. */
export function addOptions(part: JsonObject, options: JsonObject): readonly JsonObject[] {
  if (part.text !== '') return [{ ...part, ...options }];
  if (part.thoughtSignature !== undefined) return [part];
  return Object.keys(options).length === 0 ? [] : [options];
}

function encodePart(part: UserPart, encoding: Encoding): JsonObject | undefined {
  switch (part.type) {
    case 'text':
      return { text: part.text };
    case 'image':
    case 'file':
      return encodeData(part, encoding);
    default:
      warnUnsupportedPart(part, encoding.warn);
      return undefined;
  }
}
