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
  const deltas = calls.map((call, index) =>
    splitCall(call, encoding).map((entry) => ({
      tool_calls: [{ ...encodeIndex(index, style), ...entry }],
    })),
  );
  return style === 'interleaved' ? interleave(deltas) : deltas.flat();
}

/** Encodes a complete call, as in a message. */
export function encodeToolCall({ id, name, argumentsText }: ToolCall): object {
  return {
    ...(id === undefined ? {} : { id }),
    type: 'function',
    function: { name, arguments: argumentsText },
  };
}

function splitCall(call: ToolCall, encoding: EncodingOptions): readonly object[] {
  const style = encoding.toolCalls;
  if (style === 'one-chunk' || style === 'without-index') return [encodeToolCall(call)];
  const identity = style === 'id-in-every-chunk' ? { id: call.id, type: 'function' } : {};
  const chunks = splitText(call.argumentsText, encoding).map((text) => ({
    ...identity,
    function: { arguments: text },
  }));
  return [encodeToolCall({ ...call, argumentsText: '' }), ...chunks];
}

function encodeIndex(index: number, style: ToolCallStyle): object {
  if (style === 'without-index') return {};
  return { index: style === 'huge-index' ? hugeIndex + index : index };
}

/** Returns the first item of each list, then the second of each, and so on. */
function interleave<Item>(lists: readonly (readonly Item[])[]): readonly Item[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, index) =>
    lists.flatMap((list) => list.slice(index, index + 1)),
  ).flat();
}
