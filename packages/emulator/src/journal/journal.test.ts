import { once } from 'node:events';
import { connect } from 'node:net';

import { describe, expect, it, vi } from 'vitest';

import { exchange } from '../../test/exchange.ts';
import { ask, startPair } from '../../test/openai-client.ts';
import { Visitor } from '../../test/test-client.ts';
import { fingerprint, startFakeGptEmulator, startOpenAiEmulator } from '../index.ts';

const key = 'sk-canary-0f1e2d3c4b5a';

describe('the journal', () => {
  it('serves everyone who waits, however close the requests come', async () => {
    await using emulator = await startOpenAiEmulator();
    const awaited = [emulator.nextRequest(), emulator.nextRequest(), emulator.nextRequest()];
    const socket = connect(Number(new URL(emulator.url).port), '127.0.0.1');
    const heads = ['/a', '/b', '/c'].map(
      (path) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`,
    );
    socket.write(heads.join(''));
    const paths = (await Promise.all(awaited)).map(({ path }) => path);
    socket.destroy();
    expect(paths).toEqual(['/a', '/b', '/c']);
  });

  it('tells whoever waits that the filter throws, and keeps the request for others', async () => {
    await using emulator = await startOpenAiEmulator();
    const wrong = emulator.nextRequest(() => {
      throw new Error('a filter is wrong');
    });
    const failure = wrong.catch((error: unknown) => error);
    const right = emulator.nextRequest();
    const { status } = await exchange(`${emulator.url}/a`);
    expect([status, (await right).path]).toEqual([404, '/a']);
    expect(await failure).toEqual(new Error('a filter is wrong'));
  });

  it('hands out no request that was forgotten before it was read', async () => {
    await using emulator = await startOpenAiEmulator({ maxRecordedRequests: 1 });
    const socket = connect(Number(new URL(emulator.url).port), '127.0.0.1');
    socket.write('POST /slow HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\n');
    await vi.waitFor(() => expect(emulator.requests).toHaveLength(1));
    await exchange(`${emulator.url}/quick`);
    const answered = once(socket, 'data');
    socket.write('x');
    await answered;
    socket.destroy();
    expect((await emulator.nextRequest()).path).toBe('/quick');
    await expect(emulator.nextRequest(undefined, 1)).rejects.toThrow(
      'No such request came within 1 ms. 1 came, the last: GET /quick.',
    );
  });

  it('tells what was asked, what was played, and how it ended', async () => {
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
    await expect(pair.client.chat.completions.create(ask('Hi'))).rejects.toThrow('503');
    expect(await pair.emulator.nextRequest()).toMatchObject({ fault: 'overloaded', status: 503 });
  });

  it('tells of those who left, and of connections that were dropped', async () => {
    await using pair = await startPair({ faults: ['stall-after-text', 'disconnect-mid-frame'] });
    const controller = new AbortController();
    const asked = { ...ask('Hi'), stream: true } as const;
    const { signal } = controller;
    await pair.client.chat.completions.create(asked, { signal });
    const left = await pair.emulator.nextRequest();
    expect([left.fault, left.ending, left.endedAtMs]).toEqual([
      'stall-after-text',
      undefined,
      undefined,
    ]);
    controller.abort();
    expect((await left.waitForEnd()).ending).toBe('client-aborted');
    const stream = await pair.client.chat.completions.create(asked);
    await expect(Array.fromAsync(stream)).rejects.toThrow('terminated');
    const dropped = await pair.emulator.nextRequest();
    expect((await dropped.waitForEnd()).ending).toBe('connection-dropped');
  });

  it('holds no key, token, cookie or password in the clear', async () => {
    await using emulator = await startFakeGptEmulator();
    const visitor = await Visitor.login(emulator);
    await visitor.ask('hi');
    await exchange(`${emulator.url}/?api_key=${key}&t=7`, {
      headers: { 'api-key': key, 'x-goog-api-key': key, authorization: key, cookie: `a=${key}; b` },
    });
    const told = JSON.stringify(emulator.requests);
    for (const secret of [key, visitor.credential, 'abcdefg1']) expect(told).not.toContain(secret);
    const [, login, conversation, other] = emulator.requests;
    expect(login?.body).toMatchObject({ session_password: fingerprint('abcdefg1') });
    expect(conversation).toMatchObject({
      key: fingerprint(visitor.credential),
      model: 'text-davinci-002-render-sha',
      messages: [{ role: 'user', text: 'hi' }],
      lastUserMessage: 'hi',
      headers: {
        'x-authorization': `Bearer ${fingerprint(visitor.credential)}`,
        cookie: `credential=${fingerprint(visitor.credential)}`,
      },
    });
    expect(other).toMatchObject({
      query: { api_key: fingerprint(key), t: '7' },
      headers: { 'api-key': fingerprint(key), authorization: fingerprint(key) },
      key: fingerprint(key),
    });
  });

  it('hands out each request once, in order, to those who wait and those who come later', async () => {
    await using emulator = await startOpenAiEmulator();
    const awaited = [emulator.nextRequest(), emulator.nextRequest(({ path }) => path === '/c')];
    for (const path of ['/a', '/b', '/c', '/d']) await exchange(emulator.url + path);
    const later = [emulator.nextRequest(({ path }) => path === '/d'), emulator.nextRequest()];
    const paths = (await Promise.all([...awaited, ...later])).map(({ path }) => path);
    expect(paths).toEqual(['/a', '/c', '/d', '/b']);
  });

  it('hands out a request that the emulator could not answer, too', async () => {
    await using emulator = await startOpenAiEmulator();
    await exchange(emulator.url, { method: 'POST', body: 'x'.repeat(17 * 1024 * 1024) });
    const request = await emulator.nextRequest();
    expect([(await request.waitForEnd()).status, request.body]).toEqual([500, undefined]);
  });

  it('says what came, when what is awaited does not', async () => {
    const emulator = await startOpenAiEmulator();
    await expect(emulator.nextRequest(undefined, 1)).rejects.toThrow(
      'No such request came within 1 ms. None came at all.',
    );
    await exchange(`${emulator.url}/a`);
    const none = emulator.nextRequest(({ method }) => method === 'POST', 1_000_000);
    const failure = none.catch((error: unknown) => error);
    await emulator.close();
    expect(await failure).toMatchObject({
      message: 'The emulator was closed before such a request came. 1 came, the last: GET /a.',
    });
    await expect(emulator.nextRequest(({ path }) => path === '/b')).rejects.toThrow('was closed');
    expect((await emulator.nextRequest()).path).toBe('/a');
  });
});
