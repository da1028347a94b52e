import { parseJson, readString, drainArray, SurrogateJoiner } from '@understudy/core/provider';
import type {
  FinishReason,
  JsonValue,
  ProviderError,
  ProviderEvent,
  SseMessage,
} from '@understudy/core/provider';

import { createInBandError } from './decode-error.ts';
import type { MessageRef } from './encode-chat-request.ts';
import { mapFinishReason } from './map-finish-reason.ts';
import { readSiteEvent } from './response/fakegpt-event.ts';
import type { FakeGptEvent, Snapshot } from './response/fakegpt-event.ts';
import { MessageText } from './response/message-text.ts';
import { SnapshotFastPath } from './response/snapshot-fast-path.ts';
import * as streamErrors from './response/stream-errors.ts';

/** How a stream ended. */
export type StreamEnd = FinishedStream | { readonly type: 'failed'; readonly error: ProviderError };

export interface FinishedStream {
  /** `cut` when the answer reached its greatest length, and may be continued. */
  readonly type: 'finished' | 'cut';
  readonly reason: FinishReason;
  readonly rawReason: string | undefined;
}

/** What a read amounts to; with an end, nothing that follows is to be read. */
export interface Decoded {
  readonly events: readonly ProviderEvent[];
  readonly end?: StreamEnd | undefined;
}

/** Turns the cumulative snapshots of one answer, its continues included, into what each adds. */
export class ChatStreamDecoder {
  readonly #text = new MessageText();
  readonly #template: SnapshotFastPath;
  #conversationId: string | undefined;
  /** The one message whose snapshots are the answer. */
  #messageId: string | undefined;
  #ended: string | undefined;
  /** True when the answer may go on with another message. */
  #turned = false;
  #unreadable = false;
  #hasStranger = false;
  readonly #characters = new SurrogateJoiner();
  readonly #events: ProviderEvent[] = [];

  constructor(template: SnapshotFastPath = new SnapshotFastPath()) {
    this.#template = template;
  }

  get conversationId(): string | undefined {
    return this.#conversationId;
  }

  /** Where the answer stands; undefined while the site has not told it. */
  get place(): MessageRef | undefined {
    if (this.#conversationId === undefined || this.#messageId === undefined) return undefined;
    return { conversationId: this.#conversationId, messageId: this.#messageId };
  }

  /** Decodes the events of one read, up to the end of the answer if they hold it. */
  decode(messages: readonly SseMessage[]): Decoded {
    let end: StreamEnd | undefined;
    for (const message of messages) {
      end = this.#readMessage(message);
      if (end) break;
    }
    return { events: drainArray(this.#events), end };
  }

  /** The end of the body without `[DONE]`: an end of the answer only where its message was ended. */
  endBody(): Decoded {
    const end = this.#ended === undefined ? undefined : this.#complete();
    return { events: drainArray(this.#events), end };
  }

  /** The next events are those of a continue. */
  startContinue(): void {
    this.#text.startContinue();
    this.#template.forget();
    this.#messageId = undefined;
    this.#ended = undefined;
    this.#turned = false;
    this.#hasStranger = false;
  }

  /** The last events of an answer that goes no further. */
  finish({ reason, rawReason }: FinishedStream): readonly ProviderEvent[] {
    this.#tell(this.#characters.flush());
    this.#events.push({ type: 'finish', reason, rawReason });
    return drainArray(this.#events);
  }

  #readMessage({ event, data, unterminated }: SseMessage): StreamEnd | undefined {
    if (event !== undefined && event !== 'message') {
      return event === 'error' ? failed(streamErrors.fromErrorEvent(data)) : undefined;
    }
    const added = this.#template.read(data);
    if (added !== undefined && unterminated !== true) {
      this.#give(added);
      return undefined;
    }
    if (data.length < 64 && data.trim() === '[DONE]') return this.#complete();
    if (unterminated === true || data.trim() === '') return undefined;
    return this.#readEvent(parseJson(data), data);
  }

  #readEvent(json: JsonValue | undefined, data: string): StreamEnd | undefined {
    this.#conversationId = readString(json, 'conversation_id') ?? this.#conversationId;
    const event: FakeGptEvent = readSiteEvent(json);
    switch (event.type) {
      case 'snapshot':
        return this.#readSnapshot(event, data);
      case 'tool-turn':
        this.#leaveTemplate();
        this.#turned = true;
        this.#ended = undefined;
        return undefined;
      case 'blocked':
        return { type: 'finished', reason: 'content-filter', rawReason: 'moderation' };
      case 'failure':
        return failed(createInBandError(event.complaint));
      case 'websocket':
        return failed(streamErrors.websocketHandover());
      case 'impossible':
        return failed(streamErrors.fromBadEvent(data));
      case 'other':
        return undefined;
    }
  }

  #readSnapshot(snapshot: Snapshot, data: string): StreamEnd | undefined {
    this.#catchUp();
    if (snapshot.messageId !== this.#messageId) {
      if (!this.#mayFollow()) return undefined;
      const doubt = this.#doubt();
      if (doubt) return doubt;
      this.#adopt(snapshot.messageId);
    }
    this.#ended = snapshot.ended;
    this.#turned ||= snapshot.turnGoesOn;
    this.#unreadable = snapshot.text === undefined;
    const added = snapshot.text === undefined ? '' : this.#text.read(snapshot.text);
    if (added === undefined) return failed(streamErrors.rewritten());
    this.#give(added);
    if (this.#text.level && !this.#unreadable) this.#template.keep(data);
    else this.#template.forget();
    return undefined;
  }

  /** Whether another message may take the place of the one read so far. */
  #mayFollow(): boolean {
    const free = this.#messageId === undefined || this.#turned || this.#text.untouched;
    this.#hasStranger ||= !free;
    return free;
  }

  #adopt(messageId: string): void {
    if (this.#turned) {
      this.#give(this.#text.settle());
      this.#text.startMessage();
    }
    this.#messageId = messageId;
    this.#turned = false;
  }

  /** While the template reads, it alone knows the text. */
  #catchUp(): void {
    if (this.#template.active) this.#text.catchUp(this.#template.text());
  }

  #leaveTemplate(): void {
    this.#catchUp();
    this.#template.forget();
  }

  #complete(): StreamEnd {
    this.#leaveTemplate();
    const doubt = this.#doubt();
    if (doubt) return doubt;
    this.#give(this.#text.settle());
    if (this.#ended === undefined) {
      if (this.#hasStranger) return failed(streamErrors.strangeMessage());
      return { type: 'finished', reason: 'other', rawReason: undefined };
    }
    const reason = mapFinishReason(this.#ended);
    if (reason === undefined) return failed(streamErrors.interrupted());
    const type = reason === 'length' ? 'cut' : 'finished';
    return { type, reason, rawReason: this.#ended };
  }

  /** What was given can't stand when the last word on it was another, or none that can be read. */
  #doubt(): StreamEnd | undefined {
    if (this.#unreadable) return failed(streamErrors.unreadable());
    return this.#text.shrunk ? failed(streamErrors.rewritten()) : undefined;
  }

  #give(added: string): void {
    this.#tell(this.#characters.add(added));
  }

  #tell(text: string): void {
    if (text !== '') this.#events.push({ type: 'text-delta', text });
  }
}

function failed(error: ProviderError): StreamEnd {
  return { type: 'failed', error };
}
