import type { JsonObject, JsonValue, ProviderEvent } from '@understudy/core/provider';
import { readObject } from '@understudy/provider-utils';

import { ToolCalls } from '../tool-call/tool-calls.ts';
import { readFinishReason } from './map-finish-reason.ts';

/**
 * The choices after the first one. Copilot sends the calls of Claude in another choice than the text. They are decoded
 * only if they are needed, because other choices must not fail the response.
 */
export class OtherChoices {
  readonly #maxBytes: number;
  #calls: JsonValue[] = [];
  #bytes = 0;
  #hasReason = false;

  /** @param maxBytes - more calls than this are not kept */
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
    this.#bytes += JSON.stringify(calls).length;
    if (this.#bytes <= this.#maxBytes) this.#calls.push(calls);
    else this.#calls = [];
  }

  /**
   * Adds the calls of these choices, and returns whether there are calls. The finish reason of the first one promised
   * calls, and it has none.
   *
   * @throws ProviderError `malformed-response` if they are not calls
   */
  endCalls(responseId: string | undefined, events: ProviderEvent[]): boolean {
    const toolCalls = new ToolCalls(this.#maxBytes);
    for (const calls of this.#calls) toolCalls.read(calls, events);
    toolCalls.end(responseId, false, events);
    return toolCalls.count > 0;
  }
}
