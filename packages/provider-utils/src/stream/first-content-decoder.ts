import type { ProviderEvent } from '@understudy/core/provider';

import type { Decoded } from './decoded.ts';
import type { StreamDecoder } from './stream-decoder.ts';

const contentTypes: ReadonlySet<ProviderEvent['type']> = new Set([
  'text-delta',
  'reasoning-delta',
  'tool-call-start',
  'file',
] as const);

/** The events of a read, or of its messages up to the first content of the response. */
export interface DecodedPart<Message> extends Decoded {
  /** The messages of the read that are not decoded yet. Undefined if there are none. */
  readonly remaining?: readonly Message[] | undefined;
}

/** Decodes the read with the first content in two parts, so that the content does not wait for the second. */
export class FirstContentDecoder<Message> {
  readonly #decoder: Pick<StreamDecoder<Message>, 'decode'>;
  #hasContent = false;

  constructor(decoder: Pick<StreamDecoder<Message>, 'decode'>) {
    this.#decoder = decoder;
  }

  decode(messages: readonly Message[]): DecodedPart<Message> {
    return this.#hasContent ? this.#decoder.decode(messages) : this.#decodeToContent(messages);
  }

  #decodeToContent(messages: readonly Message[]): DecodedPart<Message> {
    const events: ProviderEvent[] = [];
    let count = 0;
    for (const message of messages) {
      count += 1;
      const decoded = this.#decoder.decode([message]);
      events.push(...decoded.events);
      this.#hasContent = decoded.events.some(({ type }) => contentTypes.has(type));
      if (decoded.end) return { events, end: decoded.end };
      if (this.#hasContent) break;
    }
    return count === messages.length ? { events } : { events, remaining: messages.slice(count) };
  }
}
