import type { ChatEvent, ChatStream, Usage } from '@understudy/core';

import type { StreamEncoder } from '../endpoints/chat-endpoint.ts';
import { hasReachedVendor, toFailure } from '../errors/failure.ts';
import type { Disclosure } from '../errors/failure.ts';
import { sealEvents } from '../signatures/seal-events.ts';
import { toSigner } from '../signatures/signature.ts';
import type { Signer } from '../signatures/signature.ts';
import { encodeAttempts } from './attempt-events.ts';
import type { ClientStream } from './client-stream.ts';
import { joinText } from './join-text.ts';
import type { Responder } from './response-headers.ts';

/** How a stream is sent. */
export interface StreamSettings extends Disclosure {
  /** Whether the client requests events about attempts. The head is then sent at once. */
  readonly sendsAttempts: boolean;
  /** After how long without content the head is sent. Undefined: with the first content. */
  readonly earlyHeadMs: number | undefined;
  createEncoder(model: string): StreamEncoder;
  /**
   * Sends the head of the response. The responder is undefined if no target has responded yet.
   *
   * @param warnings - those of the target
   */
  open(responder: Responder | undefined, warnings: readonly string[]): void;
  onUsage(usage: Usage): void;
}

/**
 * Sends the events of a chat to a client, one write per batch.
 *
 * Sends nothing before the first content, so that an earlier failure has its HTTP status. A later one is sent in the
 * stream, which then has no end marker.
 *
 * @throws what the chat failed with; the reason of the client's signal
 */
export async function streamChat(
  chat: ChatStream,
  client: ClientStream,
  settings: StreamSettings,
): Promise<void> {
  const sender = new StreamSender(chat, client, settings);
  try {
    for await (const batch of chat.batches) await sender.send(batch);
    client.end(sender.end());
  } catch (error) {
    if (!client.isOpen || client.connection.isGone) throw error;
    client.end(sender.fail(error));
    throw error;
  } finally {
    sender.stop();
  }
}

/** Encodes and writes the events of one chat. */
class StreamSender {
  readonly #chat: ChatStream;
  readonly #client: ClientStream;
  readonly #settings: StreamSettings;
  readonly #earlyHead: NodeJS.Timeout | undefined;
  readonly #warnings: string[] = [];
  #responder: Responder | undefined;
  #signer: Signer = { origin: '', originModel: '' };
  #encoder: StreamEncoder | undefined;

  constructor(chat: ChatStream, client: ClientStream, settings: StreamSettings) {
    this.#chat = chat;
    this.#client = client;
    this.#settings = settings;
    const { earlyHeadMs, sendsAttempts } = settings;
    if (sendsAttempts) this.#openEarly();
    else if (earlyHeadMs !== undefined) {
      this.#earlyHead = setTimeout(() => this.#openEarly(), earlyHeadMs);
    }
  }

  async send(batch: readonly ChatEvent[]): Promise<void> {
    let text = this.#settings.sendsAttempts
      ? encodeAttempts(batch, this.#chat.attempts, this.#settings)
      : '';
    for (const event of batch) this.#note(event);
    if (this.#client.isOpen || batch.some(({ type }) => type === 'response-start')) {
      this.#open();
      text += this.#encode(batch);
    }
    if (text !== '') await this.#client.write(text);
  }

  end(): string {
    return this.#startEncoder().endSse();
  }

  fail(error: unknown): string {
    const failure = toFailure(error, hasReachedVendor(this.#chat.attempts), this.#settings);
    return this.#startEncoder().failSse(failure);
  }

  stop(): void {
    clearTimeout(this.#earlyHead);
  }

  #note(event: ChatEvent): void {
    if (event.type === 'usage') this.#settings.onUsage(event);
    if (event.type === 'warning') this.#warnings.push(event.message);
    if (event.type !== 'response-start') return;
    const { provider, model } = event;
    this.#responder = { provider, model };
    this.#signer = toSigner(this.#chat.attempts);
  }

  /** Sends the head although there is no event yet. */
  #openEarly(): void {
    if (this.#client.isOpen) return;
    this.#open();
    this.#client.flush();
  }

  #open(): void {
    if (!this.#client.isOpen) this.#settings.open(this.#responder, this.#warnings);
  }

  #encode(batch: readonly ChatEvent[]): string {
    // Before the response starts there is only progress, which the heartbeat replaces.
    if (!this.#encoder && !batch.some(({ type }) => type === 'response-start')) return '';
    return this.#startEncoder().encodeSse(sealEvents(joinText(batch), this.#signer));
  }

  #startEncoder(): StreamEncoder {
    this.#encoder ??= this.#settings.createEncoder(this.#responder?.model ?? '');
    return this.#encoder;
  }
}
