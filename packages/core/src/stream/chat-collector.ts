import type { Attempt } from '../chat/attempt.ts';
import type {
  DocumentSourceEvent,
  FileEvent,
  FinishEvent,
  ProviderBatch,
  ProviderEvent,
  ResponseStartEvent,
  SourceEvent,
  ToolCallEndEvent,
  ToolCallStartEvent,
} from '../chat/chat-event.ts';
import type { ChatResponse, ToolCall } from '../chat/chat-response.ts';
import type { Usage } from '../chat/usage.ts';
import { parseJson } from '../json/read-json-value.ts';
import type { ResponseIdentity } from '../ports/telemetry.ts';
import { TextBuilder } from '../text/text-builder.ts';
import { sizeOf } from './event-size.ts';
import { PartBuilder } from './part-builder.ts';
import { sumUsage } from './sum-usage.ts';

/** The target of the attempt whose response is collected. */
type Target = Pick<Attempt, 'provider' | 'model'>;

/** What an attempt reports of its response. */
export type ResponseReport = Pick<Attempt, 'usage' | 'finishReason' | 'providerMetadata'>;

/** A response before its text is parsed. */
export type CollectedResponse = Omit<ChatResponse, 'output'>;

interface OpenCall {
  readonly name: string;
  readonly text: TextBuilder;
  /** The size of the start. */
  readonly size: number;
}

/** Collects the events of the response of one attempt. */
export class ChatCollector {
  readonly #target: Target;
  readonly #parts = new PartBuilder();
  readonly #toolCalls: ToolCall[] = [];
  /** The calls that have started and not ended, with the arguments so far. */
  readonly #openCalls = new Map<string, OpenCall>();
  readonly #files: FileEvent[] = [];
  readonly #sources: (SourceEvent | DocumentSourceEvent)[] = [];
  readonly #warnings: string[] = [];
  /** A piece of a text counts its length only, because the pieces are joined. */
  #size = 0;
  #usage: Usage | undefined;
  #start: ResponseStartEvent | undefined;
  #finish: FinishEvent | undefined;

  constructor(target: Target) {
    this.#target = target;
  }

  /** The text received so far. */
  get text(): string {
    return this.#parts.textOf('text');
  }

  /** The size of what is collected. */
  get size(): number {
    return this.#size;
  }

  /**
   * Whether the complete response has more than reasoning: text that is not white space alone, a tool call or a file.
   */
  get hasOutput(): boolean {
    return this.#toolCalls.length > 0 || this.#files.length > 0 || this.#parts.hasText;
  }

  /** Whether the response has a part that its provider can continue, although it has no output yet. */
  get canContinue(): boolean {
    return this.#parts.hasVendorPart;
  }

  /** How the vendor identifies the response. Undefined before its start. */
  get identity(): ResponseIdentity | undefined {
    const start = this.#start;
    return start && { id: start.id, model: start.model };
  }

  /** What the vendor has reported so far. */
  get report(): ResponseReport {
    const start = this.#start;
    const finish = this.#finish;
    const isReported = start?.providerMetadata ?? finish?.providerMetadata;
    return {
      usage: this.#usage,
      finishReason: finish?.reason,
      providerMetadata: isReported && { ...start?.providerMetadata, ...finish?.providerMetadata },
    };
  }

  add(batch: ProviderBatch): void {
    for (const event of batch) this.#addOne(event);
  }

  /** Returns the response. Call it after the finish. */
  response(attempts: readonly Attempt[]): CollectedResponse {
    const start = this.#start;
    const finish = this.#finish;
    const { provider, model } = this.#target;
    const content = this.#parts.build({ origin: provider, originModel: model });
    return {
      message: { role: 'assistant', content },
      text: this.#parts.textOf('text'),
      reasoning: this.#parts.textOf('reasoning'),
      toolCalls: [...this.#toolCalls],
      files: [...this.#files],
      sources: [...this.#sources],
      warnings: [...this.#warnings],
      usage: this.#usage,
      totalUsage: sumUsage(attempts),
      finishReason: finish?.reason ?? 'other',
      rawFinishReason: finish?.rawReason,
      finishMessage: finish?.message,
      providerMetadata: { ...start?.providerMetadata, ...finish?.providerMetadata },
      provider: start?.provider ?? provider,
      model: start?.model ?? model,
      id: start?.id,
      requestId: start?.requestId,
      rateLimitHeaders: start?.rateLimitHeaders ?? {},
      attempts,
    };
  }

  #addOne(event: ProviderEvent): void {
    switch (event.type) {
      case 'text-delta':
        this.#parts.addText('text', event.text);
        this.#size += event.text.length;
        return;
      case 'reasoning-delta':
        this.#parts.addText('reasoning', event.text);
        this.#size += event.text.length;
        return;
      case 'text-end':
      case 'reasoning-end':
        if (this.#parts.endText(event)) this.#size += sizeOf(event);
        return;
      case 'tool-call-start':
        this.#startCall(event);
        return;
      case 'tool-call-delta':
        this.#openCalls.get(event.id)?.text.add(event.argumentsText);
        this.#size += event.argumentsText.length;
        return;
      case 'tool-call-end':
        this.#addCall(event);
        return;
      case 'file':
        this.#addFile(event);
        return;
      case 'source':
      case 'document-source':
        this.#size += sizeOf(event);
        this.#sources.push(event);
        return;
      case 'warning':
        this.#size += sizeOf(event);
        this.#warnings.push(event.message);
        return;
      case 'usage':
        this.#usage = readUsage(event);
        return;
      case 'response-start':
        this.#start = event;
        return;
      case 'finish':
        this.#end(event);
        return;
      case 'progress':
      case 'raw':
        return;
    }
  }

  #addFile(event: FileEvent): void {
    const { type, mediaType, data, signature, providerMetadata } = event;
    this.#size += sizeOf(event);
    this.#files.push(event);
    this.#parts.add({
      type,
      mediaType,
      data,
      ...(signature !== undefined && signature !== '' && { signature }),
      ...(providerMetadata && { providerMetadata }),
    });
  }

  #startCall(event: ToolCallStartEvent): void {
    const call = { name: event.name, text: new TextBuilder(), size: sizeOf(event) };
    this.#openCalls.set(event.id, call);
    this.#size += call.size;
  }

  #addCall(event: ToolCallEndEvent): void {
    const { id, name, argumentsText, signature, incomplete, providerMetadata } = event;
    const call = {
      id,
      name,
      argumentsText,
      ...(signature !== undefined && signature !== '' && { signature }),
      ...(incomplete === true && { incomplete }),
      ...(providerMetadata && { providerMetadata }),
    };
    this.#size += Math.max(0, sizeOf(event) - sizeOfPieces(this.#openCalls.get(id)));
    this.#openCalls.delete(id);
    this.#toolCalls.push({ ...call, input: parseJson(argumentsText) });
    this.#parts.add({ type: 'tool-call', ...call });
  }

  /** A call without an end was cut by the end of the response. */
  #end(event: FinishEvent): void {
    for (const [id, { name, text }] of this.#openCalls) {
      const argumentsText = text.toString();
      this.#addCall({ type: 'tool-call-end', id, name, argumentsText, incomplete: true });
    }
    this.#finish = event;
  }
}

/** The end of a tool call repeats its pieces, which are counted already. */
function sizeOfPieces(call: OpenCall | undefined): number {
  return call ? call.size + call.text.toString().length : 0;
}

function readUsage(event: Usage): Usage {
  const { inputTokens, outputTokens, cachedInputTokens, cacheWriteTokens, reasoningTokens } = event;
  return { inputTokens, outputTokens, cachedInputTokens, cacheWriteTokens, reasoningTokens };
}
