import {
  isJsonObject,
  parseJson,
  ProviderError,
  readArray,
  readObject,
  readString,
} from '@understudy/core/provider';
import type { ProviderEvent, SseMessage } from '@understudy/core/provider';

import type { Quirks } from './quirks.ts';

/** What is known of an answer before its body. */
export interface AnswerSettings {
  readonly provider: string;
  /** The model that was asked for; the vendor's own word for it goes before. */
  readonly model: string;
  readonly quirks?: Quirks | undefined;
  readonly requestId?: string | undefined;
  /** In lower case. */
  readonly rateLimitHeaders?: Readonly<Record<string, string>> | undefined;
}

/** How a stream ended: `finished` with the `finish` event, or with an error. */
export type StreamEnd =
  | { readonly type: 'finished' }
  | { readonly type: 'failed'; readonly error: ProviderError };

/** What a read amounts to; with an end, nothing that follows is to be read. */
export interface Decoded {
  /** Complete, also where `end` is a failure: they came before it. */
  readonly events: readonly ProviderEvent[];
  readonly end?: StreamEnd | undefined;
}

/** Turns the chunks of one answer into events. */
export class ChatStreamDecoder {
  readonly #settings: AnswerSettings;
  #events: ProviderEvent[] = [];
  #started = false;
  #finish: string | undefined;

  constructor(settings: AnswerSettings) {
    this.#settings = settings;
  }

  /** Decodes the events of one read, up to the end of the answer if they hold it. */
  decode(messages: readonly SseMessage[]): Decoded {
    for (const { data } of messages) {
      if (data.trim() === '[DONE]') return this.#end();
      const json = parseJson(data);
      const [choice] = readArray(json, 'choices') ?? [];
      if (!this.#started) {
        const { provider, model } = this.#settings;
        this.#started = true;
        this.#events.push({ type: 'response-start', provider, model });
      }
      const text = readString(readObject(choice, 'delta'), 'content');
      if (text) this.#events.push({ type: 'text-delta', text });
      if (isJsonObject(choice)) this.#finish = readString(choice, 'finish_reason') ?? this.#finish;
    }
    return { events: this.#take() };
  }

  /** The end of the body: an end of the answer only where a finish reason came. */
  endBody(): Decoded {
    if (this.#finish !== undefined) return this.#end();
    const error = new ProviderError({ code: 'stream-truncated', message: 'cut off' });
    return { events: this.#take(), end: { type: 'failed', error } };
  }

  #end(): Decoded {
    this.#events.push({ type: 'finish', reason: 'stop', rawReason: this.#finish });
    return { events: this.#take(), end: { type: 'finished' } };
  }

  #take(): readonly ProviderEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }
}
