import type { ServerResponse } from 'node:http';

/** The connection of one client. Aborts when the client disconnects before the end of its response. */
export class ClientConnection {
  readonly #controller = new AbortController();
  #isGone = false;

  constructor(response: ServerResponse) {
    response.on('close', () => {
      if (response.writableFinished) return;
      this.#isGone = true;
      this.#controller.abort(new ClientGone());
    });
  }

  /** Aborts with the reason `ClientGone` when the client has disconnected, or with that of `abort()`. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Whether the client disconnected before the end. */
  get isGone(): boolean {
    return this.#isGone;
  }

  /** Ends the work for the client, which is still connected. */
  abort(reason: unknown): void {
    this.#controller.abort(reason);
  }
}

/** The reason with which the work for a client is aborted that has disconnected. */
export class ClientGone extends Error {
  constructor() {
    super('the client has disconnected');
    this.name = 'ClientGone';
  }
}
