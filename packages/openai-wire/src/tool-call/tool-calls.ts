import type { JsonValue, ProviderEvent } from '@understudy/core/provider';

import { argumentsTooLarge, malformedResponse } from '../error/response-errors.ts';
import { maxToolCalls, readToolCallDelta } from './tool-call-delta.ts';
import type { ToolCallDelta } from './tool-call-delta.ts';
import { ToolCall } from './tool-call.ts';

/** Joins the tool calls of a response, also if ids, indices or names are missing, late or repeated. */
export class ToolCalls {
  readonly #calls: ToolCall[] = [];
  readonly #byIndex = new Map<number, ToolCall>();
  readonly #maxBytes: number;
  #argumentsLength = 0;

  /** @param maxBytes - the maximum size of the arguments of all calls together */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get count(): number {
    return this.#calls.length;
  }

  /**
   * Reads `tool_calls` of a chunk or a message.
   *
   * @throws ProviderError `malformed-response`, `response-too-large`
   */
  read(entries: JsonValue, events: ProviderEvent[]): void {
    if (!Array.isArray(entries)) throw malformedResponse('tool calls as a list', 'another value');
    const earlier = this.#calls.length;
    for (const [position, entry] of entries.entries()) {
      const delta = readToolCallDelta(entry);
      if (delta) this.#add(delta, this.#find(delta, earlier, position > 0), events);
    }
  }

  /** Reads `function_call`, the predecessor of `tool_calls`. A message has at most one. */
  readFunctionCall(call: JsonValue, events: ProviderEvent[]): void {
    const delta = readToolCallDelta({ function: call });
    if (delta) this.#add(delta, this.#calls[0], events);
  }

  /**
   * Emits the remaining events of each call, in the order in which the calls started.
   *
   * @param isCut - whether the response ended at its maximum length
   */
  end(responseId: string | undefined, isCut: boolean, events: ProviderEvent[]): void {
    for (const [position, call] of this.#calls.entries()) {
      call.end(createToolCallId(responseId, position), isCut, events);
    }
  }

  /**
   * Finds the call that a delta continues.
   *
   * @param earlier - the number of calls before the list that contains the delta
   * @param isFurther - whether the delta is not the first of its list
   */
  #find(delta: ToolCallDelta, earlier: number, isFurther: boolean): ToolCall | undefined {
    if (delta.index !== undefined) return this.#byIndex.get(delta.index);
    // Gemini sends no index, only an id. Without an id, a name starts a call.
    const same = delta.id === '' ? -1 : this.#calls.findIndex(({ id }) => id === delta.id);
    // Two entries with names in one list, as in a complete response, are two calls even with equal ids.
    if (same >= 0) return same >= earlier && delta.name !== '' ? undefined : this.#calls[same];
    const last = this.#calls.at(-1);
    const startsCall = isFurther || delta.id !== '' || last?.hasArguments === true;
    return delta.name !== '' && startsCall ? undefined : last;
  }

  #add(delta: ToolCallDelta, candidate: ToolCall | undefined, events: ProviderEvent[]): void {
    const call =
      candidate?.conflictsWith(delta) === false ? candidate : this.#startCall(candidate, events);
    if (delta.index !== undefined) this.#byIndex.set(delta.index, call);
    this.#argumentsLength += delta.argumentsText.length;
    if (this.#argumentsLength > this.#maxBytes) throw argumentsTooLarge(this.#maxBytes);
    call.add(this.#isUsed(delta.id, call) ? { ...delta, id: '' } : delta, events);
  }

  /** Results could not be assigned to two calls with the same id, so the second gets another id. */
  #isUsed(id: string, call: ToolCall): boolean {
    return id !== '' && this.#calls.some((other) => other !== call && other.id === id);
  }

  #startCall(replaced: ToolCall | undefined, events: ProviderEvent[]): ToolCall {
    if (this.#calls.length >= maxToolCalls)
      throw malformedResponse(`at most ${maxToolCalls} tool calls`, 'more');
    this.#calls.at(-1)?.emit(events);
    const call = new ToolCall(replaced?.name);
    this.#calls.push(call);
    return call;
  }
}

/** Returns an id for a call without one. It is deterministic, and differs between responses. */
function createToolCallId(responseId = '', position: number): string {
  const prefix = responseId.replaceAll(/[^a-z0-9]/gi, '').slice(-24);
  return prefix === '' ? `call_${position + 1}` : `call_${prefix}_${position + 1}`;
}
