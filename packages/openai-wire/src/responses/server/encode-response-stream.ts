import { ConfigurationError } from '@understudy/core/provider';
import type {
  ChatEvent,
  FinishReason,
  JsonObject,
  JsonValue,
  ReasoningEndEvent,
  Usage,
} from '@understudy/core/provider';

import { encodeErrorBody } from '../../error/encode-error-body.ts';
import type { EncodableError } from '../../error/encode-error-body.ts';
import { encodeImage } from './encode-item.ts';
import { encodeHead, encodeStatus, encodeUsage } from './encode-response-body.ts';
import type { ResponseIdentity } from './encode-response-body.ts';
import { formatSse, formatTextDelta } from './format-sse.ts';
import { StreamCalls } from './stream-calls.ts';
import { OpenMessage, OpenReasoning } from './stream-items.ts';

/**
 * Encodes the events of one response as events of a streamed response, which are numbered.
 *
 * Warnings, signatures of text and tool calls, and files other than images are omitted. Use either `encodeSse()` and
 * `endSse()`, which return text to write, or `encode()` and `end()`. If the chat fails, the caller sends the result of
 * `failSse()` or `fail()` instead of the end.
 */
export class ResponseStreamEncoder {
  readonly #identity: ResponseIdentity;
  readonly #calls: StreamCalls;
  /** The items that have ended, for the last event. */
  readonly #output: JsonObject[] = [];
  #open: OpenMessage | OpenReasoning | undefined;
  #itemCount = 0;
  #eventCount = 0;
  #isStarted = false;
  #reason: FinishReason = 'other';
  #usage: Usage | undefined;

  constructor(identity: ResponseIdentity) {
    this.#identity = identity;
    this.#calls = new StreamCalls(identity.clientTools);
  }

  /**
   * Returns the events of the response for these events.
   *
   * @throws ConfigurationError for a `reset` event, because events that were sent cannot be withdrawn
   */
  encode(events: readonly ChatEvent[]): readonly JsonObject[] {
    return events.flatMap((event) => this.#number(this.#encodeEvent(event)));
  }

  /** Returns the last event, with the complete response. */
  end(): readonly JsonObject[] {
    const status = encodeStatus(this.#reason);
    const response = this.#createResponse({
      ...status,
      output: this.#output,
      usage: this.#usage ? encodeUsage(this.#usage) : null,
    });
    return this.#number([
      ...this.#start(),
      { type: `response.${String(status.status)}`, response },
    ]);
  }

  /** Returns the last events of a response that failed: `error` and `response.failed`. */
  fail(failure: EncodableError): readonly JsonObject[] {
    const { error } = encodeErrorBody(failure);
    const fields = { message: '', code: null, param: null, ...Object(error) };
    const { message, code, param } = fields;
    const response = this.#createResponse({
      status: 'failed',
      output: this.#output,
      error: { code: code ?? 'server_error', message },
      usage: null,
    });
    return this.#number([
      ...this.#start(),
      { type: 'error', code, message, param },
      { type: 'response.failed', response },
    ]);
  }

  /**
   * Returns the events of the response as server-sent events. Empty if there are none.
   *
   * @throws ConfigurationError for a `reset` event
   */
  encodeSse(events: readonly ChatEvent[]): string {
    let text = '';
    for (const event of events) {
      const open = this.#open;
      text +=
        event.type === 'text-delta' && open instanceof OpenMessage
          ? formatTextDelta(open.add(event.text), this.#eventCount++)
          : formatSse(this.#number(this.#encodeEvent(event)));
    }
    return text;
  }

  /** Returns the last event as a server-sent event. */
  endSse(): string {
    return formatSse(this.end());
  }

  /** Returns the last events of a response that failed as server-sent events. */
  failSse(failure: EncodableError): string {
    return formatSse(this.fail(failure));
  }

  #encodeEvent(event: ChatEvent): readonly JsonObject[] {
    switch (event.type) {
      case 'response-start':
      case 'progress':
        return this.#start();
      case 'text-delta':
        return this.#withMessage((message) => [message.encodeDelta(event.text)]);
      case 'reasoning-delta':
        return this.#withReasoning((reasoning) => [reasoning.encodeDelta(event.text)]);
      case 'text-end':
        if (!(this.#open instanceof OpenMessage)) return [];
        return this.#endOpen(event.providerMetadata?.phase);
      case 'reasoning-end':
        return this.#endReasoning(event);
      case 'tool-call-start':
        return [
          ...this.#closeOpen(),
          ...this.#calls.start(event.id, event.name, this.#nextItem('fc')),
        ];
      case 'tool-call-delta':
        return this.#calls.continue(event.id, event.argumentsText);
      case 'tool-call-end': {
        const opening = this.#calls.has(event.id)
          ? []
          : this.#encodeEvent({ type: 'tool-call-start', id: event.id, name: event.name });
        return [...opening, ...this.#keep(this.#calls.end(event))];
      }
      case 'source':
      case 'document-source':
        return this.#withMessage((message) => [message.encodeSource(event)]);
      case 'file': {
        const { id, index } = this.#nextItem('ig');
        const item = encodeImage(id, event);
        if (!item) return [];
        const fields = { output_index: index, item };
        const added = { type: 'response.output_item.added', ...fields };
        const done = { type: 'response.output_item.done', ...fields };
        return [...this.#closeOpen(), added, ...this.#keep([done])];
      }
      case 'usage':
        this.#usage = event;
        return [];
      case 'finish':
        this.#reason = event.reason;
        return [...this.#start(), ...this.#closeOpen(), ...this.#keep(this.#calls.endAll())];
      case 'reset':
        throw resetNotSupported();
      case 'raw':
      case 'warning':
      case 'attempt-start':
      case 'attempt-end':
        return [];
    }
  }

  #start(): readonly JsonObject[] {
    if (this.#isStarted) return [];
    this.#isStarted = true;
    const response = this.#createResponse({ status: 'in_progress', output: [], usage: null });
    return [
      { type: 'response.created', response },
      { type: 'response.in_progress', response },
    ];
  }

  #createResponse(fields: JsonObject): JsonObject {
    return { ...encodeHead(this.#identity), ...fields };
  }

  #withMessage(encode: (message: OpenMessage) => readonly JsonObject[]): readonly JsonObject[] {
    if (this.#open instanceof OpenMessage) return encode(this.#open);
    const closing = this.#closeOpen();
    const message = new OpenMessage(this.#nextItem('msg'));
    this.#open = message;
    return [...closing, ...message.start(), ...encode(message)];
  }

  #withReasoning(
    encode: (reasoning: OpenReasoning) => readonly JsonObject[],
  ): readonly JsonObject[] {
    if (this.#open instanceof OpenReasoning) return encode(this.#open);
    const closing = this.#closeOpen();
    const reasoning = new OpenReasoning(this.#nextItem('rs'));
    this.#open = reasoning;
    return [...closing, ...reasoning.start(), ...encode(reasoning)];
  }

  /** Reasoning without a text has only its signature. */
  #endReasoning({ signature }: ReasoningEndEvent): readonly JsonObject[] {
    const isOpen = this.#open instanceof OpenReasoning;
    if (!isOpen && (signature === undefined || signature === '')) return [];
    const opening = isOpen ? [] : this.#withReasoning(() => []);
    return [...opening, ...this.#endOpen(signature)];
  }

  #closeOpen(): readonly JsonObject[] {
    return [...this.#start(), ...this.#endOpen(undefined)];
  }

  /** @param detail - the phase of a message, or the signature of reasoning */
  #endOpen(detail: JsonValue | undefined): readonly JsonObject[] {
    const open = this.#open;
    this.#open = undefined;
    return open ? this.#keep(open.end(detail)) : [];
  }

  /** Keeps the items that these events end. */
  #keep(events: readonly JsonObject[]): readonly JsonObject[] {
    for (const { type, output_index: index, item } of events) {
      if (type !== 'response.output_item.done' || typeof index !== 'number') continue;
      this.#output[index] = Object(item);
    }
    return events;
  }

  #nextItem(prefix: string): { readonly id: string; readonly index: number } {
    const index = this.#itemCount++;
    return { id: `${prefix}_${this.#identity.id}_${index}`, index };
  }

  #number(events: readonly JsonObject[]): readonly JsonObject[] {
    return events.map(({ type = '', ...event }) => ({
      type,
      sequence_number: this.#eventCount++,
      ...event,
    }));
  }
}

function resetNotSupported(): ConfigurationError {
  return new ConfigurationError({
    path: 'midStream',
    expected: '"fail" for a response that is sent in the format of OpenAI Responses',
    received: 'a reset event',
  });
}
