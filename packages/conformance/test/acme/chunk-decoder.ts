import { ProviderError } from '@understudy/core/provider';
import type { FinishReason, ProviderEvent, ToolCallEndEvent } from '@understudy/core/provider';
import {
  classifyError,
  isJsonObject,
  parseJson,
  readArray,
  readNumber,
  readObject,
  readString,
} from '@understudy/provider-utils';
import type { SseMessage } from '@understudy/provider-utils';

export interface Decoded {
  readonly events: readonly ProviderEvent[];
  readonly failure?: ProviderError | undefined;
  readonly done?: boolean | undefined;
}

const reasons: Readonly<Record<string, FinishReason>> = {
  stop: 'stop',
  length: 'length',
  tool_calls: 'tool-calls',
  content_filter: 'content-filter',
};

/** Decodes the chunks of one response. */
export class ChunkDecoder {
  readonly #fault: string | undefined;
  readonly #calls = new Map<number, ToolCallEndEvent>();
  #events: ProviderEvent[] = [];
  #lastText = '';
  #rawReason: string | undefined;
  #sawEnd = false;
  #hasUsage = false;

  constructor(fault: string | undefined) {
    this.#fault = fault;
  }

  decode(messages: readonly SseMessage[]): Decoded {
    let failure: ProviderError | undefined;
    for (const { data, unterminated } of messages) {
      this.#sawEnd = data === '[DONE]';
      if (this.#sawEnd || failure) break;
      if (unterminated !== true) failure = this.#read(parseJson(data));
    }
    const events = this.#takeEvents();
    const dropped = failure && this.#fault === 'drops-content-before-error';
    return { events: dropped ? [] : events, failure, done: this.#sawEnd };
  }

  /** Returns the last events after the end of the body. Without a finish reason or an end marker, there is no `finish`. */
  end(): readonly ProviderEvent[] {
    const acceptsTruncation =
      this.#fault === 'accepts-truncation' || this.#fault === 'treats-errors-as-end';
    if (
      this.#rawReason === undefined &&
      !this.#sawEnd &&
      !(acceptsTruncation && this.#lastText !== '')
    )
      return this.#takeEvents();
    this.#events.push(...this.#calls.values());
    if (this.#fault === 'repeats-last-text') this.#addText(this.#lastText);
    if (this.#fault === 'unknown-usage-as-zero' && !this.#hasUsage) {
      this.#events.push({ type: 'usage', inputTokens: 0, outputTokens: 0 });
    }
    if (this.#fault === 'invents-text' && this.#lastText === '') this.#addText('(no text)');
    this.#events.push({ type: 'finish', reason: this.#reason(), rawReason: this.#rawReason });
    this.#calls.clear();
    return this.#takeEvents();
  }

  #reason(): FinishReason {
    const reason = reasons[this.#rawReason ?? ''] ?? 'other';
    return this.#fault === 'maps-all-reasons-to-stop' ? 'stop' : reason;
  }

  #takeEvents(): readonly ProviderEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  #read(chunk: unknown): ProviderError | undefined {
    if (!isJsonObject(chunk)) {
      if (this.#fault === 'skips-invalid-events') return undefined;
      return new ProviderError({ code: 'malformed-response', message: 'expected an object' });
    }
    const error = readObject(chunk, 'error');
    if (error)
      return this.#fault === 'ignores-in-band-errors' ? undefined : this.#decodeError(error);
    this.#readUsage(readObject(chunk, 'usage'));
    const [choice] = readArray(chunk, 'choices') ?? [];
    this.#readDelta(readObject(choice, 'delta'));
    this.#rawReason = readString(choice, 'finish_reason') ?? this.#rawReason;
    return undefined;
  }

  #readUsage(usage: unknown): void {
    const inputTokens = readNumber(usage, 'prompt_tokens');
    const outputTokens = readNumber(usage, 'completion_tokens');
    if (inputTokens === undefined && outputTokens === undefined) return;
    this.#hasUsage = true;
    this.#events.push({ type: 'usage', inputTokens, outputTokens });
  }

  #readDelta(delta: unknown): void {
    const reasoning = readString(delta, 'reasoning_content');
    if (reasoning !== undefined && this.#fault === 'emits-reasoning-as-text') {
      this.#addText(reasoning);
    } else if (reasoning !== undefined) {
      this.#events.push({ type: 'reasoning-delta', text: reasoning });
    }
    this.#addText(readString(delta, 'content') ?? '');
    for (const call of readArray(delta, 'tool_calls') ?? []) this.#readCall(call);
  }

  #addText(text: string): void {
    if (text === '') return;
    this.#lastText = text;
    this.#events.push({ type: 'text-delta', text });
  }

  #readCall(value: unknown): void {
    const index = readNumber(value, 'index') ?? 0;
    const call = readObject(value, 'function');
    const argumentsText = readString(call, 'arguments') ?? '';
    const known = this.#calls.get(index);
    if (known) {
      const { id } = known;
      this.#events.push({ type: 'tool-call-delta', id, argumentsText });
      const separator = this.#fault === 'joins-arguments-with-spaces' ? ' ' : '';
      this.#calls.set(index, {
        ...known,
        argumentsText: known.argumentsText + separator + argumentsText,
      });
      return;
    }
    const id = this.#fault === 'same-id-for-all-calls' ? 'call' : (readString(value, 'id') ?? '');
    const name = readString(call, 'name') ?? '';
    this.#events.push({ type: 'tool-call-start', id, name });
    this.#calls.set(index, { type: 'tool-call-end', id, name, argumentsText });
  }

  #decodeError(error: unknown): ProviderError {
    const vendorMessage = readString(error, 'message');
    const code = classifyError({
      vendorCode: readString(error, 'code'),
      vendorType: readString(error, 'type'),
      vendorMessage,
    });
    const message = 'error in the response';
    const leaked = this.#fault === 'vendor-message-in-error' ? vendorMessage : undefined;
    return new ProviderError({ code, message: leaked ?? message });
  }
}
