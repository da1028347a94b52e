import {
  classifyError,
  isJsonObject,
  parseJson,
  ProviderError,
  readArray,
  readNumber,
  readObject,
  readString,
} from '@understudy/core/provider';
import type {
  FinishReason,
  ProviderEvent,
  SseMessage,
  ToolCallEndEvent,
} from '@understudy/core/provider';

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

/** The chunks of one answer as events. */
export class ChunkDecoder {
  readonly #fault: string | undefined;
  readonly #calls = new Map<number, ToolCallEndEvent>();
  #events: ProviderEvent[] = [];
  #lastText = '';
  #rawReason: string | undefined;
  #sawEnd = false;
  #counted = false;

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
    const events = this.#take();
    const dropped = failure && this.#fault === 'drops-what-came-with-an-error';
    return { events: dropped ? [] : events, failure, done: this.#sawEnd };
  }

  /** The last events, once the body has ended; without a finish where there was no evidence of one. */
  end(): readonly ProviderEvent[] {
    const careless =
      this.#fault === 'takes-truncation-for-success' ||
      this.#fault === 'takes-any-failure-for-the-end';
    if (this.#rawReason === undefined && !this.#sawEnd && !(careless && this.#lastText !== ''))
      return this.#take();
    this.#events.push(...this.#calls.values());
    if (this.#fault === 'doubles-the-last-word') this.#addText(this.#lastText);
    if (this.#fault === 'counts-unknown-as-zero' && !this.#counted) {
      this.#events.push({ type: 'usage', inputTokens: 0, outputTokens: 0 });
    }
    if (this.#fault === 'makes-up-words' && this.#lastText === '') this.#addText('(nothing)');
    this.#events.push({ type: 'finish', reason: this.#reason(), rawReason: this.#rawReason });
    this.#calls.clear();
    return this.#take();
  }

  #reason(): FinishReason {
    const reason = reasons[this.#rawReason ?? ''] ?? 'other';
    return this.#fault === 'calls-everything-a-stop' ? 'stop' : reason;
  }

  #take(): readonly ProviderEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  #read(chunk: unknown): ProviderError | undefined {
    if (!isJsonObject(chunk)) {
      if (this.#fault === 'skips-broken-events') return undefined;
      return new ProviderError({ code: 'malformed-response', message: 'expected an object' });
    }
    const error = readObject(chunk, 'error');
    if (error) return this.#fault === 'swallows-in-band-errors' ? undefined : this.#inBand(error);
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
    this.#counted = true;
    this.#events.push({ type: 'usage', inputTokens, outputTokens });
  }

  #readDelta(delta: unknown): void {
    const reasoning = readString(delta, 'reasoning_content');
    if (reasoning !== undefined && this.#fault === 'mixes-reasoning-with-text') {
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
    const told = readObject(value, 'function');
    const argumentsText = readString(told, 'arguments') ?? '';
    const known = this.#calls.get(index);
    if (known) {
      const { id } = known;
      this.#events.push({ type: 'tool-call-delta', id, argumentsText });
      const joint = this.#fault === 'joins-arguments-with-blanks' ? ' ' : '';
      this.#calls.set(index, {
        ...known,
        argumentsText: known.argumentsText + joint + argumentsText,
      });
      return;
    }
    const id = this.#fault === 'gives-all-calls-one-id' ? 'call' : (readString(value, 'id') ?? '');
    const name = readString(told, 'name') ?? '';
    this.#events.push({ type: 'tool-call-start', id, name });
    this.#calls.set(index, { type: 'tool-call-end', id, name, argumentsText });
  }

  #inBand(error: unknown): ProviderError {
    const vendorMessage = readString(error, 'message');
    const code = classifyError({
      vendorCode: readString(error, 'code'),
      vendorType: readString(error, 'type'),
      vendorMessage,
    });
    const message = 'the vendor reported an error in its answer';
    const words = this.#fault === 'repeats-the-words-of-an-error' ? vendorMessage : undefined;
    return new ProviderError({ code, message: words ?? message });
  }
}
