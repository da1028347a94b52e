import { isJsonObject, readObject } from '@understudy/core/provider';
import type { JsonValue, ProviderEvent } from '@understudy/core/provider';

import { malformed, tooLarge } from './answer-errors.ts';
import { ToolCall } from './tool-call.ts';
import type { ToolCallPiece } from './tool-call.ts';

/** More calls than this, or an index beyond it, no model makes. */
const maxToolCalls = 1024;
/** All arguments of an answer together, in characters. */
const maxArgumentsLength = 8_388_608;

/** Puts the calls of an answer together, whichever of their marks a vendor leaves out or repeats. */
export class ToolCalls {
  readonly #calls: ToolCall[] = [];
  readonly #byIndex = new Map<number, ToolCall>();
  #argumentsLength = 0;

  get count(): number {
    return this.#calls.length;
  }

  /**
   * Reads `tool_calls` of a chunk or a message.
   *
   * @throws ProviderError `malformed-response`, `response-too-large`
   */
  read(entries: JsonValue, events: ProviderEvent[]): void {
    if (!Array.isArray(entries)) throw malformed('tool calls as a list', 'something else');
    const known = this.#calls.length;
    for (const [position, entry] of entries.entries()) {
      const piece = readPiece(entry, readObject(entry, 'function'));
      const index = readIndex(entry);
      if (piece) this.#add(piece, this.#find(piece, index, position > 0), index, events);
    }
    if (known < this.#calls.length) this.#tellAllButLast(events);
  }

  /** Reads the one `function_call` that the dialect knew before there were tools. */
  readFunctionCall(call: JsonValue, events: ProviderEvent[]): void {
    const piece = readPiece({}, call);
    if (piece) this.#add(piece, this.#calls[0], undefined, events);
  }

  /** Tells the rest of each call, in the order in which they began. */
  end(answerId: string | undefined, events: ProviderEvent[]): void {
    for (const [position, call] of this.#calls.entries()) {
      call.end(mintId(answerId, position), events);
    }
  }

  #find(piece: ToolCallPiece, index: number | undefined, isFurther: boolean): ToolCall | undefined {
    return index === undefined ? this.#findUnmarked(piece, isFurther) : this.#byIndex.get(index);
  }

  /** Without an index (Gemini) the id tells; without that, a name begins a call. */
  #findUnmarked({ id, name }: ToolCallPiece, isFurther: boolean): ToolCall | undefined {
    const same = id === '' ? undefined : this.#calls.find((call) => call.id === id);
    if (same) return same;
    const last = this.#calls.at(-1);
    const begins = name !== '' && (isFurther || id !== '' || last?.hasArguments === true);
    return begins ? undefined : last;
  }

  #add(
    piece: ToolCallPiece,
    found: ToolCall | undefined,
    index: number | undefined,
    events: ProviderEvent[],
  ): void {
    const call = found?.excludes(piece) === false ? found : this.#begin(found);
    if (index !== undefined) this.#byIndex.set(index, call);
    this.#argumentsLength += piece.argumentsText.length;
    if (this.#argumentsLength > maxArgumentsLength) {
      throw tooLarge('arguments of tool calls', maxArgumentsLength);
    }
    call.add(piece, events);
  }

  #begin(before: ToolCall | undefined): ToolCall {
    if (this.#calls.length >= maxToolCalls) {
      throw malformed(`at most ${maxToolCalls} tool calls`, 'more');
    }
    const call = new ToolCall(before?.name);
    this.#calls.push(call);
    return call;
  }

  #tellAllButLast(events: ProviderEvent[]): void {
    for (const call of this.#calls.slice(0, -1)) call.tell(events);
  }
}

/** Undefined for an entry that says nothing, such as one of Gemini's that has a signature only. */
function readPiece(entry: unknown, call: unknown): ToolCallPiece | undefined {
  if (!isJsonObject(entry)) throw malformed('a tool call', 'something else');
  if (!isJsonObject(call) && call !== undefined)
    throw malformed('a function call', 'something else');
  const piece = {
    id: typeof entry.id === 'string' ? entry.id : '',
    name: typeof call?.name === 'string' ? call.name : '',
    argumentsText: readArguments(call?.arguments),
  };
  return piece.id + piece.name + piece.argumentsText === '' ? undefined : piece;
}

/** Text in the dialect; servers in front of other ones send the object itself. */
function readArguments(value: JsonValue | undefined): string {
  if (typeof value === 'string') return value;
  if (isJsonObject(value)) return JSON.stringify(value);
  if (value === undefined || value === null) return '';
  throw malformed('the arguments of a tool call as text', 'something else');
}

function readIndex(entry: unknown): number | undefined {
  const index = isJsonObject(entry) ? entry.index : undefined;
  if (index === undefined || index === null) return undefined;
  if (typeof index === 'number' && Number.isInteger(index) && index >= 0 && index < maxToolCalls) {
    return index;
  }
  throw malformed(`the index of a tool call from 0 to ${maxToolCalls - 1}`, 'another');
}

/** An id for a call that came without: the same each time, and another in each answer. */
function mintId(answerId = '', position: number): string {
  const stem = answerId.replaceAll(/[^a-z0-9]/gi, '').slice(-24);
  return stem === '' ? `call_${position + 1}` : `call_${stem}_${position + 1}`;
}
