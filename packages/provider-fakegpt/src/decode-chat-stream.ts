import type { JsonValue, ProviderError, ProviderEvent } from '@understudy/core/provider';
import {
  createInBandError,
  parseJson,
  readString,
  SurrogateJoiner,
} from '@understudy/provider-utils';
import type { SseMessage } from '@understudy/provider-utils';
import { drainArray } from '@understudy/provider-utils/internal';

import type { MessageRef } from './encode-chat-request.ts';
import { readFakeGptEvent } from './response/fakegpt-event.ts';
import type { FakeGptEvent, Snapshot } from './response/fakegpt-event.ts';
import { mapFinishReason } from './response/map-finish-reason.ts';
import { MessageText } from './response/message-text.ts';
import { SnapshotFastPath } from './response/snapshot-fast-path.ts';
import type { Decoded, FinishedStream, StreamEnd } from './response/stream-end.ts';
import * as streamErrors from './response/stream-errors.ts';

/**
 * Decodes the events of one response and its continuations. Each event contains the complete text so
 * far. The decoder emits the added text.
 */
export class ChatStreamDecoder {
  readonly #text = new MessageText();
  readonly #fastPath: SnapshotFastPath;
  #conversationId: string | undefined;
  /** The message that contains the response. */
  #messageId: string | undefined;
  #rawReason: string | undefined;
  /** Whether another message may continue the response. */
  #turnContinues = false;
  #hasInvalidText = false;
  #hasUnexpectedMessage = false;
  readonly #characters = new SurrogateJoiner();
  readonly #events: ProviderEvent[] = [];

  constructor(fastPath: SnapshotFastPath = new SnapshotFastPath()) {
    this.#fastPath = fastPath;
  }

  get conversationId(): string | undefined {
    return this.#conversationId;
  }

  /** The message to continue. Undefined if the server has not sent its ids. */
  get messageRef(): MessageRef | undefined {
    if (this.#conversationId === undefined || this.#messageId === undefined) return undefined;
    return { conversationId: this.#conversationId, messageId: this.#messageId };
  }

  /** Whether the message of the response has ended. */
  get hasEnded(): boolean {
    return this.#rawReason !== undefined;
  }

  /** Decodes the messages of one read, up to the end of the response if they contain it. */
  decode(messages: readonly SseMessage[]): Decoded {
    let end: StreamEnd | undefined;
    for (const message of messages) {
      end = this.#readMessage(message);
      if (end) break;
    }
    return { events: drainArray(this.#events), end };
  }

  /** Handles the end of a body without `[DONE]`. It ends the response only if its message has ended. */
  end(): Decoded {
    const end = this.hasEnded ? this.#complete() : undefined;
    return { events: drainArray(this.#events), end };
  }

  /** Prepares the decoder for the events of a continuation. */
  startContinuation(): void {
    this.#text.startContinuation();
    this.#fastPath.reset();
    this.#messageId = undefined;
    this.#rawReason = undefined;
    this.#turnContinues = false;
    this.#hasUnexpectedMessage = false;
  }

  /** Returns the last events of a response that is not continued. */
  finish({ reason, rawReason }: FinishedStream): readonly ProviderEvent[] {
    this.#emitText(this.#characters.flush());
    this.#events.push({ type: 'finish', reason, rawReason });
    return drainArray(this.#events);
  }

  #readMessage({ event, data, unterminated }: SseMessage): StreamEnd | undefined {
    if (event !== undefined && event !== 'message') {
      return event === 'error' ? failed(streamErrors.fromErrorEvent(data)) : undefined;
    }
    const added = this.#fastPath.read(data);
    if (added !== undefined && unterminated !== true) {
      this.#addText(added);
      return undefined;
    }
    if (data.length < 64 && data.trim() === '[DONE]') return this.#complete();
    if (unterminated === true || data.trim() === '') return undefined;
    return this.#readEvent(parseJson(data), data);
  }

  #readEvent(json: JsonValue | undefined, data: string): StreamEnd | undefined {
    this.#conversationId = readString(json, 'conversation_id') ?? this.#conversationId;
    const event: FakeGptEvent = readFakeGptEvent(json);
    switch (event.type) {
      case 'snapshot':
        return this.#readSnapshot(event, data);
      case 'tool-turn':
        this.#leaveFastPath();
        this.#turnContinues = true;
        this.#rawReason = undefined;
        return undefined;
      case 'blocked':
        return { type: 'finished', reason: 'content-filter', rawReason: 'moderation' };
      case 'error':
        return failed(createInBandError(event.details));
      case 'websocket':
        return failed(streamErrors.websocketHandover());
      case 'invalid':
        return failed(streamErrors.fromInvalidEvent(data));
      case 'other':
        return undefined;
    }
  }

  #readSnapshot(snapshot: Snapshot, data: string): StreamEnd | undefined {
    this.#syncText();
    if (snapshot.messageId !== this.#messageId) {
      if (!this.#acceptsNewMessage()) return undefined;
      const error = this.#validateEnd();
      if (error) return error;
      this.#switchMessage(snapshot.messageId);
    }
    this.#rawReason = snapshot.rawReason;
    this.#turnContinues ||= snapshot.turnContinues;
    this.#hasInvalidText = snapshot.text === undefined;
    const added = snapshot.text === undefined ? '' : this.#text.read(snapshot.text);
    if (added === undefined) return failed(streamErrors.textChanged());
    this.#addText(added);
    if (this.#text.isInSync && !this.#hasInvalidText) this.#fastPath.remember(data);
    else this.#fastPath.reset();
    return undefined;
  }

  #acceptsNewMessage(): boolean {
    const accepts = this.#messageId === undefined || this.#turnContinues || this.#text.isEmpty;
    this.#hasUnexpectedMessage ||= !accepts;
    return accepts;
  }

  #switchMessage(messageId: string): void {
    if (this.#turnContinues) {
      this.#addText(this.#text.flush());
      this.#text.startMessage();
    }
    this.#messageId = messageId;
    this.#turnContinues = false;
  }

  /** Updates the text, which the fast path does not do. */
  #syncText(): void {
    if (this.#fastPath.active) this.#text.set(this.#fastPath.text());
  }

  #leaveFastPath(): void {
    this.#syncText();
    this.#fastPath.reset();
  }

  #complete(): StreamEnd {
    this.#leaveFastPath();
    const error = this.#validateEnd();
    if (error) return error;
    this.#addText(this.#text.flush());
    if (this.#rawReason === undefined) {
      if (this.#hasUnexpectedMessage) return failed(streamErrors.unexpectedMessage());
      return { type: 'finished', reason: 'other', rawReason: undefined };
    }
    const reason = mapFinishReason(this.#rawReason);
    if (reason === undefined) return failed(streamErrors.interrupted());
    const type = reason === 'length' ? 'cut' : 'finished';
    return { type, reason, rawReason: this.#rawReason };
  }

  /** Returns an error if the last snapshot of the message contradicts the emitted text. */
  #validateEnd(): StreamEnd | undefined {
    if (this.#hasInvalidText) return failed(streamErrors.invalidText());
    return this.#text.hasShrunk ? failed(streamErrors.textChanged()) : undefined;
  }

  #addText(added: string): void {
    this.#emitText(this.#characters.add(added));
  }

  #emitText(text: string): void {
    if (text !== '') this.#events.push({ type: 'text-delta', text });
  }
}

function failed(error: ProviderError): StreamEnd {
  return { type: 'failed', error };
}
