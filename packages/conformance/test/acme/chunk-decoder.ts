import { ProviderError } from '@understudy/core/provider';
import type {
  FinishReason,
  JsonObject,
  ProviderEvent,
  ToolCallEndEvent,
} from '@understudy/core/provider';
import {
  classifyError,
  isJsonObject,
  parseJson,
  readArray,
  readBoolean,
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
  includeRaw = false;
  /** The signatures received so far. */
  readonly signatures: string[] = [];
  readonly #calls = new Map<number, ToolCallEndEvent>();
  readonly #heldEnds: ProviderEvent[] = [];
  readonly #heldReasoning: ProviderEvent[] = [];
  readonly #heldRaw: ProviderEvent[] = [];
  #events: ProviderEvent[] = [];
  #lastText = '';
  #rawReason: string | undefined;
  #explanation: string | undefined;
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

  /**
   * Returns the last events after the end of the body. Without a finish reason or an end marker, there is no `finish`.
   */
  end(): readonly ProviderEvent[] {
    const acceptsTruncation =
      this.#fault === 'accepts-truncation' || this.#fault === 'treats-errors-as-end';
    if (
      this.#rawReason === undefined &&
      !this.#sawEnd &&
      !(acceptsTruncation && this.#lastText !== '')
    )
      return this.#takeEvents();
    this.#events.push(...this.#heldReasoning.splice(0), ...this.#heldEnds, ...this.#endCalls());
    if (this.#fault === 'repeats-last-text') this.#addText(this.#lastText);
    if (this.#fault === 'unknown-usage-as-zero' && !this.#hasUsage) {
      this.#events.push({ type: 'usage', inputTokens: 0, outputTokens: 0 });
    }
    if (this.#fault === 'invents-text' && this.#lastText === '') this.#addText('(no text)');
    const finish = {
      type: 'finish',
      reason: this.#reason(),
      rawReason: this.#rawReason,
      message: this.#fault === 'drops-finish-message' ? undefined : this.#explanation,
    } as const;
    this.#events.push(finish, ...(this.#fault === 'finishes-twice' ? [finish] : []));
    this.#calls.clear();
    return this.#takeEvents();
  }

  #endCalls(): readonly ToolCallEndEvent[] {
    const calls = [...this.#calls.values()];
    if (this.#rawReason !== 'length' || this.#fault === 'ends-incomplete-tool-calls') return calls;
    const marksAll = this.#fault === 'marks-all-tool-calls-incomplete';
    return calls.map((call) =>
      marksAll || parseJson(call.argumentsText) === undefined
        ? { ...call, incomplete: true }
        : call,
    );
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
    this.#addRaw(chunk);
    const error = readObject(chunk, 'error');
    if (error)
      return this.#fault === 'ignores-in-band-errors' ? undefined : this.#decodeError(error);
    this.#readUsage(readObject(chunk, 'usage'));
    const [choice] = readArray(chunk, 'choices') ?? [];
    this.#readDelta(readObject(choice, 'delta'));
    if (this.#fault === 'emits-raw-events-late') this.#events.push(...this.#heldRaw.splice(0));
    this.#rawReason = readString(choice, 'finish_reason') ?? this.#rawReason;
    return undefined;
  }

  #addRaw(value: JsonObject): void {
    const isWanted = this.includeRaw && this.#fault !== 'drops-raw-events';
    if (!isWanted && this.#fault !== 'always-emits-raw-events') return;
    const events = this.#fault === 'emits-raw-events-late' ? this.#heldRaw : this.#events;
    events.push({ type: 'raw', value });
  }

  #readUsage(usage: unknown): void {
    const inputTokens = readNumber(usage, 'prompt_tokens');
    const outputTokens = readNumber(usage, 'completion_tokens');
    if (inputTokens === undefined && outputTokens === undefined) return;
    this.#hasUsage = true;
    const details = readObject(usage, 'prompt_tokens_details');
    this.#events.push({
      type: 'usage',
      inputTokens,
      outputTokens,
      cachedInputTokens: readNumber(details, 'cached_tokens'),
      cacheWriteTokens:
        this.#fault === 'drops-cache-writes'
          ? undefined
          : readNumber(details, 'cache_write_tokens'),
      reasoningTokens: readNumber(
        readObject(usage, 'completion_tokens_details'),
        'reasoning_tokens',
      ),
    });
  }

  #readDelta(delta: unknown): void {
    const reasoning = readString(delta, 'reasoning_content');
    if (reasoning !== undefined && this.#fault === 'emits-reasoning-as-text') {
      this.#addText(reasoning);
    } else if (reasoning !== undefined) {
      const isLate = this.#fault === 'emits-reasoning-late';
      const events = isLate ? this.#heldReasoning : this.#events;
      events.push({ type: 'reasoning-delta', text: reasoning });
    }
    this.#addText(readString(delta, 'content') ?? '');
    for (const call of readArray(delta, 'tool_calls') ?? []) this.#readCall(call);
    this.#readBlockEnd(parseJson(readString(delta, 'block_end') ?? ''));
    for (const annotation of readArray(delta, 'annotations') ?? []) {
      this.#addSource(readObject(annotation, 'url_citation'));
    }
    this.#readEvent(parseJson(readString(delta, 'event') ?? ''));
    this.#explanation = readString(delta, 'explanation') ?? this.#explanation;
  }

  #addSource(source: unknown): void {
    const url = readString(source, 'url') ?? '';
    const event = { type: 'source', url, title: readString(source, 'title') } as const;
    this.#events.push(event, ...(this.#fault === 'repeats-sources' ? [event] : []));
  }

  #readEvent(event: unknown): void {
    const title = readString(event, 'title');
    const activity = readString(event, 'activity');
    if (title !== undefined && this.#fault !== 'drops-document-sources') {
      this.#events.push({ type: 'document-source', title, quote: readString(event, 'quote') });
    }
    if (activity === 'thinking' || activity === 'loading' || activity === 'searching') {
      const reported = this.#fault === 'reports-all-progress-as-thinking' ? 'thinking' : activity;
      this.#events.push({ type: 'progress', activity: reported });
    }
  }

  #addText(text: string): void {
    if (text === '') return;
    this.#lastText = text;
    this.#events.push({ type: 'text-delta', text });
  }

  #readBlockEnd(end: unknown): void {
    const type = readString(end, 'type');
    if (type !== 'text-end' && type !== 'reasoning-end') return;
    const signed = this.#readSignature(end);
    const redacted = readBoolean(end, 'redacted');
    if (redacted === true && this.#fault === 'drops-redacted-reasoning') return;
    const event: ProviderEvent =
      type === 'text-end' ? { type, ...signed } : { type, ...signed, redacted };
    if (this.#fault === 'emits-block-ends-late') this.#heldEnds.push(event);
    else this.#events.push(...this.#heldReasoning.splice(0), event);
  }

  #readSignature(part: unknown): { readonly signature?: string } {
    const signature = readString(part, 'signature') ?? readString(part, 'thought_signature');
    if (signature === undefined || this.#fault === 'drops-signatures') return {};
    this.signatures.push(signature);
    return { signature };
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
    const signed = this.#readSignature(readObject(readObject(value, 'extra_content'), 'google'));
    this.#calls.set(index, { type: 'tool-call-end', id, name, argumentsText, ...signed });
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
