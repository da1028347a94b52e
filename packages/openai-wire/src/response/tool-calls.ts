import type { JsonValue, ProviderEvent } from '@understudy/core/provider';

import { malformed, tooLarge } from './response-errors.ts';
import { maxToolCalls, readToolCallPiece } from './tool-call-piece.ts';
import type { ToolCallPiece } from './tool-call-piece.ts';
import { ToolCall } from './tool-call.ts';

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
    const earlier = this.#calls.length;
    for (const [position, entry] of entries.entries()) {
      const piece = readToolCallPiece(entry);
      if (piece) this.#add(piece, this.#find(piece, earlier, position > 0), events);
    }
  }

  /** Reads the one `function_call` that the dialect knew before there were tools. */
  readFunctionCall(call: JsonValue, events: ProviderEvent[]): void {
    const piece = readToolCallPiece({ function: call });
    if (piece) this.#add(piece, this.#calls[0], events);
  }

  /** Tells the rest of each call, in the order in which they began. */
  end(answerId: string | undefined, events: ProviderEvent[]): void {
    for (const [position, call] of this.#calls.entries()) {
      call.end(mintId(answerId, position), events);
    }
  }

  /** The call that a piece seems to go on with; of all calls, the first `earlier` began before its list. */
  #find(piece: ToolCallPiece, earlier: number, isFurther: boolean): ToolCall | undefined {
    if (piece.index !== undefined) return this.#byIndex.get(piece.index);
    // Without an index (Gemini) the id tells; without that, a name begins a call.
    const same = piece.id === '' ? -1 : this.#calls.findIndex(({ id }) => id === piece.id);
    // Two that have a name in one list, as in a whole answer, are two calls whatever their ids.
    if (same >= 0) return same >= earlier && piece.name !== '' ? undefined : this.#calls[same];
    const last = this.#calls.at(-1);
    const begins = isFurther || piece.id !== '' || last?.hasArguments === true;
    return piece.name !== '' && begins ? undefined : last;
  }

  #add(piece: ToolCallPiece, found: ToolCall | undefined, events: ProviderEvent[]): void {
    const call = found?.excludes(piece) === false ? found : this.#begin(found, events);
    if (piece.index !== undefined) this.#byIndex.set(piece.index, call);
    this.#argumentsLength += piece.argumentsText.length;
    if (this.#argumentsLength > maxArgumentsLength) {
      throw tooLarge('arguments of tool calls', maxArgumentsLength);
    }
    call.add(this.#isTaken(piece.id, call) ? { ...piece, id: '' } : piece, events);
  }

  /** Two calls with one id could not be answered: the second is given another. */
  #isTaken(id: string, call: ToolCall): boolean {
    return id !== '' && this.#calls.some((other) => other !== call && other.id === id);
  }

  #begin(replaced: ToolCall | undefined, events: ProviderEvent[]): ToolCall {
    if (this.#calls.length >= maxToolCalls)
      throw malformed(`at most ${maxToolCalls} tool calls`, 'more');
    this.#calls.at(-1)?.tell(events);
    const call = new ToolCall(replaced?.name);
    this.#calls.push(call);
    return call;
  }
}

/** An id for a call that came without: the same each time, and another in each answer. */
function mintId(answerId = '', position: number): string {
  const stem = answerId.replaceAll(/[^a-z0-9]/gi, '').slice(-24);
  return stem === '' ? `call_${position + 1}` : `call_${stem}_${position + 1}`;
}
