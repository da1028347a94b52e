import { ConfigurationError } from '@understudy/core/provider';
import type { ChatEvent, FinishReason, JsonObject, Usage } from '@understudy/core/provider';
import { formatSse } from '@understudy/provider-utils/internal';

import { encodeErrorBody } from '../../error/encode-error-body.ts';
import type { EncodableError } from '../../error/encode-error-body.ts';
import { encodeHead, encodeStatus, encodeUsage } from './encode-response-body.ts';
import type { ResponseIdentity } from './encode-response-body.ts';
import { formatTextDelta } from './format-text-delta.ts';
import { StreamOutput } from './stream-output.ts';

/**
 * Encodes the events of one response as events of a streamed response, which are numbered.
 *
 * Warnings, signatures of text and tool calls, and files other than images are omitted. Use either `encodeSse()` and
 * `endSse()`, which return text to write, or `encode()` and `end()`. If the chat fails, the caller sends the result of
 * `failSse()` or `fail()` instead of the end.
 */
export class ResponseStreamEncoder {
  readonly #identity: ResponseIdentity;
  readonly #output: StreamOutput;
  #eventCount = 0;
  #isStarted = false;
  #reason: FinishReason = 'other';
  #usage: Usage | undefined;

  constructor(identity: ResponseIdentity) {
    this.#identity = identity;
    this.#output = new StreamOutput(identity);
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
      output: this.#output.items,
      usage: this.#usage ? encodeUsage(this.#usage) : null,
    });
    return this.#number([...this.#start(), { type: `response.${status.status}`, response }]);
  }

  /** Returns the last events of a response that failed: `error` and `response.failed`. */
  fail(failure: EncodableError): readonly JsonObject[] {
    const { error } = encodeErrorBody(failure);
    const fields = { message: '', code: null, param: null, ...Object(error) };
    const { message, code, param } = fields;
    const response = this.#createResponse({
      status: 'failed',
      output: this.#output.items,
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
      const delta = event.type === 'text-delta' ? this.#output.continueText(event.text) : undefined;
      text += delta
        ? formatTextDelta(delta, this.#eventCount++)
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
    const events = this.#encodeOutput(event);
    return events ? [...this.#start(), ...events] : [];
  }

  /** Returns undefined for events that do not start the response. */
  #encodeOutput(event: ChatEvent): readonly JsonObject[] | undefined {
    const output = this.#output;
    switch (event.type) {
      case 'response-start':
      case 'progress':
        return [];
      case 'text-delta':
        return output.addText(event.text);
      case 'text-end':
        return output.endText(event);
      case 'reasoning-delta':
        return output.addReasoning(event.text);
      case 'reasoning-end':
        return output.endReasoning(event);
      case 'tool-call-start':
        return output.startCall(event);
      case 'tool-call-delta':
        return output.continueCall(event.id, event.argumentsText);
      case 'tool-call-end':
        return output.endCall(event);
      case 'source':
      case 'document-source':
        return output.addSource(event);
      case 'file':
        return output.addFile(event);
      case 'usage':
        this.#usage = event;
        return undefined;
      case 'finish':
        this.#reason = event.reason;
        return output.end();
      case 'reset':
        throw resetNotSupported();
      case 'raw':
      case 'warning':
      case 'attempt-start':
      case 'attempt-end':
        return undefined;
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
