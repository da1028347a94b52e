import { ConfigurationError } from '@understudy/core/provider';
import type {
  ChatEvent,
  DocumentSourceEvent,
  FinishEvent,
  JsonObject,
  ReasoningEndEvent,
  SourceEvent,
  TextEndEvent,
  ToolCallEndEvent,
  ToolCallStartEvent,
  Usage,
} from '@understudy/core/provider';
import { formatSse } from '@understudy/provider-utils/internal';

import { readCallFields } from './block/call-fields.ts';
import { readServerBlock } from './block/server-block.ts';
import { encodeCitation } from './response/citation.ts';
import { encodeMessageDelta, encodeMessageStart } from './response/encode-message-events.ts';
import type { MessageIdentity } from './response/encode-message-events.ts';
import { formatTextDelta } from './response/format-text-delta.ts';
import { encodeBlockDelta, encodeBlockStart, encodeBlockStop } from './response/stream-blocks.ts';

interface OpenText {
  readonly type: 'text' | 'thinking';
  readonly index: number;
}

type CallStart = Pick<ToolCallStartEvent, 'id' | 'name' | 'providerMetadata'>;

interface OpenCall {
  readonly index: number;
  hasArguments: boolean;
}

/**
 * Encodes the events of one response as events of a streamed message.
 *
 * Files, warnings and signatures of text and tool calls are omitted. Use either `encodeSse()` and `endSse()`, which
 * return text to write, or `encode()` and `end()`. If the chat fails, the caller sends the result of
 * `encodeErrorEvent()` instead of the end.
 */
export class MessageStreamEncoder {
  readonly #identity: MessageIdentity;
  readonly #calls = new Map<string, OpenCall>();
  #started = false;
  #nextIndex = 0;
  #open: OpenText | undefined;
  #usage: Usage = { inputTokens: undefined, outputTokens: undefined };

  constructor(identity: MessageIdentity) {
    this.#identity = identity;
  }

  /**
   * Returns the events of the message for these events.
   *
   * @throws ConfigurationError for a `reset` event, because events that were sent cannot be withdrawn
   */
  encode(events: readonly ChatEvent[]): readonly JsonObject[] {
    return events.flatMap((event) => this.#encodeEvent(event));
  }

  /** Returns the last event. */
  end(): readonly JsonObject[] {
    return [{ type: 'message_stop' }];
  }

  /**
   * Returns the events of the message as server-sent events. Empty if there are none.
   *
   * @throws ConfigurationError for a `reset` event
   */
  encodeSse(events: readonly ChatEvent[]): string {
    let text = '';
    for (const event of events) {
      const open = this.#open;
      text +=
        event.type === 'text-delta' && open?.type === 'text'
          ? formatTextDelta(open.index, event.text)
          : formatSse(this.#encodeEvent(event));
    }
    return text;
  }

  /** Returns the last event as a server-sent event. */
  endSse(): string {
    return formatSse(this.end());
  }

  #encodeEvent(event: ChatEvent): readonly JsonObject[] {
    switch (event.type) {
      case 'response-start':
        return this.#start();
      case 'text-delta':
        return this.#addText('text', { type: 'text_delta', text: event.text });
      case 'reasoning-delta':
        return this.#addText('thinking', { type: 'thinking_delta', thinking: event.text });
      case 'text-end':
        return this.#endText(event);
      case 'reasoning-end':
        return this.#endReasoning(event);
      case 'tool-call-start':
        return this.#startCall(event);
      case 'tool-call-delta':
        return this.#continueCall(event.id, event.argumentsText);
      case 'tool-call-end':
        return this.#endCall(event);
      case 'source':
      case 'document-source':
        return this.#cite(event);
      case 'usage':
        this.#usage = event;
        return [];
      case 'finish':
        return this.#finish(event);
      case 'progress':
        return [...this.#start(), { type: 'ping' }];
      case 'reset':
        throw resetNotSupported();
      case 'file':
      case 'raw':
      case 'warning':
      case 'attempt-start':
      case 'attempt-end':
        return [];
    }
  }

  #start(): readonly JsonObject[] {
    if (this.#started) return [];
    this.#started = true;
    return [encodeMessageStart(this.#identity, this.#usage)];
  }

  #addText(type: OpenText['type'], delta: JsonObject): readonly JsonObject[] {
    const opening = this.#openText(type);
    const index = this.#open?.index ?? 0;
    return [...opening, encodeBlockDelta(index, delta)];
  }

  #openText(type: OpenText['type']): readonly JsonObject[] {
    if (this.#open?.type === type) return [];
    const closing = [...this.#start(), ...this.#closeText()];
    const index = this.#nextIndex++;
    this.#open = { type, index };
    const block = type === 'text' ? { type, text: '' } : { type, thinking: '', signature: '' };
    return [...closing, encodeBlockStart(index, block)];
  }

  #closeText(): readonly JsonObject[] {
    if (!this.#open) return [];
    const { index } = this.#open;
    this.#open = undefined;
    return [encodeBlockStop(index)];
  }

  #endText({ providerMetadata }: TextEndEvent): readonly JsonObject[] {
    const block = readServerBlock(providerMetadata);
    if (block) return [...this.#start(), ...this.#closeText(), ...this.#encodeComplete(block)];
    return this.#open?.type === 'text' ? this.#closeText() : [];
  }

  #endReasoning({ signature = '', redacted }: ReasoningEndEvent): readonly JsonObject[] {
    if (redacted === true) {
      const closing = [...this.#start(), ...this.#closeText()];
      return [...closing, ...this.#encodeComplete({ type: 'redacted_thinking', data: signature })];
    }
    if (signature === '') return this.#open?.type === 'thinking' ? this.#closeText() : [];
    return [
      ...this.#addText('thinking', { type: 'signature_delta', signature }),
      ...this.#closeText(),
    ];
  }

  #encodeComplete(block: JsonObject): readonly JsonObject[] {
    const index = this.#nextIndex++;
    return [encodeBlockStart(index, block), encodeBlockStop(index)];
  }

  #startCall({ id, name, providerMetadata = {} }: CallStart): readonly JsonObject[] {
    const closing = [...this.#start(), ...this.#closeText()];
    const index = this.#nextIndex++;
    this.#calls.set(id, { index, hasArguments: false });
    const block = { type: 'tool_use', id, name, input: {}, ...readCallFields(providerMetadata) };
    return [...closing, encodeBlockStart(index, block)];
  }

  #continueCall(id: string, argumentsText: string): readonly JsonObject[] {
    const call = this.#calls.get(id);
    if (!call || argumentsText === '') return [];
    call.hasArguments = true;
    const delta = { type: 'input_json_delta', partial_json: argumentsText };
    return [encodeBlockDelta(call.index, delta)];
  }

  /** A call may have only this event. */
  #endCall(end: ToolCallEndEvent): readonly JsonObject[] {
    const { id, argumentsText } = end;
    const opening = this.#calls.has(id) ? [] : this.#startCall(end);
    const call = this.#calls.get(id);
    if (!call) return opening;
    const rest = call.hasArguments ? [] : this.#continueCall(id, argumentsText);
    this.#calls.delete(id);
    return [...opening, ...rest, encodeBlockStop(call.index)];
  }

  #cite(source: SourceEvent | DocumentSourceEvent): readonly JsonObject[] {
    return this.#addText('text', { type: 'citations_delta', citation: encodeCitation(source) });
  }

  /** Calls without an end are closed, because clients wait for it. */
  #finish(finish: FinishEvent): readonly JsonObject[] {
    const open = [...this.#calls.values()].map(({ index }) => encodeBlockStop(index));
    return [
      ...this.#start(),
      ...this.#closeText(),
      ...open,
      encodeMessageDelta(finish, this.#usage),
    ];
  }
}

function resetNotSupported(): ConfigurationError {
  return new ConfigurationError({
    path: 'midStream',
    expected: '"fail" for a response that is sent in the format of the Messages API',
    received: 'a reset event',
  });
}
