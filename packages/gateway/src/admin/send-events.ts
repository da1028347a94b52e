import type { ClientStream } from '../chat/client-stream.ts';
import type { EventHub } from './event-hub.ts';

/** How many events are kept for a client that does not read. */
const maxQueued = 1000;

/**
 * Sends the events of a hub as server-sent events until the client disconnects. If the client reads too slowly, the
 * events after the first 1,000 are left out, and an event `dropped` has their number.
 */
export async function sendEvents(hub: EventHub, stream: ClientStream): Promise<void> {
  const queue = new EventQueue(stream.connection.signal);
  const unsubscribe = hub.subscribe((event) => queue.add(event.type, event));
  try {
    for (;;) {
      await queue.waitForEvent();
      await stream.write(queue.take());
    }
  } catch (error) {
    // The loop ends only when the signal aborts.
    if (!stream.connection.signal.aborted) throw error;
  } finally {
    unsubscribe();
  }
}

class EventQueue {
  readonly #signal: AbortSignal;
  #texts: string[] = [];
  #dropped = 0;
  #wake: (() => void) | undefined;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    signal.addEventListener('abort', () => this.#wake?.());
  }

  add(type: string, data: object): void {
    if (this.#texts.length < maxQueued) this.#texts.push(encode(type, data));
    else this.#dropped += 1;
    this.#wake?.();
  }

  /** Resolves when there is an event. @throws the reason of the signal */
  async waitForEvent(): Promise<void> {
    while (this.#texts.length === 0 && !this.#signal.aborted) {
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    this.#signal.throwIfAborted();
  }

  /** Removes and returns all events. */
  take(): string {
    const dropped = this.#dropped > 0 ? encode('dropped', { count: this.#dropped }) : '';
    const text = this.#texts.join('') + dropped;
    this.#texts = [];
    this.#dropped = 0;
    return text;
  }
}

function encode(type: string, data: object): string {
  return `event: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
}
