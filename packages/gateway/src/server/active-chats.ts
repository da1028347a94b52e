import type { Understudy } from '@understudy/core';
import { ActiveSet } from '@understudy/core/internal';

import type { ClientConnection } from '../chat/client-connection.ts';
import { gatewayDraining } from '../errors/rejections.ts';

interface ActiveChat {
  readonly client: ClientConnection;
  /** Several generations can have the same runtime. */
  readonly understudy: Understudy;
}

/** The chats in flight, and whether new ones may start. */
export class ActiveChats {
  readonly #chats = new ActiveSet<ActiveChat>();
  #isReady = true;
  #isDraining = false;
  readonly #waiting = new Set<() => void>();

  /** Whether load balancers may send further requests. */
  get isReady(): boolean {
    return this.#isReady;
  }

  get isDraining(): boolean {
    return this.#isDraining;
  }

  get count(): number {
    return this.#chats.size;
  }

  /** Adds a chat. Returns a function that removes it. Call that once. */
  add(client: ClientConnection, understudy: Understudy): () => void {
    const entry = this.#chats.add({ client, understudy });
    return () => {
      this.#chats.delete(entry);
      for (const check of this.#waiting) check();
    };
  }

  /** Makes `GET /ready` report that no further request will be accepted. */
  announceDrain(): void {
    this.#isReady = false;
  }

  /** Accepts no further request. */
  drain(): void {
    this.#isReady = false;
    this.#isDraining = true;
  }

  /** Resolves when no chat of a runtime, or of all, is in flight, after `timeoutMs` at the latest. */
  async settled(timeoutMs: number, understudy?: Understudy): Promise<void> {
    const isIdle = (): boolean =>
      understudy === undefined
        ? this.#chats.size === 0
        : ![...this.#chats].some((chat) => chat.understudy === understudy);
    if (isIdle()) return;
    await new Promise<void>((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(check);
        resolve();
      };
      const check = (): void => {
        if (isIdle()) end();
      };
      const timer = setTimeout(end, timeoutMs);
      this.#waiting.add(check);
    });
  }

  /** Ends the chats in flight. Their clients receive an error in the stream. */
  abort(): void {
    const reason = gatewayDraining();
    for (const { client } of this.#chats) client.abort(reason);
  }
}
