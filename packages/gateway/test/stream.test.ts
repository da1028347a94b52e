import { once } from 'node:events';
import { connect } from 'node:net';

import { describe, expect, it, vi } from 'vitest';

import { bodyFor, primaryText, startFixture } from './fixture.ts';
import type { Fixture } from './fixture.ts';

const paths = ['/v1/chat/completions', '/v1/responses', '/v1/messages'] as const;
const patient = { timeouts: { firstContentMs: 20_000, idleMs: 20_000 } };

function stream(fixture: Fixture, path: string, headers = {}): Promise<Response> {
  return fixture.post(path, bodyFor(path, { stream: true }), headers);
}

async function readUntil(response: Response, pattern: RegExp): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const bytes of response.body ?? []) {
    text += decoder.decode(bytes, { stream: true });
    if (pattern.test(text)) break;
  }
  return text;
}

describe.each(paths)('%s', (path) => {
  it('sends the status of a failure before the first content', async () => {
    await using fixture = await startFixture();
    fixture.primary.setFaults([{ kind: 'error-before-text', times: 'always' }]);
    fixture.backup.setFaults([{ kind: 'error-before-text', times: 'always' }]);
    const response = await stream(fixture, path);
    expect(response.status).toBeGreaterThanOrEqual(500);
    expect(response.headers.get('content-type')).toContain('application/json');
    expect(response.headers.get('x-should-retry')).toBe('false');
  });

  it('sends a later failure in the stream, without an end marker', async () => {
    await using fixture = await startFixture();
    fixture.primary.setFaults(['disconnect-after-text']);
    const response = await stream(fixture, path);
    expect(response.status).toBe(200);
    const text = await response.text();
    expect(text).toContain('The first');
    expect(text).toMatch(/"error"/);
    expect(text).not.toMatch(/\[DONE\]|response\.completed|message_stop|finish_reason":"stop"/);
    expect(fixture.backup.requests).toEqual([]);
    await vi.waitFor(() => expect(fixture.log).toHaveLength(1));
    expect(fixture.log[0]).toMatchObject({ status: 200, error: 'connection-failed', stream: true });
  });

  it('closes the socket of the vendor when the client disconnects before the first content', async () => {
    await using fixture = await startFixture({ runtime: patient });
    fixture.primary.setFaults(['stall-after-headers']);
    const controller = new AbortController();
    const pending = fetch(fixture.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(bodyFor(path, { stream: true })),
      signal: controller.signal,
    });
    pending.catch(() => {});
    const request = await fixture.primary.nextRequest();
    controller.abort();
    const aborted = performance.now();
    await request.waitForEnd();
    expect(performance.now() - aborted).toBeLessThan(1000);
    expect(request.ending).toBe('client-aborted');
    await vi.waitFor(() => expect(fixture.log[0]).toMatchObject({ status: 499, error: 'aborted' }));
    expect(fixture.backup.requests).toEqual([]);
  });

  it('closes the socket of the vendor when the client disconnects after content', async () => {
    await using fixture = await startFixture({ runtime: patient });
    fixture.primary.setFaults(['stall-after-text']);
    // Ends the reading, which disconnects.
    await readUntil(await stream(fixture, path), /The/);
    const request = await fixture.primary.nextRequest();
    await request.waitForEnd();
    expect(request.ending).toBe('client-aborted');
    await vi.waitFor(() => expect(fixture.log[0]).toMatchObject({ status: 499 }));
  });

  it('counts the settings that the target ignores, like a response without a stream', async () => {
    await using fixture = await startFixture();
    const warnings = [];
    for (const streams of [true, false]) {
      // The chain continues with a target that accepts neither setting.
      fixture.primary.setFaults(['server-error']);
      const settings = { temperature: 0.2, top_p: 0.5, stream: streams };
      const response = await fixture.post(path, bodyFor(path, settings));
      expect(await response.text()).toContain('The second');
      warnings.push(response.headers.get('x-understudy-warnings'));
    }
    expect(warnings).toEqual(['2', '2']);
  });

  it('keeps a silent stream open with heartbeats between its events', async () => {
    await using fixture = await startFixture({ heartbeatMs: 20, runtime: patient });
    fixture.primary.setFaults(['stall-after-text']);
    const response = await stream(fixture, path);
    const beat =
      path === '/v1/messages' ? /event: ping\n.*\n\n(.*\n)*event: ping/ : /(: keep-alive\n\n){2}/;
    expect(await readUntil(response, beat)).toMatch(/\n\n(: keep-alive|event: ping)/);
  });

  it('sends the head early and the events of attempts if the client asks for them', async () => {
    await using fixture = await startFixture();
    fixture.primary.setFaults(['server-error']);
    const text = await (await stream(fixture, path, { 'x-understudy-events': 'attempts' })).text();
    const events = [...text.matchAll(/event: understudy\ndata: (.*)\n\n/g)].map(([, data]) =>
      JSON.parse(data ?? ''),
    );
    expect(events.map(({ understudy }) => understudy.type)).toEqual([
      'attempt-start',
      'attempt-end',
      'attempt-start',
      'attempt-end',
    ]);
    expect(text).toContain('The second');
  });

  it('sends the head early after a silence, if configured', async () => {
    await using fixture = await startFixture({ earlyHeadMs: 10, runtime: patient });
    fixture.primary.setFaults(['stall-after-headers']);
    const response = await stream(fixture, path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    await response.body?.cancel();
  });
});

it('does not read the vendor for a client that reads nothing, and disconnects it', async () => {
  const large = 'x'.repeat(30_000_000);
  await using fixture = await startFixture({
    slowReaderMs: 100,
    primary: { rules: [{ when: /./s, response: large }], charactersPerChunk: 100_000 },
  });
  const { port, hostname } = new URL(fixture.url);
  const socket = connect(Number(port), hostname);
  const body = JSON.stringify(bodyFor('', { stream: true }));
  socket.pause();
  socket.write(
    `POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
  await vi.waitFor(() => expect(fixture.log[0]).toMatchObject({ status: 499 }), 10_000);
  const request = await fixture.primary.nextRequest();
  await request.waitForEnd();
  expect(request.ending).toBe('client-aborted');
  socket.destroy();
  await once(socket, 'close');
});

it('serves two requests of a connection that sends them at once, in order', async () => {
  await using fixture = await startFixture();
  const { port, hostname } = new URL(fixture.url);
  const body = JSON.stringify(bodyFor(''));
  const request = (end: string): string =>
    `POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\nconnection: ${end}\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
  const socket = connect(Number(port), hostname, () =>
    socket.write(request('keep-alive') + request('close')),
  );
  let text = '';
  socket.setEncoding('utf8').on('data', (piece: string) => (text += piece));
  await once(socket, 'close');
  expect(text.split(primaryText)).toHaveLength(3);
});

it('ends a request whose client sends half of a body', async () => {
  await using fixture = await startFixture();
  const { port, hostname } = new URL(fixture.url);
  const socket = connect(Number(port), hostname, () =>
    socket.write(
      'POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\nexpect: 100-continue\r\ncontent-length: 100\r\n\r\n',
    ),
  );
  // The server has started to read the request.
  const [interim] = await once(socket, 'data');
  expect(String(interim)).toContain('100 Continue');
  await new Promise((resolve) => void socket.write('{"model"', resolve));
  socket.resetAndDestroy();
  expect((await fixture.post('/v1/chat/completions', bodyFor(''))).status).toBe(200);
  expect(fixture.primary.requests).toHaveLength(1);
});
