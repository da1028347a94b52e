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
import { TextChunk } from './response/stream/text-chunk.ts';
import { toFunctionChoice } from './response/to-function-choice.ts';
import { encodeSignature, findSignature } from './tool-call/tool-call-signature.ts';

/** The fields that every chunk of a stream has in common. */
export interface StreamIdentity {
  readonly id: string;
  /** Seconds since 1970. */
  readonly created: number;
  readonly model: string;
  /** Whether to send the token counts in an extra chunk at the end. */
  readonly includeUsage: boolean;
  /** Whether a call is sent as `function_call`, for a client that offers `functions`. @defaultValue false */
  readonly functionCalls?: boolean | undefined;
}

/** What was sent of a tool call. */
interface SentCall {
  readonly index: number;
  readonly isSigned: boolean;
  hasArguments: boolean;
}

/**
 * Encodes the events of one response as chunks.
 *
 * Reasoning is sent as `reasoning_content`, files as `images` and sources as `annotations`. Warnings are
 * omitted. Use either `encodeSse()` and `endSse()`, which return text to write, or `encode()` and `end()`, after
 * which the caller sends `[DONE]`. If the chat fails, the caller sends the result of `encodeErrorBody()` instead of
 * the end.
 */
export class ChatStreamEncoder {
  readonly #identity: StreamIdentity;
  readonly #textChunk: TextChunk;
  readonly #toolCalls = new Map<string, SentCall>();
  #started = false;
  #usage: UsageEvent | undefined;

  constructor(identity: StreamIdentity) {
    this.#identity = identity;
    this.#textChunk = new TextChunk(this.#chunk({ content: '' }, null));
  }

  /**
   * Returns the chunks for these events.
   *
   * @throws ConfigurationError for a `reset` event, because chunks that were sent cannot be withdrawn
   */
  encode(events: readonly ChatEvent[]): readonly JsonObject[] {
    return events.flatMap((event) => this.#encodeEvent(event, events));
  }

  /** Returns the chunk with the token counts, if they were requested and are known. */
  end(): readonly JsonObject[] {
    if (!this.#identity.includeUsage || !this.#usage) return [];
    return [{ ...this.#frame([]), usage: encodeUsage(this.#usage) }];
  }

  /**
   * Returns the chunks for these events as server-sent events. Empty if the events have no chunks.
   *
   * @throws ConfigurationError for a `reset` event
   */
  encodeSse(events: readonly ChatEvent[]): string {
    let text = '';
    for (const event of events) {
      text +=
        event.type === 'text-delta' && this.#started
          ? formatSse(this.#textChunk.encode(event.text))
          : formatChunks(this.#encodeEvent(event, events));
    }
    return text;
  }

  /** Returns the chunk of `end()` and `[DONE]` as server-sent events. */
  endSse(): string {
    return formatChunks(this.end()) + formatSse('[DONE]');
  }

  #encodeEvent(event: ChatEvent, batch: readonly ChatEvent[]): readonly JsonObject[] {
    switch (event.type) {
      case 'response-start':
        return this.#startChunk();
      case 'text-delta':
        return this.#deltaChunks({ content: event.text });
      case 'reasoning-delta':
        return this.#deltaChunks({ reasoning_content: event.text });
      case 'tool-call-start':
        return this.#startCall({ ...event, argumentsText: '', ...findSignature(event.id, batch) });
      case 'tool-call-delta':
        return this.#continueCall(event.id, event.argumentsText);
      case 'tool-call-end':
        return this.#endCall(event);
      case 'source':
        return this.#deltaChunks({ annotations: [encodeSource(event)] });
      case 'file':
        return this.#deltaChunks({ images: [encodeFile(event)] });
      case 'usage':
        this.#usage = event;
        return [];
      case 'finish':
        return this.#deltaChunks({}, encodeFinishReason(event.reason));
      case 'reset':
        throw resetNotSupported();
      case 'text-end':
      case 'reasoning-end':
      case 'progress':
      case 'document-source':
      case 'raw':
      case 'warning':
      case 'attempt-start':
      case 'attempt-end':
        return [];
    }
  }

  #startCall(call: Omit<ToolCallEndEvent, 'type'>): readonly JsonObject[] {
    const { id, name, argumentsText, signature } = call;
    const index = this.#toolCalls.size;
    const isSigned = signature !== undefined;
    this.#toolCalls.set(id, { index, isSigned, hasArguments: argumentsText !== '' });
    const definition = { name, arguments: argumentsText };
    return this.#deltaChunks({
      tool_calls: [{ index, id, type: 'function', function: definition, ...encodeSignature(call) }],
    });
  }

  #continueCall(id: string, argumentsText: string): readonly JsonObject[] {
    const call = this.#toolCalls.get(id);
    if (!call || argumentsText === '') return [];
    call.hasArguments = true;
    const definition = { arguments: argumentsText };
    return this.#deltaChunks({ tool_calls: [{ index: call.index, function: definition }] });
  }

  /** A call may have only this event. */
  #endCall(event: ToolCallEndEvent): readonly JsonObject[] {
    const { id, argumentsText, signature } = event;
    const call = this.#toolCalls.get(id);
    if (!call) return this.#startCall(event);
    const chunks = call.hasArguments ? [] : this.#continueCall(id, argumentsText);
    if (call.isSigned || signature === undefined) return chunks;
    // The AI SDK rejects an entry without a function.
    const entry = { index: call.index, function: { arguments: '' }, ...encodeSignature(event) };
    return [...chunks, ...this.#deltaChunks({ tool_calls: [entry] })];
  }

  #deltaChunks(delta: JsonObject, reason: string | null = null): readonly JsonObject[] {
    return [...this.#startChunk(), this.#chunk(delta, reason)];
  }

  /** OpenAI sends the role in a chunk before the content. */
  #startChunk(): readonly JsonObject[] {
    if (this.#started) return [];
    this.#started = true;
    return [this.#chunk({ role: 'assistant', content: '' }, null)];
  }

  #chunk(delta: JsonObject, reason: string | null): JsonObject {
    const choice = { index: 0, delta, logprobs: null, finish_reason: reason };
    return this.#frame([this.#identity.functionCalls === true ? toFunctionChoice(choice) : choice]);
  }

  #frame(choices: readonly JsonObject[]): JsonObject {
    const { id, created, model, includeUsage } = this.#identity;
    const chunk = { id, object: 'chat.completion.chunk', created, model, choices };
    return includeUsage ? { ...chunk, usage: null } : chunk;
  }
}

function formatChunks(chunks: readonly JsonObject[]): string {
  return chunks.map((chunk) => formatSse(JSON.stringify(chunk))).join('');
}

function formatSse(data: string): string {
  return `data: ${data}\n\n`;
}

function resetNotSupported(): ConfigurationError {
  return new ConfigurationError({
    path: 'midStream',
    expected: '"fail" for a response that is sent in the OpenAI wire format',
    received: 'a reset event',
  });
}
