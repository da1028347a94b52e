import { createHash } from 'node:crypto';
import { connect } from 'node:net';

import { describe, expect, it } from 'vitest';

import { startFakeGptEmulator, startOpenAiEmulator } from '../src/index.ts';
import { createNextBody } from './test-client.ts';

interface Told {
  readonly method?: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Every byte that comes back, the head included. */
function readBytes(url: string, { method = 'POST', path, headers = {}, body = '' }: Told) {
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

/** All that an emulated OpenAI says to the same questions. */
async function talkToOpenAi(seed: string | number | undefined): Promise<readonly string[]> {
  await using emulator = await startOpenAiEmulator({
    ...(seed !== undefined && { seed }),
    faults: ['none', 'tool-ids-in-every-chunk', 'key-echo'],
    scripts: { flaky: ['disconnect-after-text'] },
  });
  const asked = { model: 'gpt-5', messages: [{ role: 'user', content: '2+3' }] };
  const path = '/v1/chat/completions';
  const streamed = JSON.stringify({ ...asked, stream: true });
  const said: string[] = [];
  for (const [body, script] of [[streamed], [streamed], [streamed], [streamed, 'flaky']] as const) {
    const headers = { ...json, ...(script !== undefined && { 'x-emulator-script': script }) };
    said.push(await readBytes(emulator.url, { path, headers, body }));
  }
  said.push(await readBytes(emulator.url, { path, headers: json, body: JSON.stringify(asked) }));
  said.push(await readBytes(emulator.url, { method: 'GET', path: '/v1/models' }));
  return said;
}

/** All that an emulated FakeGpt says in a login and two turns of one conversation. */
async function talkToFakeGpt(seed: string | undefined): Promise<readonly string[]> {
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
  ['OpenAI', talkToOpenAi],
  ['FakeGpt', talkToFakeGpt],
] as const)('an emulated %s with a seed', (_, talk) => {
  it('answers byte for byte as another one with the same seed', async () => {
    const [first, second] = [await talk('seven'), await talk('seven')];
    expect(second).toEqual(first);
    const date = 'Fri, 01 Jan 2100 00:00:00 GMT';
    for (const bytes of first) expect(bytes).toMatch(new RegExp(`^HTTP/1\\.1 [^]*date: ${date}`));
  });

  it('answers in its own way with another seed, and never twice the same without one', async () => {
    const all = [await talk('seven'), await talk('eight'), await talk(undefined)];
    const digests = [...all, await talk(undefined)].map((said) => digest(said.join('\n')));
    expect(new Set(digests).size).toBe(4);
  });
});

it('a script has ids of its own, whatever else is asked meanwhile', async () => {
  const options = { seed: 1, scripts: { a: [], b: [] } };
  const told = {
    path: '/v1/chat/completions',
    headers: { ...json, 'x-emulator-script': 'a' },
    body: JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'Hi' }] }),
  };
  const other = { ...told, headers: { ...json, 'x-emulator-script': 'b' } };
  await using alone = await startOpenAiEmulator(options);
  await using busy = await startOpenAiEmulator(options);
  await readBytes(busy.url, { method: 'GET', path: '/v1/models' });
  const said = await readBytes(alone.url, told);
  expect(await readBytes(busy.url, told)).toBe(said);
  expect(await readBytes(busy.url, other)).not.toBe(said);
});

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
