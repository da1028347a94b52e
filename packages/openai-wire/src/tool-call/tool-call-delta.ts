import type { JsonValue } from '@understudy/core/provider';
import { isJsonObject, malformedResponse } from '@understudy/provider-utils';

import { isIndex } from './is-index.ts';
import { readSignature } from './tool-call-signature.ts';
import type { SignatureFields } from './tool-call-signature.ts';

/** A limit on memory. No model requests as many calls at once. */
export const maxToolCalls = 1024;

/** The fields of a tool call in one chunk. A missing text is empty. */
export interface ToolCallDelta {
  readonly index: number | undefined;
  readonly id: string;
  readonly name: string;
  /** The arguments of a function, or the input of a custom tool. */
  readonly argumentsText: string;
  /** Whether the call is of a custom tool, whose input is text. */
  readonly isCustom: boolean;
  readonly signature: SignatureFields | undefined;
}

/**
 * Reads an entry of `tool_calls`. Returns undefined if all of its fields are empty.
 *
 * @throws ProviderError `malformed-response`
 */
export function readToolCallDelta(entry: JsonValue): ToolCallDelta | undefined {
  if (entry === null) return undefined;
  if (!isJsonObject(entry)) throw malformedResponse('tool calls that are objects', 'another value');
  const { index, id, function: definition, custom } = entry;
  const isCustom = isJsonObject(custom);
  // Some servers put the name and the arguments beside the id.
  const called = isCustom ? custom : isJsonObject(definition) ? definition : entry;
  const delta = {
    index: readIndex(index),
    id: typeof id === 'number' ? String(id) : readText(id),
    name: readText(called.name),
    // The formats of Llama and Anthropic have other names for the arguments.
    argumentsText: readArguments(called.arguments ?? called.parameters ?? called.input),
    isCustom,
    signature: readSignature(entry),
  };
  return isEmpty(delta) ? undefined : delta;
}

/**
 * Whether a text means that a tool has no arguments. Servers in PHP send `[]`, and some servers send `{}` or `null`
 * before the arguments.
 */
export function isEmptyArguments(text: string): boolean {
  return text.length < 16 && /^\s*(?:\{\s*\}|\[\s*\]|null|"")\s*$/.test(text);
}

function isEmpty({ id, name, argumentsText, signature }: ToolCallDelta): boolean {
  return id + name + argumentsText === '' && !signature;
}

/** An index that cannot be one is ignored. Some servers send -1 or a counter, others a string. */
function readIndex(value: JsonValue | undefined): number | undefined {
  const index = typeof value === 'string' && /^\d{1,4}$/.test(value) ? Number(value) : value;
  return isIndex(index) && index < maxToolCalls ? index : undefined;
}

function readText(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** OpenAI sends a string. Some servers that translate another format send the value itself. */
function readArguments(value: JsonValue | undefined): string {
  if (typeof value === 'string') return value;
  if (value === undefined || value === null) return '';
  if (typeof value === 'object') return JSON.stringify(value);
  throw malformedResponse('tool call arguments as a string', 'another value');
}
