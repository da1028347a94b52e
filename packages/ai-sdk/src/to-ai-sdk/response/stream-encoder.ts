import type {
  Attempt,
  ChatEvent,
  FinishEvent,
  PartOrigin,
  ReasoningEndEvent,
  ResponseStartEvent,
  TextEndEvent,
  ToolCallEndEvent,
  UsageEvent,
} from '@understudy/core';

import type { CallWarning, StreamPart } from '../../specification/language-model.ts';
import { encodeOrigin } from '../part-origin.ts';
import { encodeFile, encodeSource, encodeToolCall, withOrigin } from './encode-content.ts';
import { encodeMetadata } from './encode-metadata.ts';
import { encodeUsage } from './encode-usage.ts';

type BlockType = 'text' | 'reasoning';

interface Block {
  readonly type: BlockType;
  readonly id: string;
}

/** The part of a chat that the encoder reads. */
interface AttemptSource {
  readonly attempts: readonly Attempt[];
}

/** Translates the events of one response. Events about attempts have no part. */
export class StreamEncoder {
  readonly #chat: AttemptSource;
  readonly #warningsOfCall: (provider: string) => readonly CallWarning[];
  /** The warnings of the response before its content. */
  readonly #earlyWarnings: CallWarning[] = [];
  readonly #lateWarnings: string[] = [];
  #start: ResponseStartEvent | undefined;
  #usage: UsageEvent | undefined;
  #block: Block | undefined;
  #count = 0;
  #started = false;

  /** @param warningsOfCall - returns the warnings about the call, by the provider of the response */
  constructor(chat: AttemptSource, warningsOfCall: (provider: string) => readonly CallWarning[]) {
    this.#chat = chat;
    this.#warningsOfCall = warningsOfCall;
  }

  /** The start of the response, if it was received. */
  get start(): ResponseStartEvent | undefined {
    return this.#start;
  }

  /** Returns the parts that begin a stream. Call it when the first content or the end was received. */
  begin(): readonly StreamPart[] {
    this.#started = true;
    const { id, model, provider = '' } = this.#start ?? {};
    const warnings = [...this.#warningsOfCall(provider), ...this.#earlyWarnings];
    return [
      { type: 'stream-start', warnings },
      {
        type: 'response-metadata',
        ...(id !== undefined && { id }),
        ...(model !== undefined && { modelId: model }),
      },
    ];
  }

  /** Appends the parts for an event. */
  encode(event: ChatEvent, parts: StreamPart[]): void {
    switch (event.type) {
      case 'text-delta':
        return this.#addText('text', event.text, parts);
      case 'reasoning-delta':
        return this.#addText('reasoning', event.text, parts);
      case 'text-end':
      case 'reasoning-end':
        return this.#endText(event, parts);
      case 'tool-call-start':
        this.#endBlock(parts);
        parts.push({ type: 'tool-input-start', id: event.id, toolName: event.name });
        return;
      case 'tool-call-delta':
        parts.push({ type: 'tool-input-delta', id: event.id, delta: event.argumentsText });
        return;
      case 'tool-call-end':
        return this.#endToolCall(event, parts);
      case 'file':
        this.#endBlock(parts);
        parts.push(encodeFile(event, this.#originOf(event)));
        return;
      case 'source':
      case 'document-source':
        parts.push(encodeSource(event, `source-${(this.#count += 1)}`));
        return;
      case 'raw':
        parts.push({ type: 'raw', rawValue: event.value });
        return;
      case 'warning':
        return this.#warn(event.message);
      case 'response-start':
        this.#start ??= event;
        return;
      case 'usage':
        this.#usage = event;
        return;
      case 'finish':
        return this.#finish(event, parts);
      default:
    }
  }

  /** Appends the parts for a stream that fails after its first content. */
  fail(error: unknown, isCut: boolean, parts: StreamPart[]): void {
    this.#endBlock(parts);
    parts.push({ type: 'error', error });
    parts.push({
      type: 'finish',
      finishReason: { unified: isCut ? 'interrupted' : 'error', raw: undefined },
      usage: encodeUsage(this.#usage),
      providerMetadata: this.#metadata(),
    });
  }

  #addText(type: BlockType, delta: string, parts: StreamPart[]): void {
    let block = this.#block;
    if (block?.type !== type) {
      this.#endBlock(parts);
      block = this.#startBlock(type, parts);
    }
    parts.push({ type: `${type}-delta`, id: block.id, delta });
  }

  #startBlock(type: BlockType, parts: StreamPart[]): Block {
    const block = { type, id: `${type}-${(this.#count += 1)}` };
    this.#block = block;
    parts.push({ type: `${type}-start`, id: block.id });
    return block;
  }

  /** A block without text is kept if it has something to send back. */
  #endText(event: TextEndEvent | ReasoningEndEvent, parts: StreamPart[]): void {
    const type = event.type === 'text-end' ? 'text' : 'reasoning';
    const { providerMetadata } = event;
    // Some vendors send an empty signature.
    const signature = event.signature === '' ? undefined : event.signature;
    const isKept = signature !== undefined || providerMetadata !== undefined;
    if (this.#block?.type !== type) {
      if (!isKept) return;
      this.#endBlock(parts);
      this.#startBlock(type, parts);
    }
    this.#endBlock(parts, { signature, providerMetadata });
  }

  #endBlock(
    parts: StreamPart[],
    end: Pick<PartOrigin, 'signature' | 'providerMetadata'> = {},
  ): void {
    const block = this.#block;
    if (!block) return;
    this.#block = undefined;
    const { type, id } = block;
    const origin = this.#originOf(end);
    const metadata =
      type === 'reasoning' ? { providerMetadata: encodeOrigin(origin) } : withOrigin(origin);
    parts.push({ type: `${type}-end`, id, ...metadata });
  }

  #endToolCall(event: ToolCallEndEvent, parts: StreamPart[]): void {
    const call = encodeToolCall(event, this.#originOf(event));
    parts.push({ type: 'tool-input-end', id: event.id }, ...call);
  }

  #originOf({ signature, providerMetadata }: PartOrigin): PartOrigin {
    const attempt = this.#chat.attempts.findLast(
      ({ outcome }) => outcome === 'running' || outcome === 'succeeded',
    );
    return { signature, providerMetadata, origin: attempt?.provider, originModel: attempt?.model };
  }

  #warn(message: string): void {
    if (this.#started) this.#lateWarnings.push(message);
    else this.#earlyWarnings.push({ type: 'other', message });
  }

  #finish({ reason, rawReason, ...event }: FinishEvent, parts: StreamPart[]): void {
    this.#endBlock(parts);
    parts.push({
      type: 'finish',
      finishReason: { unified: reason, raw: rawReason },
      usage: encodeUsage(this.#usage),
      providerMetadata: this.#metadata(event),
    });
  }

  #metadata({ message, providerMetadata }: Partial<FinishEvent> = {}) {
    const start = this.#start;
    const warnings = this.#lateWarnings;
    return encodeMetadata({
      provider: start?.provider ?? '',
      model: start?.model ?? '',
      attempts: this.#chat.attempts,
      requestId: start?.requestId,
      finishMessage: message,
      warnings: warnings.length > 0 ? warnings : undefined,
      providerMetadata: { ...start?.providerMetadata, ...providerMetadata },
    });
  }
}
