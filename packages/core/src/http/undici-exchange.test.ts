import { getEventListeners } from 'node:events';
import { Socket } from 'node:net';

import * as fc from 'fast-check';
import type { Dispatcher } from 'undici';
import { describe, expect, it } from 'vitest';

import type { HttpRequest } from '../ports/http.ts';
import { ManualClock } from '../testing/manual-clock.ts';
import { UndiciExchange } from './undici-exchange.ts';

/** undici's end of a request. */
class FakeController implements Dispatcher.DispatchController {
  aborted = false;
  paused = false;
  reason: Error | null = null;
  rawHeaders = null;
  rawTrailers = null;
  readonly calls: string[] = [];

  abort(reason: Error): void {
    this.aborted = true;
    this.reason = reason;
    this.calls.push('abort');
  }

  pause(): void {
    this.paused = true;
    this.calls.push('pause');
  }

  resume(): void {
    this.paused = false;
    this.calls.push('resume');
  }
}

function start(more: Partial<HttpRequest> = {}): {
  readonly exchange: UndiciExchange;
  readonly clock: ManualClock;
  readonly controller: FakeController;
  readonly abort: AbortController;
  readonly ended: UndiciExchange[];
} {
  const abort = new AbortController();
  const url = new URL('http://vendor.example');
  const request = { method: 'POST', url, headers: {}, signal: abort.signal, ...more } as const;
  const clock = new ManualClock();
  const ended: UndiciExchange[] = [];
  const limits = { connectMs: 10, headersMs: 20 };
  const exchange = new UndiciExchange(request, limits, clock, (one) => void ended.push(one));
  exchange.startConnectTimeout();
  return { exchange, clock, controller: new FakeController(), abort, ended };
}

const bytes = (length: number): Buffer => Buffer.alloc(length);

describe('UndiciExchange', () => {
  it('restarts its timeout if undici sends twice, and releases the second connection', async () => {
    const { exchange, clock, controller } = start();
    exchange.onRequestStart(controller);
    await clock.advance(15);
    const second = new FakeController();
    exchange.onRequestStart(second);
    expect(clock.timerCount).toBe(1);
    await clock.advance(19);
    expect(second.aborted).toBe(false);
    await clock.advance(1);
    await expect(exchange.response).rejects.toMatchObject({ code: 'timeout', phase: 'headers' });
    expect([controller.aborted, second.aborted]).toEqual([false, true]);
    expect(clock.timerCount).toBe(0);
  });

  it('is never sent after it has ended', async () => {
    const { exchange, controller, abort, clock, ended } = start();
    abort.abort('enough');
    await expect(exchange.response).rejects.toBe('enough');
    exchange.onRequestStart(controller);
    expect(controller.aborted).toBe(true);
    expect(clock.timerCount).toBe(0);
    expect(ended).toEqual([exchange]);
  });

  it('destroys a connecting socket with an error that undici does not retry', () => {
    const { exchange, abort } = start();
    const reasons: unknown[] = [];
    const socket = new Socket();
    socket.on('error', (error) => reasons.push(error));
    exchange.ownConnecting(socket);
    abort.abort(Object.assign(new Error('enough'), { code: 'UND_ERR_SOCKET' }));
    exchange.response.catch(() => {});
    expect(socket.destroyed).toBe(true);
    expect(socket.errored).toMatchObject({ message: 'the exchange has ended' });
    expect(socket.errored).not.toHaveProperty('code');
  });

  it('destroys a socket that starts to connect after its end', () => {
    const { exchange, abort } = start();
    exchange.response.catch(() => {});
    abort.abort();
    const socket = new Socket();
    socket.on('error', () => {});
    exchange.ownConnecting(socket);
    expect(socket.destroyed).toBe(true);
    expect(socket.errored).toBeInstanceOf(Error);
  });

  it('does not destroy a socket that undici has taken over', () => {
    const { exchange, abort, controller } = start();
    exchange.response.catch(() => {});
    const socket = new Socket();
    exchange.ownConnecting(socket);
    exchange.onRequestStart(controller);
    abort.abort();
    expect(socket.destroyed).toBe(false);
    expect(controller.aborted).toBe(true);
  });

  it('ends once', async () => {
    const { exchange, controller, abort, ended } = start();
    exchange.onRequestStart(controller);
    exchange.onResponseError(controller, new Error('first'));
    exchange.fail(new Error('second'));
    abort.abort('third');
    exchange.onResponseEnd();
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    await expect(exchange.response).rejects.toMatchObject({ code: 'connection-failed' });
    expect(ended).toEqual([exchange]);
    expect(controller.calls).toEqual(['abort']);
    expect(getEventListeners(abort.signal, 'abort')).toHaveLength(0);
  });

  it('accepts no bytes after its end', async () => {
    let pieces = 0;
    const { exchange, controller } = start({ onBytes: () => void (pieces += 1) });
    exchange.onRequestStart(controller);
    exchange.onResponseStart(controller, 200, {});
    const reason = new Error('enough');
    exchange.fail(reason);
    exchange.onResponseData(controller, bytes(100_000));
    expect(pieces).toBe(0);
    expect(controller.calls).toEqual(['abort']);
    await expect(exchange.body.next()).rejects.toBe(reason);
  });
});

describe('the body of an UndiciExchange', () => {
  it('buffers 64 KiB, then pauses undici until the reader continues', async () => {
    const { exchange, controller } = start();
    exchange.onRequestStart(controller);
    exchange.onResponseStart(controller, 200, {});
    exchange.onResponseData(controller, bytes(32_768));
    exchange.onResponseData(controller, bytes(32_768));
    expect(controller.calls).toEqual([]);
    exchange.onResponseData(controller, bytes(1));
    expect(controller.calls).toEqual(['pause']);
    expect((await exchange.body.next()).value).toHaveLength(65_537);
    expect(controller.calls).toEqual(['pause', 'resume']);
    exchange.onResponseData(controller, bytes(65_536));
    expect(controller.calls).toEqual(['pause', 'resume']);
  });

  it('returns waiting bytes as one chunk', async () => {
    const { exchange, controller } = start();
    exchange.onRequestStart(controller);
    exchange.onResponseStart(controller, 200, {});
    const read = exchange.body.next();
    for (const text of ['a', 'b', 'c']) exchange.onResponseData(controller, Buffer.from(text));
    expect(String((await read).value)).toBe('a');
    expect(Buffer.from((await exchange.body.next()).value ?? []).toString()).toBe('bc');
  });

  it('returns bytes that arrived together with the end', async () => {
    const { exchange, controller } = start();
    exchange.onRequestStart(controller);
    exchange.onResponseStart(controller, 200, {});
    const read = exchange.body.next();
    exchange.onResponseData(controller, Buffer.from('last'));
    exchange.onResponseError(controller, new Error('broken'));
    expect(String((await read).value)).toBe('last');
    await expect(exchange.body.next()).rejects.toMatchObject({ code: 'connection-failed' });
  });

  it('passes bytes to a waiting reader without counting them', async () => {
    const { exchange, controller } = start();
    exchange.onRequestStart(controller);
    exchange.onResponseStart(controller, 200, {});
    for (let count = 0; count < 10; count++) {
      const read = exchange.body.next();
      exchange.onResponseData(controller, bytes(60_000));
      expect((await read).value).toHaveLength(60_000);
    }
    expect(controller.calls).toEqual([]);
  });

  it('drains up to 64 KiB of an unread rest, buffered bytes included', async () => {
    const { exchange, controller, clock } = start();
    exchange.onRequestStart(controller);
    exchange.onResponseStart(controller, 200, {});
    exchange.onResponseData(controller, bytes(65_537));
    expect(controller.calls).toEqual(['pause']);
    await exchange.body.return();
    expect(controller.calls).toEqual(['pause', 'resume']);
    exchange.onResponseData(controller, bytes(1));
    expect(controller.calls).toEqual(['pause', 'resume', 'abort']);
    expect(clock.timerCount).toBe(0);
    expect(await exchange.body.next()).toEqual({ done: true, value: undefined });
  });

  it('keeps the connection open after a rest of 64 KiB', async () => {
    const { exchange, controller, clock, ended } = start();
    exchange.onRequestStart(controller);
    exchange.onResponseStart(controller, 200, {});
    await exchange.body.return();
    await exchange.body.return();
    expect(clock.timerCount).toBe(1);
    exchange.onResponseData(controller, bytes(65_536));
    exchange.onResponseEnd();
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    expect(controller.calls).toEqual([]);
    expect(clock.timerCount).toBe(0);
    expect(ended).toEqual([exchange]);
  });

  it('closes the connection after a rest of one byte more', async () => {
    const { exchange, controller } = start();
    exchange.onRequestStart(controller);
    exchange.onResponseStart(controller, 200, {});
    await exchange.body.return();
    exchange.onResponseData(controller, bytes(65_536));
    expect(controller.calls).toEqual([]);
    exchange.onResponseData(controller, bytes(1));
    expect(controller.calls).toEqual(['abort']);
  });
});

/** The numbers of the chunks that a piece consists of. */
function chunksIn(piece: Uint8Array): readonly number[] {
  return Array.from({ length: piece.length / 30_000 }, (_, index) => piece[index * 30_000] ?? -1);
}

describe('an UndiciExchange with events in generated order', { timeout: 30_000 }, () => {
  const undici = ['start', 'head', 'data', 'data', 'data', 'end', 'error'] as const;
  const reader = ['next', 'next', 'return', 'abort', 'time', 'turn'] as const;

  /** What undici may do next, in its own order: start, head, bytes, and one end. */
  const legal = {
    start: ['fresh'],
    head: ['sent'],
    data: ['open'],
    end: ['open'],
    error: ['fresh', 'sent', 'open'],
  } as const satisfies Record<(typeof undici)[number], readonly string[]>;

  it('keeps the bytes in order, ends once, and leaves no timer or listener', async () => {
    const action = fc.constantFrom(...undici, ...reader, ...undici);
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 30 }), async (actions) => {
        const { exchange, clock, controller, abort, ended } = start();
        exchange.response.catch(() => {});
        let state: 'fresh' | 'sent' | 'open' | 'over' = 'fresh';
        let sent = 0;
        let isWaiting = false;
        const taken: number[] = [];
        const read = async (): Promise<void> => {
          isWaiting = true;
          const result = await exchange.body.next().catch(() => undefined);
          isWaiting = false;
          if (result?.done === false) taken.push(...chunksIn(result.value));
        };
        for (const name of actions) {
          if (name in legal) {
            const states: readonly string[] = legal[name as keyof typeof legal];
            if (!states.includes(state) || controller.aborted || controller.paused) continue;
          }
          if (name === 'start') exchange.onRequestStart(controller);
          if (name === 'head') exchange.onResponseStart(controller, 200, {});
          if (name === 'data') exchange.onResponseData(controller, Buffer.alloc(30_000, sent++));
          if (name === 'end') exchange.onResponseEnd();
          if (name === 'error') exchange.onResponseError(controller, new Error('broken'));
          if (name === 'start') state = 'sent';
          if (name === 'head') state = 'open';
          if (name === 'end' || name === 'error') state = 'over';
          if (name === 'next' && !isWaiting && state !== 'fresh') void read();
          if (name === 'return' && state === 'open') await exchange.body.return();
          if (name === 'abort') abort.abort('enough');
          if (name === 'time') await clock.advance(7);
          if (name === 'turn') await new Promise(setImmediate);
          expect(clock.timerCount).toBeLessThanOrEqual(1);
        }
        abort.abort('enough');
        await new Promise(setImmediate);
        await new Promise(setImmediate);
        expect(ended).toEqual([exchange]);
        expect(clock.timerCount).toBe(0);
        expect(isWaiting).toBe(false);
        expect(getEventListeners(abort.signal, 'abort')).toHaveLength(0);
        expect(taken).toEqual(Array.from(taken, (_, index) => index));
        expect(taken.length).toBeLessThanOrEqual(sent);
      }),
      { seed: 20_261_122, numRuns: 2000 },
    );
  });

  it('returns every byte of a body that is read to its end', async () => {
    const steps = fc.array(fc.constantFrom('data', 'next', 'turn'), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(steps, async (actions) => {
        const { exchange, controller } = start();
        exchange.onRequestStart(controller);
        exchange.onResponseStart(controller, 200, {});
        let sent = 0;
        let unread = 0;
        const reads: Promise<IteratorResult<Uint8Array, void>>[] = [];
        for (const name of actions) {
          if (name === 'data' && !controller.paused) {
            exchange.onResponseData(controller, Buffer.alloc(30_000, sent++));
            unread += 1;
          }
          if (name === 'next' && unread > 0) {
            reads.push(exchange.body.next());
            unread = 0;
          }
          if (name === 'turn') await new Promise(setImmediate);
        }
        exchange.onResponseEnd();
        const taken: number[] = [];
        for (const read of reads) taken.push(...chunksIn((await read).value ?? new Uint8Array()));
        for await (const piece of exchange.body) taken.push(...chunksIn(piece));
        expect(taken).toEqual(Array.from({ length: sent }, (_, index) => index));
      }),
      { seed: 20_261_122, numRuns: 500 },
    );
  });
});
