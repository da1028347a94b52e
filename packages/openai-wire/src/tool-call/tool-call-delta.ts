import type { JsonValue } from '@understudy/core/provider';
import { isJsonObject } from '@understudy/provider-utils';

import { malformedResponse } from '../error/response-errors.ts';
import { isIndex } from './is-index.ts';
import { readSignature } from './tool-call-signature.ts';

/** A limit on memory. No model requests as many calls at once. */
export const maxToolCalls = 1024;

/** The fields of a tool call in one chunk. A missing field is an empty string. */
export interface ToolCallDelta {
  readonly index: number | undefined;
  readonly id: string;
  readonly name: string;
  readonly argumentsText: string;
  readonly signature: string;
}

/**
 * Reads an entry of `tool_calls`. Returns undefined if all of its fields are empty.
 *
 * @throws ProviderError `malformed-response`
 */
export function readToolCallDelta(entry: JsonValue): ToolCallDelta | undefined {
  if (!isJsonObject(entry)) throw malformedResponse('tool calls that are objects', 'another value');
  const { index, id, function: definition } = entry;
  const { name, arguments: callArguments } = isJsonObject(definition) ? definition : {};
  const delta = {
    index: readIndex(index),
    id: typeof id === 'string' ? id : '',
    name: typeof name === 'string' ? name : '',
    argumentsText: readArguments(callArguments),
    signature: readSignature(entry),
  };
  return isEmpty(delta) ? undefined : delta;
}

function isEmpty({ id, name, argumentsText, signature }: ToolCallDelta): boolean {
  return id + name + argumentsText + signature === '';
}

function readIndex(index: JsonValue | undefined): number | undefined {
  if (index === undefined || index === null) return undefined;
  if (isIndex(index) && index < maxToolCalls) return index;
  throw malformedResponse(`a tool call index from 0 to ${maxToolCalls - 1}`, 'another value');
}

/** OpenAI sends a string. Some servers that translate another format send the object. */
function readArguments(value: JsonValue | undefined): string {
  if (typeof value === 'string') return value;
  if (isJsonObject(value)) return JSON.stringify(value);
  if (value === undefined || value === null) return '';
  throw malformedResponse('tool call arguments as a string', 'another value');
}
