import { ConfigurationError } from '@understudy/core/provider';
import type {
  ChatEvent,
  JsonObject,
  ToolCallEndEvent,
  UsageEvent,
} from '@understudy/core/provider';

import {
  encodeFile,
  encodeFinishReason,
  encodeSource,
  encodeUsage,
} from './response/encode-parts.ts';
import { encodeSignature } from './response/tool-call-signature.ts';

/** What every chunk of a stream repeats. */
export interface StreamIdentity {
  readonly id: string;
  /** Seconds since 1970. */
  readonly created: number;
  readonly model: string;
  /** Whether the usage is told in a last chunk of its own. */
  readonly includeUsage: boolean;
}

/**
 * Turns the events of one answer into chunks; `[DONE]` is for the caller to send, and a failure is told
 * by `encodeErrorBody`. Reasoning goes as `reasoning_content`, images as `images`, sources as
 * `annotations`, as most speakers of the dialect have it. Warnings have no place in it.
 */
export class ChatStreamEncoder {
  readonly #identity: StreamIdentity;
  readonly #toolCalls = new Map<string, { readonly index: number; toldArguments: boolean }>();
  #opened = false;
  #usage: UsageEvent | undefined;

  constructor(identity: StreamIdentity) {
    this.#identity = identity;
  }

  /**
   * The chunks for these events.
   *
   * @throws ConfigurationError for a `reset`: what was sent can't be taken back in this dialect
   */
  encode(events: readonly ChatEvent[]): readonly JsonObject[] {
    return events.flatMap((event) => this.#encodeEvent(event));
  }

  /** What follows the last event: the usage, where it was asked for and is known. */
  end(): readonly JsonObject[] {
    if (!this.#identity.includeUsage || !this.#usage) return [];
    return [{ ...this.#frame([]), usage: encodeUsage(this.#usage) }];
  }

  #encodeEvent(event: ChatEvent): readonly JsonObject[] {
    switch (event.type) {
      case 'response-start':
        return this.#opening();
      case 'text-delta':
        return this.#tell({ content: event.text });
      case 'reasoning-delta':
        return this.#tell({ reasoning_content: event.text });
      case 'tool-call-start':
        return this.#startCall(event.id, event.name, '');
      case 'tool-call-delta':
        return this.#continueCall(event.id, event.argumentsText);
      case 'tool-call-end':
        return this.#endCall(event);
      case 'source':
        return this.#tell({ annotations: [encodeSource(event)] });
      case 'file':
        return this.#tell({ images: [encodeFile(event)] });
      case 'usage':
        this.#usage = event;
        return [];
      case 'finish':
        return this.#tell({}, encodeFinishReason(event.reason));
      case 'reset':
        throw unableToReset();
      case 'warning':
      case 'attempt-start':
      case 'attempt-end':
        return [];
    }
  }

  #startCall(id: string, name: string, argumentsText: string): readonly JsonObject[] {
    const index = this.#toolCalls.size;
    this.#toolCalls.set(id, { index, toldArguments: argumentsText !== '' });
    const called = { name, arguments: argumentsText };
    return this.#tell({ tool_calls: [{ index, id, type: 'function', function: called }] });
  }

  #continueCall(id: string, argumentsText: string): readonly JsonObject[] {
    const call = this.#toolCalls.get(id);
    if (!call || argumentsText === '') return [];
    call.toldArguments = true;
    const called = { arguments: argumentsText };
    return this.#tell({ tool_calls: [{ index: call.index, function: called }] });
  }

  /** A call may come whole, without the events before. */
  #endCall({ id, name, argumentsText, signature }: ToolCallEndEvent): readonly JsonObject[] {
    const call = this.#toolCalls.get(id);
    if (!call) {
      return [...this.#startCall(id, name, argumentsText), ...this.#signCall(id, signature)];
    }
    const rest = call.toldArguments ? [] : this.#continueCall(id, argumentsText);
    return [...rest, ...this.#signCall(id, signature)];
  }

  #signCall(id: string, signature: string | undefined): readonly JsonObject[] {
    const call = this.#toolCalls.get(id);
    if (!call || signature === undefined) return [];
    return this.#tell({ tool_calls: [{ index: call.index, ...encodeSignature(signature) }] });
  }

  #tell(delta: JsonObject, reason: string | null = null): readonly JsonObject[] {
    return [...this.#opening(), this.#chunk(delta, reason)];
  }

  /** The role comes first, in a chunk of its own, as OpenAI sends it. */
  #opening(): readonly JsonObject[] {
    if (this.#opened) return [];
    this.#opened = true;
    return [this.#chunk({ role: 'assistant', content: '' }, null)];
  }

  #chunk(delta: JsonObject, reason: string | null): JsonObject {
    return this.#frame([{ index: 0, delta, logprobs: null, finish_reason: reason }]);
  }

  #frame(choices: readonly JsonObject[]): JsonObject {
    const { id, created, model, includeUsage } = this.#identity;
    const chunk = { id, object: 'chat.completion.chunk', created, model, choices };
    return includeUsage ? { ...chunk, usage: null } : chunk;
  }
}

function unableToReset(): ConfigurationError {
  return new ConfigurationError({
    path: 'midStream',
    expected:
      '"fail" for an answer that is told in the OpenAI dialect, which can take nothing back',
    received: 'a reset',
  });
}
