import type { ToolCall } from '../completion/completion.ts';
import type { EncodingOptions, ToolCallStyle } from './encoding-options.ts';
import { splitText } from './split-text.ts';

/** The `delta` of a chunk. */
export type Delta = Readonly<Record<string, unknown>>;

const hugeIndex = 2 ** 31 - 2;

/** Returns the deltas of tool calls, one call after the other unless the style is `interleaved`. */
export function createToolCallDeltas(
  calls: readonly ToolCall[],
  encoding: EncodingOptions,
): readonly Delta[] {
  const style = encoding.toolCalls;
  const entries = calls.map((call, index) =>
    splitCall(call, encoding).map((entry) => ({ ...encodeIndex(index, style), ...entry })),
  );
  if (style === 'encrypted-reasoning') {
    return entries.flatMap((list, index) => addReasoningDetails(list, calls[index]));
  }
  const ordered = style === 'interleaved' ? interleave(entries) : entries.flat();
  return ordered.map((entry, count) => createDelta({ ...entry, ...replaceFields(count, style) }));
}

/** Encodes a complete call, as in a message. */
export function encodeToolCall(
  { id, name, argumentsText }: ToolCall,
  { toolArguments }: EncodingOptions,
): object {
  return {
    ...(id === undefined ? {} : { id }),
    type: 'function',
    function: { name, arguments: encodeArguments(argumentsText, toolArguments) },
  };
}

/** @param count - the number of chunks before this one */
function replaceFields(count: number, style: ToolCallStyle): object {
  if (style === 'growing-index') return { index: count };
  return style === 'null-type' ? { type: null } : {};
}

function createDelta(entry: object): Delta {
  return { tool_calls: [entry] };
}

/** A list cannot contain named arguments. Arguments that are not JSON are sent as text. */
function encodeArguments(text: string, type: EncodingOptions['toolArguments']): unknown {
  if (type === 'text') return text;
  if (type === 'list') return [];
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function splitCall(call: ToolCall, encoding: EncodingOptions): readonly object[] {
  const { toolCalls: style, toolArguments } = encoding;
  const inOneChunk = style === 'one-chunk' || style === 'without-index' || toolArguments !== 'text';
  if (inOneChunk) return [encodeToolCall(call, encoding)];
  const identity = style === 'id-in-every-chunk' ? { id: call.id, type: 'function' } : {};
  const name = style === 'name-in-every-chunk' ? { name: call.name } : {};
  const chunks = splitText(call.argumentsText, encoding).map((text) => ({
    ...identity,
    function: { ...name, arguments: text },
  }));
  const argumentsText = style === 'placeholder-arguments' ? '{}' : '';
  return [encodeToolCall({ ...call, argumentsText }, encoding), ...chunks];
}

function encodeIndex(index: number, style: ToolCallStyle): object {
  if (style === 'without-index') return {};
  if (style === 'text-index') return { index: String(index) };
  return { index: style === 'huge-index' ? hugeIndex + index : index };
}

/** Adds encrypted reasoning to the first chunk of a call. Its data depends on the id of the call only. */
function addReasoningDetails(
  [first = {}, ...rest]: readonly object[],
  call: ToolCall | undefined,
): readonly Delta[] {
  const id = call?.id ?? '';
  const data = Buffer.from(`reasoning of ${id}`).toString('base64');
  const detail = { type: 'reasoning.encrypted', data, id, format: 'google-gemini-v1', index: 0 };
  return [{ ...createDelta(first), reasoning_details: [detail] }, ...rest.map(createDelta)];
}

/** Returns the first item of each list, then the second of each, and so on. */
function interleave<Item>(lists: readonly (readonly Item[])[]): readonly Item[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, index) =>
    lists.flatMap((list) => list.slice(index, index + 1)),
  ).flat();
}
