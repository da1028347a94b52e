import { connect } from 'node:net';

import { describe, expect, it, onTestFinished, vi } from 'vitest';

import { exchange } from '../../test/exchange.ts';
import type { EmulatedRequest } from '../journal/emulated-request.ts';
import { createJsonReply } from './create-reply.ts';
import { EmulatorServer, type RequestHandler, type ServerSettings } from './emulator-server.ts';
import type { Reply, ReplyStep } from './reply.ts';

function createStream(steps: Iterable<ReplyStep>): Reply {
  return { status: 200, headers: { 'content-type': 'text/plain' }, steps };
}

const settings: ServerSettings = {
  maxRecordedRequests: 10,
  onRequestStart: () => undefined,
  onRequestEnd: () => undefined,
  now: Date.now,
};

async function serve(
  handle: RequestHandler,
  changed: Partial<ServerSettings> = {},
): Promise<{ server: EmulatorServer; url: string } & AsyncDisposable> {
  const server = new EmulatorServer(handle, { ...settings, ...changed });
  const url = await server.listen(0);
  return { server, url, [Symbol.asyncDispose]: () => server.close() };
}

/** Resolves with the next unhandled rejection. Without it the rejection would fail the test run. */
function catchRejection(): Promise<unknown> {
  const listeners = process.listeners('unhandledRejection');
  process.removeAllListeners('unhandledRejection');
  onTestFinished(() => {
    process.removeAllListeners('unhandledRejection');
    for (const listener of listeners) process.on('unhandledRejection', listener);
  });
  return new Promise((resolve) => process.once('unhandledRejection', resolve));
}

describe('EmulatorServer', () => {
  it('listens on loopback only', async () => {
    await using served = await serve(() => createJsonReply(200, {}));
    expect(served.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/u);
    await expect(exchange(served.url.replace('127.0.0.1', '127.0.0.2'))).rejects.toThrow('connect');
  });

  it('rejects with a clear message if the port is in use', async () => {
    await using served = await serve(() => createJsonReply(200, {}));
    const port = Number(new URL(served.url).port);
    const second = new EmulatorServer(() => createJsonReply(200, {}), settings);
    await expect(second.listen(port)).rejects.toThrow(
      `Port ${port} is already in use: stop the other process or choose another port (0 selects a free one).`,
    );
  });

  it('records requests with bodies parsed by content type', async () => {
    await using served = await serve(() => createJsonReply(201, {}));
    const { server, url } = served;
    await exchange(`${url}/a/b?c=d`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'X-Other': 'y' },
      body: '{"e":1}',
    });
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    await exchange(url, { method: 'POST', headers: form, body: 'f=g+h' });
    const json = { 'content-type': 'application/json' };
    await exchange(url, { method: 'POST', headers: json, body: '{"e":' });
    expect(server.journal.requests[0]).toMatchObject({
      method: 'POST',
      path: '/a/b',
      query: { c: 'd' },
      headers: { 'x-other': 'y' },
      body: { e: 1 },
      status: 201,
      ending: 'finished',
    });
    expect(server.journal.requests.map(({ body }) => body)).toEqual([
      { e: 1 },
      { f: 'g h' },
      '{"e":',
    ]);
  });

  it('keeps only the latest requests', async () => {
    await using served = await serve(() => createJsonReply(200, {}), { maxRecordedRequests: 2 });
    for (const path of ['/1', '/2', '/3']) await exchange(served.url + path);
    expect(served.server.journal.requests.map(({ path }) => path)).toEqual(['/2', '/3']);
  });

  it('sends each write as a separate chunk', async () => {
    const steps: readonly ReplyStep[] = [
      { kind: 'write', chunk: 'one' },
      { kind: 'wait', ms: 0 },
      { kind: 'write', chunk: 'two' },
    ];
    await using served = await serve(() => createStream(steps));
    const { chunks } = await exchange(served.url);
    expect(chunks.map(String)).toEqual(['one', 'two']);
  });

  it('applies backpressure to the steps', async () => {
    let pulled = 0;
    function* endless(): Generator<ReplyStep> {
      for (;;) {
        pulled += 1;
        yield { kind: 'write', chunk: 'x'.repeat(65_536) };
      }
    }
    await using served = await serve(() => createStream(endless()));
    const controller = new AbortController();
    const response = await fetch(served.url, { signal: controller.signal });
    let before = -1;
    await vi.waitFor(() => {
      const stopped = pulled > 0 && pulled === before;
      before = pulled;
      expect(stopped).toBe(true);
    });
    expect(pulled).toBeLessThan(1000);
    await response.body?.getReader().read();
    controller.abort();
    await vi.waitFor(() =>
      expect(served.server.journal.requests[0]?.ending).toBe('client-aborted'),
    );
  });

  it('stops immediately and closes the steps when the client disconnects', async () => {
    let returned = false;
    function* slow(): Generator<ReplyStep> {
      try {
        yield { kind: 'write', chunk: 'some' };
        yield { kind: 'wait', ms: 1_000_000 };
        yield { kind: 'write', chunk: 'more' };
      } finally {
        returned = true;
      }
    }
    const onClose = vi.fn<() => void>();
    await using served = await serve(() => ({ ...createStream(slow()), onClose }));
    await exchange(served.url, { until: (text) => text === 'some' });
    await vi.waitFor(() => expect(returned).toBe(true));
    expect(onClose).toHaveBeenCalledOnce();
    expect(served.server.journal.requests[0]).toMatchObject({ ending: 'client-aborted' });
  });

  it('closes open responses on close() and records the ending server-closed', async () => {
    const { server, url } = await serve(() =>
      createStream([{ kind: 'headers' }, { kind: 'stall' }]),
    );
    const response = exchange(url);
    await vi.waitFor(() => expect(server.journal.requests[0]?.status).toBe(200));
    await server.close();
    expect((await response).failure).toBe('ECONNRESET');
    expect(server.journal.requests[0]).toMatchObject({ ending: 'server-closed' });
  });

  it('records no status before the headers are sent', async () => {
    const { server, url } = await serve(() => createStream([{ kind: 'stall' }]));
    const response = exchange(url).catch((error: NodeJS.ErrnoException) => error.code);
    await vi.waitFor(() => expect(server.journal.requests).toHaveLength(1));
    expect(server.journal.requests[0]).toMatchObject({ status: undefined, ending: undefined });
    await server.close();
    expect(await response).toBe('ECONNRESET');
  });

  it.each([
    [false, 'end'],
    [true, 'ECONNRESET'],
  ] as const)('closes a connection with reset %s', async (reset, ending) => {
    const steps: readonly ReplyStep[] = [
      { kind: 'write', chunk: 'half' },
      { kind: 'wait', ms: 5 },
      { kind: 'disconnect', reset },
    ];
    await using served = await serve(() => createStream(steps));
    const socket = connect(Number(new URL(served.url).port), '127.0.0.1');
    let text = '';
    socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
    socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    const ended = await new Promise((resolve) => {
      socket.once('end', () => resolve('end'));
      socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code));
    });
    expect(ended).toBe(ending);
    expect(text).toMatch(/half\r\n$/u);
    await vi.waitFor(() => expect(served.server.journal.requests[0]?.ending).toBeDefined());
  });

  it('responds with 500 and the reason if the handler throws', async () => {
    await using served = await serve(() => {
      throw new Error('a rule is wrong');
    });
    const { status, text } = await exchange(served.url);
    expect([status, text]).toEqual([500, 'The emulator failed: Error: a rule is wrong']);
  });

  it('responds with 500 and calls onClose if onRequestStart throws', async () => {
    const onClose = vi.fn<() => void>();
    const onRequestStart = (): void => {
      throw new Error('a log is wrong');
    };
    await using served = await serve(() => ({ ...createJsonReply(200, {}), onClose }), {
      onRequestStart,
    });
    const { status, text } = await exchange(served.url);
    expect([status, text]).toEqual([500, 'The emulator failed: Error: a log is wrong']);
    await vi.waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  });

  it('does not record the fault if a 500 replaces it', async () => {
    const faults: (string | undefined)[] = [];
    const onRequestStart = ({ fault }: EmulatedRequest): void => {
      faults.push(fault);
      throw new Error('a log is wrong');
    };
    const notes = { model: 'gpt-5', fault: 'overloaded' };
    await using served = await serve(() => createJsonReply(503, {}, { notes }), { onRequestStart });
    await exchange(served.url);
    expect(faults).toEqual(['overloaded']);
    expect(await served.server.journal.next(() => true, 5000)).toMatchObject({
      model: 'gpt-5',
      fault: undefined,
      status: 500,
    });
  });

  it('calls onClose before onRequestEnd and does not hide an error of onRequestEnd', async () => {
    const calls: string[] = [];
    const error = new Error('a log is wrong');
    const onClose = (): void => void calls.push('onClose');
    const onRequestEnd = (): void => {
      calls.push('onRequestEnd');
      throw error;
    };
    const rejection = catchRejection();
    const { server, url } = await serve(
      () => ({ ...createStream([{ kind: 'headers' }, { kind: 'stall' }]), onClose }),
      { onRequestEnd },
    );
    const response = exchange(url);
    await vi.waitFor(() => expect(server.journal.requests[0]?.status).toBe(200));
    await server.close();
    expect(await rejection).toBe(error);
    expect(calls).toEqual(['onClose', 'onRequestEnd']);
    expect((await response).failure).toBe('ECONNRESET');
  });

  it('delivers a request that is aborted in its body and reports only its end', async () => {
    const reports: string[] = [];
    await using served = await serve(() => createJsonReply(200, {}), {
      onRequestStart: ({ path }) => reports.push(`start ${path}`),
      onRequestEnd: ({ path, ending }) => reports.push(`end ${path} ${ending}`),
    });
    const { journal } = served.server;
    const next = journal.next(() => true, 5000);
    const socket = connect(Number(new URL(served.url).port), '127.0.0.1');
    socket.write('POST /half HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nhalf');
    await vi.waitFor(() => expect(journal.requests).toHaveLength(1));
    socket.destroy();
    expect(await next).toMatchObject({
      path: '/half',
      body: undefined,
      ending: 'client-aborted',
    });
    await exchange(`${served.url}/complete`);
    expect((await journal.next(() => true, 5000)).path).toBe('/complete');
    await vi.waitFor(() => expect(reports).toHaveLength(3));
    expect(reports).toEqual([
      'end /half client-aborted',
      'start /complete',
      'end /complete finished',
    ]);
  });
});
