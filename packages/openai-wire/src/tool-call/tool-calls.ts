import type { JsonValue, ProviderEvent, WarningEvent } from '@understudy/core/provider';
import { isJsonObject, malformedResponse } from '@understudy/provider-utils';
import { partsTooLarge } from '@understudy/provider-utils/internal';

import { maxToolCalls, readToolCallDelta } from './tool-call-delta.ts';
import type { ToolCallDelta } from './tool-call-delta.ts';
import { ToolCall } from './tool-call.ts';

/** Joins the tool calls of a response, also if ids, indices or names are missing, late or repeated. */
export class ToolCalls {
  readonly #calls: ToolCall[] = [];
  readonly #byIndex = new Map<number, ToolCall>();
  readonly #maxBytes: number;
  #argumentsLength = 0;
  #hasList = false;
  #hasWarned = false;

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
    const earlier = this.#calls.length;
    for (const [position, entry] of toList(entries).entries()) {
      const delta = readToolCallDelta(entry);
      this.#hasList ||= delta !== undefined;
      if (delta) this.#add(delta, this.#find(delta, earlier, position > 0), events);
    }
  }

  /** Reads `tool_calls` of the last chunk, which may contain calls that arrived in pieces again. */
  readLast(entries: JsonValue, events: ProviderEvent[]): void {
    if (!this.#isRepetition(toList(entries))) this.read(entries, events);
  }

  /** Reads `tool_calls` of a complete message. Calls that were received are left out. */
  readComplete(entries: JsonValue, events: ProviderEvent[]): void {
    const received = this.#calls.slice();
    const isNew = (entry: JsonValue, position: number): boolean => {
      const { id = '' } = readToolCallDelta(entry) ?? {};
      return (
        position >= received.length &&
        (id === '' || !received.some(({ vendorId }) => vendorId === id))
      );
    };
    const unknown = toList(entries).filter(isNew);
    if (unknown.length > 0) this.read(unknown, events);
  }

  /** Reads `function_call`, the predecessor of `tool_calls`. A message has at most one, and some servers send both. */
  readFunctionCall(call: JsonValue, events: ProviderEvent[]): void {
    const delta = this.#hasList ? undefined : readToolCallDelta({ function: call });
    if (delta) this.#add(delta, this.#calls[0], events);
  }

  /**
   * Emits the remaining events of each call, in the order in which the calls started.
   *
   * @param isCut - whether the response ended at its maximum length
   */
  end(responseId: string | undefined, isCut: boolean, events: ProviderEvent[]): void {
    for (const [position, call] of this.#calls.entries()) {
      if (call.isAnonymous) this.#warn(events);
      else call.end(createToolCallId(responseId, position), isCut, events);
    }
  }

  /**
   * Finds the call that a delta continues: by its id, by its index, or the last one.
   *
   * @param earlier - the number of calls before the list that contains the delta
   * @param isFurther - whether the delta is not the first of its list
   */
  #find(delta: ToolCallDelta, earlier: number, isFurther: boolean): ToolCall | undefined {
    const { index, id, name } = delta;
    const indexed = index === undefined ? undefined : this.#byIndex.get(index);
    if (indexed && (id === '' || isSame(indexed.vendorId, id))) return indexed;
    const same = this.#findById(id);
    if (same >= 0) {
      const call = this.#calls[same];
      if (name === '') return call;
      // Two entries with names in one list, as in a complete response, are two calls even with equal ids.
      return same >= earlier || (index !== undefined && name !== call?.name) ? undefined : call;
    }
    if (indexed) return indexed;
    const last = this.#calls.at(-1);
    if (index !== undefined) return id + name === '' ? last : undefined;
    const startsCall = isFurther || id !== '' || last?.hasArguments === true;
    return name !== '' && startsCall ? undefined : last;
  }

  #findById(id: string): number {
    return id === '' ? -1 : this.#calls.findIndex(({ vendorId }) => vendorId === id);
  }

  #add(delta: ToolCallDelta, candidate: ToolCall | undefined, events: ProviderEvent[]): void {
    const { index, id, name } = delta;
    const isKnown = index === undefined || this.#byIndex.get(index) === candidate;
    const hasOnlyIndex = candidate !== undefined && !isKnown && id + name === '';
    const isSeparate = candidate?.conflictsWith(delta) !== false;
    // An index alone does not start a call. Some servers send the next index with each piece of a call.
    if (hasOnlyIndex && isSeparate) return this.#warn(events);
    const call = isSeparate ? this.#startCall(candidate, events) : candidate;
    if (index !== undefined && !hasOnlyIndex) this.#byIndex.set(index, call);
    this.#argumentsLength += delta.argumentsText.length;
    if (this.#argumentsLength > this.#maxBytes)
      throw partsTooLarge('tool call arguments', this.#maxBytes);
    call.add(delta, this.#isUsed(id, call), events);
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

  /** Whether a list contains all calls again, at least one of which arrived in pieces. */
  #isRepetition(entries: readonly JsonValue[]): boolean {
    if (entries.length !== this.#calls.length) return false;
    if (!this.#calls.some(({ isInPieces }) => isInPieces)) return false;
    return this.#calls.every((call, position) => {
      const delta = readToolCallDelta(entries[position] ?? null);
      if (!delta || !call.isComplete || delta.argumentsText === '') return false;
      return delta.name === call.name && isSame(delta.id, call.vendorId) && call.repeats(delta);
    });
  }

  #warn(events: ProviderEvent[]): void {
    if (!this.#hasWarned) events.push(incompleteCall);
    this.#hasWarned = true;
  }
}

const incompleteCall: WarningEvent = {
  type: 'warning',
  message: 'tool call of the response omitted: it has neither an id nor a name',
};

/** Whether two ids can be of the same call. A missing id is equal to any. */
function isSame(one: string, other: string): boolean {
  return one === '' || other === '' || one === other;
}

function toList(entries: JsonValue): readonly JsonValue[] {
  if (Array.isArray(entries)) return entries;
  // Some servers send a missing list as an empty string or as false.
  if (entries === '' || entries === false) return [];
  // A server that has one call may send it without a list.
  if (isJsonObject(entries)) return [entries];
  throw malformedResponse('tool calls as a list', 'another value');
}

/** Returns an id for a call without one. It is deterministic, and differs between responses. */
function createToolCallId(responseId = '', position: number): string {
  const prefix = responseId.replaceAll(/[^a-z0-9]/gi, '').slice(-24);
  return prefix === '' ? `call_${position + 1}` : `call_${prefix}_${position + 1}`;
}
