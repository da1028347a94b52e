import type { ToolCall } from '../answer/completion.ts';
import { cutPieces } from './cut-pieces.ts';
import type { ToolCallStyle, EncodingOptions } from './encoding-options.ts';

/** One thing that a chunk adds to the answer. */
export type Delta = Readonly<Record<string, unknown>>;

const hugeIndex = 2 ** 31 - 2;

/** The calls of an answer, piece by piece: all of one before the next, unless they are interleaved. */
export function createToolCallDeltas(
  calls: readonly ToolCall[],
  writing: EncodingOptions,
): readonly Delta[] {
  const { toolCalls } = writing;
  const cut = calls.map((call, index) => {
    const entries = cutCall(call, writing);
    return entries.map((entry) => ({ tool_calls: [{ ...placeAt(index, toolCalls), ...entry }] }));
  });
  return toolCalls === 'interleaved' ? interleave(cut) : cut.flat();
}

/** The call as a message has it. */
export function describeToolCall({ id, name, argumentsText }: ToolCall): object {
  return {
    ...(id === undefined ? {} : { id }),
    type: 'function',
    function: { name, arguments: argumentsText },
  };
}

function cutCall(call: ToolCall, writing: EncodingOptions): readonly object[] {
  const style = writing.toolCalls;
  if (style === 'whole' || style === 'without-index') return [describeToolCall(call)];
  const identity = style === 'id-in-every-chunk' ? { id: call.id, type: 'function' } : {};
  const pieces = cutPieces(call.argumentsText, writing).map((piece) => ({
    ...identity,
    function: { arguments: piece },
  }));
  return [describeToolCall({ ...call, argumentsText: '' }), ...pieces];
}

function placeAt(index: number, style: ToolCallStyle): object {
  if (style === 'without-index') return {};
  return { index: style === 'huge-index' ? hugeIndex + index : index };
}

/** One of each in turns, for as long as there are any. */
function interleave<Item>(lists: readonly (readonly Item[])[]): readonly Item[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, at) =>
    lists.flatMap((list) => list.slice(at, at + 1)),
  ).flat();
}
