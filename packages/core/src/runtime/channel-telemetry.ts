import { channel } from 'node:diagnostics_channel';
import type { Channel } from 'node:diagnostics_channel';

import type { Telemetry, TelemetryEvent } from '../ports/telemetry.ts';

const chats = 'understudy:chat';
const attempts = 'understudy:attempt';
const breakers = 'understudy:breaker';

/**
 * Publishes events on the channels `understudy:chat`, `understudy:attempt` and `understudy:breaker` of
 * `node:diagnostics_channel`.
 */
export class ChannelTelemetry implements Telemetry {
  readonly #chats = channel(chats);
  readonly #attempts = channel(attempts);
  readonly #breakers = channel(breakers);

  get enabled(): boolean {
    return (
      this.#chats.hasSubscribers || this.#attempts.hasSubscribers || this.#breakers.hasSubscribers
    );
  }

  emit(event: TelemetryEvent): void {
    this.#channelFor(event.type).publish(event);
  }

  #channelFor(type: TelemetryEvent['type']): Channel {
    switch (type) {
      case 'chat-start':
      case 'chat-end':
      case 'chat-wait':
      case 'chat-reset':
        return this.#chats;
      case 'attempt-start':
      case 'attempt-end':
        return this.#attempts;
      case 'breaker':
        return this.#breakers;
    }
  }
}
