import { once } from 'node:events';
import { connect } from 'node:net';

import { describe, expect, it, vi } from 'vitest';

import { exchange } from '../../test/exchange.ts';
import { createChatBody, startPair } from '../../test/openai-client.ts';
import { TestClient } from '../../test/test-client.ts';
import { fingerprint, startFakeGptEmulator, startOpenAiEmulator } from '../index.ts';

const key = 'sk-canary-0f1e2d3c4b5a';

describe('emulator.nextRequest() and emulator.requests', () => {
  it('resolves several waiting calls for requests in one packet', async () => {
    await using emulator = await startOpenAiEmulator();
    const pending = [emulator.nextRequest(), emulator.nextRequest(), emulator.nextRequest()];
    const socket = connect(Number(new URL(emulator.url).port), '127.0.0.1');
    const heads = ['/a', '/b', '/c'].map(
      (path) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`,
    );
    socket.write(heads.join(''));
    const paths = (await Promise.all(pending)).map(({ path }) => path);
    socket.destroy();
    expect(paths).toEqual(['/a', '/b', '/c']);
  });

  it('rejects with the error of a filter and delivers the request to another call', async () => {
    await using emulator = await startOpenAiEmulator();
    const failing = emulator.nextRequest(() => {
      throw new Error('filter failed');
    });
    const failure = failing.catch((error: unknown) => error);
    const other = emulator.nextRequest();
    const { status } = await exchange(`${emulator.url}/a`);
    expect([status, (await other).path]).toEqual([404, '/a']);
    expect(await failure).toEqual(new Error('filter failed'));
  });

  it('does not return a request that was removed before its body was read', async () => {
    await using emulator = await startOpenAiEmulator({ maxRecordedRequests: 1 });
    const socket = connect(Number(new URL(emulator.url).port), '127.0.0.1');
    socket.write('POST /slow HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\n');
    await vi.waitFor(() => expect(emulator.requests).toHaveLength(1));
    await exchange(`${emulator.url}/quick`);
    const responded = once(socket, 'data');
    socket.write('x');
    await responded;
    socket.destroy();
    expect((await emulator.nextRequest()).path).toBe('/quick');
    await expect(emulator.nextRequest(undefined, 1)).rejects.toThrow(
      'No matching request arrived within 1 ms. Requests received: 1, the latest: GET /quick.',
    );
  });

  it('records the request, the fault and the ending', async () => {
    await using pair = await startPair({ faults: ['none', 'overloaded'] }, { apiKey: key });
    const before = Date.now();
    await pair.client.chat.completions.create({
      model: 'gpt-5',
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: [{ type: 'text', text: 'Hi' }] },
      ],
    });
    const first = await pair.emulator.nextRequest();
    await first.waitForEnd();
    expect(first).toMatchObject({
      method: 'POST',
      path: '/v1/chat/completions',
      body: { model: 'gpt-5' },
      key: fingerprint(key),
      script: undefined,
      model: 'gpt-5',
      messages: [
        { role: 'system', text: 'Be brief.' },
        { role: 'user', text: 'Hi' },
      ],
      lastUserMessage: 'Hi',
      fault: undefined,
      status: 200,
      ending: 'finished',
    });
    expect(first.startedAtMs).toBeGreaterThan(before - 1000);
    expect(first.endedAtMs).toBeGreaterThanOrEqual(first.startedAtMs);
    await expect(pair.client.chat.completions.create(createChatBody('Hi'))).rejects.toThrow('503');
    expect(await pair.emulator.nextRequest()).toMatchObject({ fault: 'overloaded', status: 503 });
  });

  it('records aborted requests and dropped connections', async () => {
    await using pair = await startPair({ faults: ['stall-after-text', 'disconnect-mid-frame'] });
    const controller = new AbortController();
    const body = { ...createChatBody('Hi'), stream: true } as const;
    const { signal } = controller;
    await pair.client.chat.completions.create(body, { signal });
    const aborted = await pair.emulator.nextRequest();
    expect([aborted.fault, aborted.ending, aborted.endedAtMs]).toEqual([
      'stall-after-text',
      undefined,
      undefined,
    ]);
    controller.abort();
    expect((await aborted.waitForEnd()).ending).toBe('client-aborted');
    const stream = await pair.client.chat.completions.create(body);
    await expect(Array.fromAsync(stream)).rejects.toThrow('terminated');
    const dropped = await pair.emulator.nextRequest();
    expect((await dropped.waitForEnd()).ending).toBe('connection-dropped');
  });

  it('replaces keys, tokens, cookies and passwords with fingerprints', async () => {
    await using emulator = await startFakeGptEmulator();
    const testClient = await TestClient.login(emulator);
    await testClient.sendPrompt('hi');
    await exchange(`${emulator.url}/?api_key=${key}&t=7`, {
      headers: { 'api-key': key, 'x-goog-api-key': key, authorization: key, cookie: `a=${key}; b` },
    });
    const recorded = JSON.stringify(emulator.requests);
    for (const secret of [key, testClient.credential, 'abcdefg1'])
      expect(recorded).not.toContain(secret);
    const [, login, conversation, other] = emulator.requests;
    expect(login?.body).toMatchObject({ session_password: fingerprint('abcdefg1') });
    expect(conversation).toMatchObject({
      key: fingerprint(testClient.credential),
      model: 'text-davinci-002-render-sha',
      messages: [{ role: 'user', text: 'hi' }],
      lastUserMessage: 'hi',
      headers: {
        'x-authorization': `Bearer ${fingerprint(testClient.credential)}`,
        cookie: `credential=${fingerprint(testClient.credential)}`,
      },
    });
    expect(other).toMatchObject({
      query: { api_key: fingerprint(key), t: '7' },
      headers: { 'api-key': fingerprint(key), authorization: fingerprint(key) },
      key: fingerprint(key),
    });
  });

  it('returns each request once and in order, to waiting and to later calls', async () => {
    await using emulator = await startOpenAiEmulator();
    const pending = [emulator.nextRequest(), emulator.nextRequest(({ path }) => path === '/c')];
    for (const path of ['/a', '/b', '/c', '/d']) await exchange(emulator.url + path);
    const later = [emulator.nextRequest(({ path }) => path === '/d'), emulator.nextRequest()];
    const paths = (await Promise.all([...pending, ...later])).map(({ path }) => path);
    expect(paths).toEqual(['/a', '/c', '/d', '/b']);
  });

  it('returns a request that failed in the emulator', async () => {
    await using emulator = await startOpenAiEmulator();
    await exchange(emulator.url, { method: 'POST', body: 'x'.repeat(17 * 1024 * 1024) });
    const request = await emulator.nextRequest();
    expect([(await request.waitForEnd()).status, request.body]).toEqual([500, undefined]);
  });

  it('rejects with the received requests after a timeout and after close()', async () => {
    const emulator = await startOpenAiEmulator();
    await expect(emulator.nextRequest(undefined, 1)).rejects.toThrow(
      'No matching request arrived within 1 ms. Requests received: 0.',
    );
    await exchange(`${emulator.url}/a`);
    const pending = emulator.nextRequest(({ method }) => method === 'POST', 1_000_000);
    const failure = pending.catch((error: unknown) => error);
    await emulator.close();
    expect(await failure).toMatchObject({
      message:
        'The emulator was closed before a matching request arrived. Requests received: 1, the latest: GET /a.',
    });
    await expect(emulator.nextRequest(({ path }) => path === '/b')).rejects.toThrow('was closed');
    expect((await emulator.nextRequest()).path).toBe('/a');
  });
});
