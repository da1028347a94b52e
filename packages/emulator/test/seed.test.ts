import { createHash } from 'node:crypto';
import { connect } from 'node:net';

import { describe, expect, it } from 'vitest';

import {
  startAnthropicEmulator,
  startFakeGptEmulator,
  startGoogleEmulator,
  startOllamaEmulator,
  startOpenAiEmulator,
  startResponsesEmulator,
} from '../src/index.ts';
import { createNextBody } from './test-client.ts';

interface RequestOptions {
  readonly method?: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Returns every byte of the response, head included. */
function readBytes(
  url: string,
  { method = 'POST', path, headers = {}, body = '' }: RequestOptions,
) {
  const { port } = new URL(url);
  const lines = Object.entries({
    host: 'emulator',
    connection: 'close',
    'content-length': String(Buffer.byteLength(body)),
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  const chunks: Buffer[] = [];
  return new Promise<string>((resolve, reject) => {
    connect(Number(port), '127.0.0.1')
      .on('data', (chunk) => chunks.push(chunk))
      .on('end', () => resolve(Buffer.concat(chunks).toString()))
      .on('error', reject)
      .end(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`);
  });
}

const json = { 'content-type': 'application/json' };

/** Returns the responses of an OpenAI emulator to a fixed list of requests. */
async function callOpenAi(seed: string | number | undefined): Promise<readonly string[]> {
  await using emulator = await startOpenAiEmulator({
    ...(seed !== undefined && { seed }),
    faults: ['none', 'tool-ids-in-every-chunk', 'key-echo'],
    scripts: { flaky: ['disconnect-after-text'] },
  });
  const chat = { model: 'gpt-5', messages: [{ role: 'user', content: '2+3' }] };
  const path = '/v1/chat/completions';
  const streamed = JSON.stringify({ ...chat, stream: true });
  const responses: string[] = [];
  for (const [body, script] of [[streamed], [streamed], [streamed], [streamed, 'flaky']] as const) {
    const headers = { ...json, ...(script !== undefined && { 'x-emulator-script': script }) };
    responses.push(await readBytes(emulator.url, { path, headers, body }));
  }
  responses.push(
    await readBytes(emulator.url, { path, headers: json, body: JSON.stringify(chat) }),
  );
  responses.push(await readBytes(emulator.url, { method: 'GET', path: '/v1/models' }));
  return responses;
}

/** Returns the responses of an Anthropic emulator to a fixed list of requests. */
async function callAnthropic(seed: string | undefined): Promise<readonly string[]> {
  await using emulator = await startAnthropicEmulator({
    ...(seed !== undefined && { seed }),
    faults: ['none', 'interleaved-blocks'],
  });
  const headers = { ...json, 'x-api-key': 'k', 'anthropic-version': '2023-06-01' };
  const messages = [{ role: 'user', content: '2+3' }];
  const message = { model: 'claude-sonnet-5', max_tokens: 64, messages };
  const path = '/v1/messages';
  const body = JSON.stringify({ ...message, stream: true });
  return [
    await readBytes(emulator.url, { path, headers, body }),
    await readBytes(emulator.url, { path, headers, body }),
    await readBytes(emulator.url, { path, headers, body: JSON.stringify(message) }),
  ];
}

/** Returns the responses of an emulator of OpenAI Responses to a fixed list of requests. */
async function callResponses(seed: string | undefined): Promise<readonly string[]> {
  await using emulator = await startResponsesEmulator({
    ...(seed !== undefined && { seed }),
    faults: ['none', 'interleaved-items'],
  });
  const request = { model: 'gpt-6-astra', input: '2+3' };
  const path = '/v1/responses';
  const body = JSON.stringify({ ...request, stream: true });
  return [
    await readBytes(emulator.url, { path, headers: json, body }),
    await readBytes(emulator.url, { path, headers: json, body }),
    await readBytes(emulator.url, { path, headers: json, body: JSON.stringify(request) }),
  ];
}

/** Returns the responses of a Gemini emulator to a fixed list of requests. */
async function callGoogle(seed: string | undefined): Promise<readonly string[]> {
  await using emulator = await startGoogleEmulator({
    ...(seed !== undefined && { seed }),
    faults: ['none', 'tool-calls-joined'],
  });
  const headers = { ...json, 'x-goog-api-key': 'k' };
  const body = JSON.stringify({ contents: [{ role: 'user', parts: [{ text: '2+3' }] }] });
  const model = '/v1beta/models/gemini-3.8-flash';
  const path = `${model}:streamGenerateContent?alt=sse`;
  return [
    await readBytes(emulator.url, { path, headers, body }),
    await readBytes(emulator.url, { path, headers, body }),
    await readBytes(emulator.url, { path: `${model}:generateContent`, headers, body }),
  ];
}

/** Returns the responses of an Ollama emulator to a fixed list of requests. */
async function callOllama(seed: string | undefined): Promise<readonly string[]> {
  await using emulator = await startOllamaEmulator({
    ...(seed !== undefined && { seed }),
    faults: ['none', { kind: 'tool-calls-repeated', times: 2 }],
  });
  const body = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: '2+3' }] });
  const post = { path: '/api/chat', headers: json, body };
  const responses: string[] = [];
  for (const request of [post, post, post, { method: 'GET', path: '/api/tags' } as const]) {
    responses.push(await readBytes(emulator.url, request));
  }
  return responses;
}

/** Returns the responses of a FakeGpt emulator to a login and two conversations. */
async function callFakeGpt(seed: string | undefined): Promise<readonly string[]> {
  await using emulator = await startFakeGptEmulator({ ...(seed !== undefined && { seed }) });
  const { url } = emulator;
  const loads = await readBytes(url, { method: 'GET', path: '/api/loads?t=0' });
  const tokenId = /"token_id":"(\w+)"/u.exec(loads)?.[1] ?? '';
  const login = await readBytes(url, {
    path: '/auth/login',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: `token_key=${tokenId}&session_password=abcdefg1`,
  });
  const credential = /credential=([^;]+)/u.exec(login)?.[1] ?? '';
  const headers = { cookie: `credential=${credential}`, authorization: `Bearer ${credential}` };
  const session = await readBytes(url, { method: 'GET', path: '/api/auth/session', headers });
  const body = JSON.stringify(createNextBody('Hello'));
  const post = { path: '/api/conversation', headers: { ...json, ...headers }, body };
  return [loads, login, session, await readBytes(url, post), await readBytes(url, post)];
}

describe.each([
  ['OpenAI', callOpenAi],
  ['Ollama', callOllama],
  ['FakeGpt', callFakeGpt],
  ['Anthropic', callAnthropic],
  ['OpenAI Responses', callResponses],
  ['Gemini', callGoogle],
] as const)('%s emulator with a seed', (_, call) => {
  it('sends the same bytes as another emulator with the same seed', async () => {
    const [first, second] = [await call('seven'), await call('seven')];
    expect(second).toEqual(first);
    const date = 'Fri, 01 Jan 2100 00:00:00 GMT';
    for (const bytes of first) expect(bytes).toMatch(new RegExp(`^HTTP/1\\.1 [^]*date: ${date}`));
  });

  it('sends other bytes with another seed, and new bytes each time without a seed', async () => {
    const all = [await call('seven'), await call('eight'), await call(undefined)];
    const digests = [...all, await call(undefined)].map((responses) =>
      digest(responses.join('\n')),
    );
    expect(new Set(digests).size).toBe(4);
  });
});

it('gives each script its own ids, independent of other requests', async () => {
  const options = { seed: 1, scripts: { a: [], b: [] } };
  const request = {
    path: '/v1/chat/completions',
    headers: { ...json, 'x-emulator-script': 'a' },
    body: JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'Hi' }] }),
  };
  const other = { ...request, headers: { ...json, 'x-emulator-script': 'b' } };
  await using alone = await startOpenAiEmulator(options);
  await using busy = await startOpenAiEmulator(options);
  await readBytes(busy.url, { method: 'GET', path: '/v1/models' });
  const response = await readBytes(alone.url, request);
  expect(await readBytes(busy.url, request)).toBe(response);
  expect(await readBytes(busy.url, other)).not.toBe(response);
});

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
