import type { Attempt } from '../chat/attempt.ts';
import type {
  ChatEvent,
  FileEvent,
  FinishEvent,
  ResponseStartEvent,
  SourceEvent,
  Usage,
} from '../chat/chat-event.ts';
import type { ChatResponse, ToolCall } from '../chat/chat-response.ts';
import { parseJson } from '../json/read-json-value.ts';
import { TextBuilder } from '../text/text-builder.ts';

/** Collects the events of a response. */
export class ChatCollector {
  #text = new TextBuilder();
  #reasoning = new TextBuilder();
  #toolCalls: ToolCall[] = [];
  #files: FileEvent[] = [];
  #sources: SourceEvent[] = [];
  #warnings: string[] = [];
  #usage: Usage | undefined;
  #start: ResponseStartEvent | undefined;
  #finish: FinishEvent | undefined;

  /** The text received so far. */
  get text(): string {
    return this.#text.toString();
  }

  add(batch: readonly ChatEvent[]): void {
    for (const event of batch) this.#addOne(event);
  }

  /** Returns the response collected so far. */
  response(attempts: readonly Attempt[]): ChatResponse {
    const start = this.#start;
    const last = attempts.at(-1);
    return {
      text: this.#text.toString(),
      reasoning: this.#reasoning.toString(),
      toolCalls: [...this.#toolCalls],
      files: [...this.#files],
      sources: [...this.#sources],
      warnings: [...this.#warnings],
      usage: this.#usage,
      finishReason: this.#finish?.reason ?? 'other',
      rawFinishReason: this.#finish?.rawReason,
      provider: start?.provider ?? last?.provider ?? '',
      model: start?.model ?? last?.model ?? '',
      id: start?.id,
      requestId: start?.requestId,
      rateLimitHeaders: start?.rateLimitHeaders ?? {},
      attempts,
    };
  }

  #addOne(event: ChatEvent): void {
    switch (event.type) {
      case 'text-delta':
        this.#text.add(event.text);
        return;
      case 'reasoning-delta':
        this.#reasoning.add(event.text);
        return;
      case 'tool-call-end':
        this.#toolCalls.push({
          id: event.id,
          name: event.name,
          argumentsText: event.argumentsText,
          input: parseJson(event.argumentsText),
          ...(event.signature !== undefined && { signature: event.signature }),
        });
        return;
      case 'file':
        this.#files.push(event);
        return;
      case 'source':
        this.#sources.push(event);
        return;
      case 'warning':
        this.#warnings.push(event.message);
        return;
      case 'usage':
        this.#usage = readUsage(event);
        return;
      case 'response-start':
        this.#start = event;
        return;
      case 'finish':
        this.#finish = event;
        return;
      case 'reset':
        this.#forget();
        return;
      case 'tool-call-start':
      case 'tool-call-delta':
      case 'attempt-start':
      case 'attempt-end':
        return;
    }
  }

  #forget(): void {
    this.#text = new TextBuilder();
    this.#reasoning = new TextBuilder();
    this.#toolCalls = [];
    this.#files = [];
    this.#sources = [];
    this.#warnings = [];
    this.#usage = undefined;
    this.#start = undefined;
    this.#finish = undefined;
  }
}

function readUsage({
  inputTokens,
  outputTokens,
  cachedInputTokens,
  reasoningTokens,
}: Usage): Usage {
  return { inputTokens, outputTokens, cachedInputTokens, reasoningTokens };
}
