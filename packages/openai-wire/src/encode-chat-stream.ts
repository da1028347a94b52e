import type { ChatEvent, JsonObject } from '@understudy/core/provider';

/** What every chunk of a stream repeats. */
export interface StreamIdentity {
  readonly id: string;
  /** Seconds since 1970. */
  readonly created: number;
  readonly model: string;
  readonly includeUsage: boolean;
}

/** Turns the events of one answer into chunks; `[DONE]` is for the caller to send. */
export class ChatStreamEncoder {
  readonly #identity: StreamIdentity;

  constructor(identity: StreamIdentity) {
    this.#identity = identity;
  }

  /** The chunks for these events. */
  encode(events: readonly ChatEvent[]): readonly JsonObject[] {
    const { id, created, model } = this.#identity;
    return events.flatMap((event) =>
      event.type === 'text-delta'
        ? [{ id, created, model, choices: [{ index: 0, delta: { content: event.text } }] }]
        : [],
    );
  }

  /** What follows the last event: the usage, where it was asked for and is known. */
  end(): readonly JsonObject[] {
    return [];
  }
}
