import { ToolCallIds } from '@understudy/core/internal';
import type { Message, PartOrigin, ToolCallPart } from '@understudy/core/provider';

import type { Quirks } from '../quirks.ts';

/** The provider and model that receive the request. */
export interface Receiver {
  readonly provider: string;
  readonly model: string;
}

const noIds: readonly string[] = [];
const shortId = /^[a-z0-9]{9}$/i;

/**
 * Assigns ids to calls and results, and finds calls and results without a counterpart. Vendors reject a result
 * without a call, a call without a result, an id that is used twice, and some forms of ids.
 */
export class ToolCallPairs {
  readonly #ids: ToolCallIds;
  readonly #quirks: Quirks;
  readonly #receiver: Receiver;
  readonly #used = new Set<string>();
  /** The ids of calls without a result so far. */
  readonly #open = new Set<string>();

  constructor(messages: readonly Message[], quirks: Quirks, receiver: Receiver) {
    this.#quirks = quirks;
    this.#receiver = receiver;
    this.#ids = new ToolCallIds(
      messages,
      quirks.shortToolCallIds === true ? createShortId : undefined,
    );
  }

  /** Call it for each message, in order. Returns the ids of calls that cannot get a result anymore. */
  startMessage(role: Message['role']): readonly string[] {
    this.#ids.startMessage(role);
    return role === 'tool' ? [] : this.endCalls();
  }

  /** Returns the ids of the calls without a result. Call it after the last message. */
  endCalls(): readonly string[] {
    if (this.#open.size === 0) return noIds;
    const ids = [...this.#open];
    this.#open.clear();
    return ids;
  }

  /** Returns the id to send for a call. */
  addCall(call: ToolCallPart): string {
    const isReplaced = this.#used.has(call.id) || !this.#isAccepted(call);
    const id = this.#ids.add(call.id, isReplaced);
    this.#used.add(id);
    this.#open.add(id);
    return id;
  }

  /** Returns the id to send for a result, or undefined if no call waits for it. */
  addResult(toolCallId: string): string | undefined {
    const id = this.#ids.find(toolCallId);
    return this.#open.delete(id) ? id : undefined;
  }

  #isAccepted(call: ToolCallPart): boolean {
    const { shortToolCallIds = false, maxToolCallIdLength = 40 } = this.#quirks;
    if (shortToolCallIds) return shortId.test(call.id);
    if (call.id.length > maxToolCallIdLength) return false;
    return /^[\w-]+$/.test(call.id) || isOwn(call, this.#receiver);
  }
}

function createShortId(count: number): string {
  return `call${String(count).padStart(5, '0')}`;
}

/** A model accepts the characters of its own ids, and may depend on them: Kimi's have the form `functions.name:0`. */
function isOwn({ origin, originModel }: PartOrigin, { provider, model }: Receiver): boolean {
  return origin === provider && originModel === model;
}
