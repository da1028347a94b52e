import type { JsonObject, ToolCallEndEvent } from '@understudy/core/provider';

import { encodeArguments, encodeCall } from './client-tools.ts';
import type { CallStart, ClientCall, ClientTools } from './client-tools.ts';
import type { ItemPosition } from './stream-items.ts';

interface OpenCall extends ItemPosition {
  readonly call: ClientCall;
  readonly pieces: string[];
}

/** The calls of a response that are being streamed. */
export class StreamCalls {
  readonly #tools: ClientTools | undefined;
  readonly #calls = new Map<string, OpenCall>();

  constructor(tools: ClientTools | undefined) {
    this.#tools = tools;
  }

  has(id: string): boolean {
    return this.#calls.has(id);
  }

  start(start: CallStart, position: ItemPosition): readonly JsonObject[] {
    const call = encodeCall(start, this.#tools);
    this.#calls.set(start.id, { ...position, call, pieces: [] });
    const item = {
      ...call.item,
      id: position.id,
      ...encodeArguments('', call),
      status: 'in_progress',
    };
    return [{ type: 'response.output_item.added', output_index: position.index, item }];
  }

  /** The input of a custom tool is sent when it is complete, because it is a text in the JSON of the arguments. */
  continue(id: string, argumentsText: string): readonly JsonObject[] {
    const open = this.#calls.get(id);
    if (!open || argumentsText === '') return [];
    open.pieces.push(argumentsText);
    if (open.call.isCustom) return [];
    const type = 'response.function_call_arguments.delta';
    return [{ type, ...positionOf(open), delta: argumentsText }];
  }

  end({ id, argumentsText, incomplete }: ToolCallEndEvent): readonly JsonObject[] {
    const open = this.#calls.get(id);
    if (!open) return [];
    const rest = open.pieces.length === 0 ? this.continue(id, argumentsText) : [];
    this.#calls.delete(id);
    const { call } = open;
    const complete = encodeArguments(argumentsText, call);
    const status = incomplete === true ? 'incomplete' : 'completed';
    const item = { ...call.item, id: open.id, ...complete, status };
    const done = { type: 'response.output_item.done', output_index: open.index, item };
    if (call.isCustom) {
      const type = 'response.custom_tool_call_input';
      const delta = complete.input ?? '';
      return [
        { type: `${type}.delta`, ...positionOf(open), delta },
        { type: `${type}.done`, ...positionOf(open), ...complete },
        done,
      ];
    }
    return [
      ...rest,
      { type: 'response.function_call_arguments.done', ...positionOf(open), ...complete },
      done,
    ];
  }

  /** Ends the calls without an end, because clients wait for it. */
  endAll(): readonly JsonObject[] {
    return [...this.#calls.entries()].flatMap(([id, { pieces }]) =>
      this.end({
        type: 'tool-call-end',
        id,
        name: '',
        argumentsText: pieces.join(''),
        incomplete: true,
      }),
    );
  }
}

function positionOf({ id, index }: ItemPosition): JsonObject {
  return { item_id: id, output_index: index };
}
