import type { ServerResponse } from 'node:http';
import { setImmediate } from 'node:timers/promises';

import { assertNever } from '../assert-never.ts';
import type { RequestEnding } from '../journal/emulated-request.ts';
import type { JournalEntry } from '../journal/journal-entry.ts';
import type { Reply, ReplyStep } from './reply.ts';
import { waitForClose, waitForDrain, waitForTime } from './wait-on-response.ts';

/** One request and its response. No other code writes to a socket. */
export class Exchange {
  readonly #response: ServerResponse;
  readonly #entry: JournalEntry;
  readonly #now: () => number;
  #ending: RequestEnding | undefined;

  /** @param now - the time in the `date` header, in milliseconds */
  constructor(response: ServerResponse, entry: JournalEntry, now: () => number) {
    this.#response = response;
    this.#entry = entry;
    this.#now = now;
    response.once('close', () => {
      entry.end(this.#ending ?? (response.writableFinished ? 'finished' : 'client-aborted'));
    });
  }

  /** Sets the ending to record when the response closes, because the client did not close it. */
  markEnding(ending: 'connection-dropped' | 'server-closed'): void {
    this.#ending = ending;
  }

  async send(reply: Reply): Promise<void> {
    if (reply.onClose !== undefined) this.#onClose(reply.onClose);
    for (const step of reply.steps) {
      if (this.#response.destroyed) return;
      await this.#execute(step, reply);
    }
    if (this.#response.destroyed) return;
    this.#sendHead(reply);
    this.#response.end();
  }

  /** Returns a promise to await before the next step, or undefined. */
  #execute(step: ReplyStep, reply: Reply): Promise<unknown> | undefined {
    switch (step.kind) {
      case 'headers':
        this.#sendHead(reply);
        this.#response.flushHeaders();
        return undefined;
      case 'write':
        this.#sendHead(reply);
        return this.#response.write(step.chunk) ? undefined : waitForDrain(this.#response);
      case 'wait':
        return step.ms === 0 ? setImmediate() : waitForTime(this.#response, step.ms);
      case 'stall':
        return waitForClose(this.#response);
      case 'disconnect':
        return this.#disconnect(step.reset);
      default:
        return assertNever(step);
    }
  }

  #sendHead(reply: Reply): void {
    if (this.#entry.status !== undefined) return;
    this.#entry.status = reply.status;
    const date = new Date(this.#now()).toUTCString();
    this.#response.writeHead(reply.status, { date, ...copyHeaders(reply.headers) });
  }

  #disconnect(reset: boolean): Promise<void> {
    this.markEnding('connection-dropped');
    const { socket } = this.#response;
    if (reset) socket?.resetAndDestroy();
    else socket?.destroySoon();
    return waitForClose(this.#response);
  }

  #onClose(listener: () => void): void {
    if (this.#response.destroyed) listener();
    else this.#response.once('close', listener);
  }
}

function copyHeaders(headers: Reply['headers']): Record<string, string | string[]> {
  const entries = Object.entries(headers);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, typeof value === 'string' ? value : [...value]]),
  );
}
