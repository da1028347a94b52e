import type { Attempt } from '../chat/attempt.ts';
import type {
  DocumentSourceEvent,
  FileEvent,
  FinishEvent,
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

/** What is collected of one response. */
class Collected {
  readonly parts = new PartBuilder();
  readonly toolCalls: ToolCall[] = [];
  /** The calls that have started and not ended, with the arguments so far. */
  readonly openCalls = new Map<string, OpenCall>();
  readonly files: FileEvent[] = [];
  readonly sources: (SourceEvent | DocumentSourceEvent)[] = [];
  readonly warnings: string[] = [];
  /** A piece of a text counts its length only, because the pieces are joined. */
  size = 0;
  usage: Usage | undefined;
  start: ResponseStartEvent | undefined;
  finish: FinishEvent | undefined;
}

/** Collects the events of the response of one attempt. */
export class ChatCollector {
  readonly #target: Target;
  readonly #collected = new Collected();

  constructor(target: Target) {
    this.#target = target;
  }

  /** The text received so far. */
  get text(): string {
    return this.#collected.parts.textOf('text');
  }

  /** The size of what is collected. */
  get size(): number {
    return this.#collected.size;
  }

  /**
   * Whether the complete response has more than reasoning: text that is not white space alone, a tool call or a file.
   */
  get hasOutput(): boolean {
    const { parts, toolCalls, files } = this.#collected;
    return toolCalls.length > 0 || files.length > 0 || parts.hasText;
  }

  /** How the vendor identifies the response. Undefined before its start. */
  get identity(): ResponseIdentity | undefined {
    const { start } = this.#collected;
    return start && { id: start.id, model: start.model };
  }

  /** What the vendor has reported so far. */
  get report(): ResponseReport {
    const { start, finish, usage } = this.#collected;
    const isReported = start?.providerMetadata ?? finish?.providerMetadata;
    return {
      usage,
      finishReason: finish?.reason,
      providerMetadata: isReported && { ...start?.providerMetadata, ...finish?.providerMetadata },
    };
  }

  add(batch: readonly ProviderEvent[]): void {
    for (const event of batch) this.#addOne(event);
  }

  /** Returns the response collected so far. */
  response(attempts: readonly Attempt[]): CollectedResponse {
    const { start, finish, usage, parts, toolCalls, files, sources, warnings } = this.#collected;
    const { provider, model } = this.#target;
    const content = parts.build({ origin: provider, originModel: model });
    return {
      message: { role: 'assistant', content },
      text: parts.textOf('text'),
      reasoning: parts.textOf('reasoning'),
      toolCalls: [...toolCalls],
      files: [...files],
      sources: [...sources],
      warnings: [...warnings],
      usage,
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
    const collected = this.#collected;
    switch (event.type) {
      case 'text-delta':
        collected.parts.addText('text', event.text);
        collected.size += event.text.length;
        return;
      case 'reasoning-delta':
        collected.parts.addText('reasoning', event.text);
        collected.size += event.text.length;
        return;
      case 'text-end':
      case 'reasoning-end':
        if (collected.parts.endText(event)) collected.size += sizeOf(event);
        return;
      case 'tool-call-start':
        this.#startCall(event);
        return;
      case 'tool-call-delta':
        collected.openCalls.get(event.id)?.text.add(event.argumentsText);
        collected.size += event.argumentsText.length;
        return;
      case 'tool-call-end':
        this.#addCall(event);
        return;
      case 'file':
        this.#addFile(event);
        return;
      case 'source':
      case 'document-source':
        collected.size += sizeOf(event);
        collected.sources.push(event);
        return;
      case 'warning':
        collected.size += sizeOf(event);
        collected.warnings.push(event.message);
        return;
      case 'usage':
        collected.usage = readUsage(event);
        return;
      case 'response-start':
        collected.start = event;
        return;
      case 'finish':
        this.#finish(event);
        return;
      case 'progress':
      case 'raw':
        return;
    }
  }

  #addFile(event: FileEvent): void {
    const { type, mediaType, data, signature, providerMetadata } = event;
    this.#collected.size += sizeOf(event);
    this.#collected.files.push(event);
    this.#collected.parts.add({
      type,
      mediaType,
      data,
      ...(signature !== undefined && signature !== '' && { signature }),
      ...(providerMetadata && { providerMetadata }),
    });
  }

  #startCall(event: ToolCallStartEvent): void {
    const call = { name: event.name, text: new TextBuilder(), size: sizeOf(event) };
    this.#collected.openCalls.set(event.id, call);
    this.#collected.size += call.size;
  }

  #addCall(event: ToolCallEndEvent): void {
    const { id, name, argumentsText, signature, incomplete, providerMetadata } = event;
    const call = {
      id,
      name,
      argumentsText,
      ...(signature !== undefined && signature !== '' && { signature }),
      ...(incomplete === true && { incomplete }),
    };
    const { toolCalls, parts, openCalls } = this.#collected;
    this.#collected.size += Math.max(0, sizeOf(event) - sizeOfPieces(openCalls.get(id)));
    openCalls.delete(id);
    toolCalls.push({ ...call, input: parseJson(argumentsText) });
    parts.add({ type: 'tool-call', ...call, ...(providerMetadata && { providerMetadata }) });
  }

  /** A call without an end was cut by the end of the response. */
  #finish(event: FinishEvent): void {
    const { openCalls } = this.#collected;
    for (const [id, { name, text }] of openCalls) {
      const argumentsText = text.toString();
      this.#addCall({ type: 'tool-call-end', id, name, argumentsText, incomplete: true });
    }
    this.#collected.finish = event;
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
