import { isJsonObject } from '@understudy/core/provider';
import type { JsonValue } from '@understudy/core/provider';

import { isIndex } from './is-index.ts';
import { malformed } from './response-errors.ts';
import { readSignature } from './tool-call-signature.ts';

/** No model makes as many calls at once. */
export const maxToolCalls = 1024;

/** What a chunk says of a call; an empty text says nothing. */
export interface ToolCallPiece {
  readonly index: number | undefined;
  readonly id: string;
  readonly name: string;
  readonly argumentsText: string;
  readonly signature: string;
}

/**
 * Reads an entry of `tool_calls`. Undefined for one that says nothing.
 *
 * @throws ProviderError `malformed-response`
 */
export function readToolCallPiece(entry: JsonValue): ToolCallPiece | undefined {
  if (!isJsonObject(entry)) throw malformed('tool calls that are objects', 'something else');
  const { index, id, function: called } = entry;
  const { name, arguments: given } = isJsonObject(called) ? called : {};
  const piece = {
    index: readIndex(index),
    id: typeof id === 'string' ? id : '',
    name: typeof name === 'string' ? name : '',
    argumentsText: readArguments(given),
    signature: readSignature(entry),
  };
  return saysSomething(piece) ? piece : undefined;
}

function saysSomething({ id, name, argumentsText, signature }: ToolCallPiece): boolean {
  return id + name + argumentsText + signature !== '';
}

function readIndex(index: JsonValue | undefined): number | undefined {
  if (index === undefined || index === null) return undefined;
  if (isIndex(index) && index < maxToolCalls) return index;
  throw malformed(`the index of a tool call from 0 to ${maxToolCalls - 1}`, 'another');
}

/** Text in the dialect; servers in front of other ones send the object itself. */
function readArguments(given: JsonValue | undefined): string {
  if (typeof given === 'string') return given;
  if (isJsonObject(given)) return JSON.stringify(given);
  if (given === undefined || given === null) return '';
  throw malformed('the arguments of a tool call as text', 'something else');
}
