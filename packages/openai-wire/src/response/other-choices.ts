import type { JsonObject, ProviderEvent } from '@understudy/core/provider';
import { readObject } from '@understudy/provider-utils';

import { ToolCalls } from '../tool-call/tool-calls.ts';
import { readFinishReason } from './map-finish-reason.ts';

/** The choices after the first one. Copilot sends the calls of Claude in another choice than the text. */
export class OtherChoices {
  readonly #maxBytes: number;
  readonly #events: ProviderEvent[] = [];
  #toolCalls: ToolCalls | undefined;
  #hasReason = false;

  /** @param maxBytes - the maximum size of the arguments of all calls together */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get hasReason(): boolean {
    return this.#hasReason;
  }

  read(choice: JsonObject): void {
    this.#hasReason ||= readFinishReason(choice) !== undefined;
    const message = readObject(choice, 'delta') ?? readObject(choice, 'message');
    const calls = message?.tool_calls;
    if (!Array.isArray(calls)) return;
    this.#toolCalls ??= new ToolCalls(this.#maxBytes);
    this.#toolCalls.read(calls, this.#events);
  }

  /** Adds the calls of these choices. The finish reason of the first one promised calls, and it has none. */
  endCalls(responseId: string | undefined, events: ProviderEvent[]): void {
    this.#toolCalls?.end(responseId, false, this.#events);
    events.push(...this.#events);
  }
}
