import { gunzipSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import { type HttpResponse, exchange } from '../../../test/exchange.ts';
import { readData, readEvents, readSnapshots } from '../../../test/read-events.ts';
import { TestClient, postLogin, readFirstTokenId } from '../../../test/test-client.ts';
import { listFaultNames } from '../../faults/fault-table.ts';
import { type FakeGptEmulator, startFakeGptEmulator } from '../start-fakegpt-emulator.ts';
import type { FakeGptFault, FakeGptFaultName } from './fakegpt-fault.ts';
import { loginFaults } from './request-faults.ts';

const responseText = 'Teal it is.';
const plain = ['', 'Teal', 'Teal it ', responseText, responseText];
const beforeFault = ['', 'Teal', 'Teal it '];

function start(...faults: readonly (FakeGptFault | FakeGptFaultName)[]): Promise<FakeGptEmulator> {
  return startFakeGptEmulator({ rules: [{ when: /^/u, response: responseText }], faults });
}

/** Sends a prompt with a fault. The client aborts when the text contains `until`. */
async function sendWithFault(
  fault: FakeGptFault | FakeGptFaultName,
  until?: string,
): Promise<HttpResponse> {
  await using emulator = await start(fault);
  const testClient = await TestClient.login(emulator);
  return await testClient.sendPrompt(
    'hi',
    until === undefined ? {} : { until: (text) => text.includes(until) },
  );
}

describe('faults of GET /api/loads', () => {
  it.each([
    ['loads-empty', 200, '{"loads":[]}'],
    ['loads-html-page', 200, '<!DOCTYPE html>'],
    ['loads-challenge', 403, 'Just a moment...'],
    ['loads-server-error', 500, 'Internal Server Error'],
  ] as const)('%s', async (fault, status, part) => {
    await using emulator = await start({ kind: fault, times: 1 });
    const failed = await exchange(`${emulator.url}/api/loads`);
    expect([failed.status, failed.text]).toEqual([status, expect.stringContaining(part)]);
    expect(emulator.requests[0]?.fault).toBe(fault);
    expect(JSON.parse((await exchange(`${emulator.url}/api/loads`)).text).loads).toHaveLength(8);
  });

  it('loads-all-busy', async () => {
    await using emulator = await start({ kind: 'loads-all-busy', count: 7 });
    const { loads } = JSON.parse((await exchange(`${emulator.url}/api/loads`)).text);
    expect(loads.map(({ count }: { count: number }) => count)).toEqual(Array(8).fill(7));
  });
});

describe('faults of POST /auth/login', () => {
  const expected = {
    'login-rejected': [400, '"code":400'],
    'login-code-400': [200, '"code":400'],
    'login-without-cookie': [200, '<!DOCTYPE html>'],
    'login-challenge': [403, 'Just a moment...'],
    'login-rate-limited': [429, 'Too many requests'],
    'login-server-error': [500, 'Internal Server Error'],
  } as const;

  it.each(listFaultNames(loginFaults))('%s fails one login', async (fault) => {
    await using emulator = await start({ kind: fault, times: 1 });
    const tokenId = await readFirstTokenId(emulator.url);
    const failed = await postLogin(emulator.url, tokenId);
    const [status, part] = expected[fault];
    expect([failed.status, failed.text]).toEqual([status, expect.stringContaining(part)]);
    expect(failed.headers['set-cookie']).toBeUndefined();
    expect(emulator.requests.at(-1)).toMatchObject({ fault, tokenId });
    expect((await postLogin(emulator.url, tokenId)).headers['set-cookie']).toHaveLength(2);
  });
});

describe('faults of GET /api/auth/session', () => {
  it('session-empty', async () => {
    await using emulator = await start('session-empty');
    expect((await (await TestClient.login(emulator)).getSession()).text).toBe('{}');
  });

  it('session-server-error', async () => {
    await using emulator = await start('session-server-error');
    const testClient = await TestClient.login(emulator);
    expect(await testClient.getSession()).toMatchObject({ status: 500 });
    expect(emulator.requests.at(-1)).toMatchObject({ fault: 'session-server-error' });
  });

  it('session-without-token', async () => {
    await using emulator = await start('session-without-token');
    const session = JSON.parse((await (await TestClient.login(emulator)).getSession()).text);
    expect(Object.keys(session)).toEqual(['user', 'expires', 'authProvider']);
  });
});

describe('error responses', () => {
  it.each([
    ['rate-limit-one-message', 429, '"detail":"Only one message at a time.'],
    ['rate-limit-hour', 429, '"detail":"Too many requests in 1 hour.'],
    ['rate-limit-upgrade', 429, 'upgrade to the latest PandoraNext'],
    ['unusual-activity', 403, '"detail":"Our systems have detected unusual activity'],
    ['challenge', 403, 'Just a moment...'],
    ['conversation-not-found', 404, '"code":"conversation_not_found"'],
    ['message-too-long', 413, 'submit something shorter'],
    ['server-error', 500, 'Internal Server Error'],
    ['html-page', 200, '<!DOCTYPE html>'],
    ['json-body', 200, '{"detail":'],
  ] as const)('%s', async (fault, status, part) => {
    const { status: actual, text, headers } = await sendWithFault(fault);
    expect([actual, text]).toEqual([status, expect.stringContaining(part)]);
    expect(headers['content-type']).not.toContain('event-stream');
  });

  it.each([
    ['token-expired', 'token_expired'],
    ['token-invalid', 'invalid_jwt'],
  ] as const)('%s ends the login until the next one', async (kind, code) => {
    await using emulator = await start({ kind, times: 1 });
    const testClient = await TestClient.login(emulator);
    const first = await testClient.sendPrompt('hi');
    expect([first.status, JSON.parse(first.text).detail.code]).toEqual([401, code]);
    expect((await testClient.sendPrompt('hi')).status).toBe(401);
    expect((await testClient.getSession()).text).toBe('{}');
    expect((await (await TestClient.login(emulator)).sendPrompt('hi')).status).toBe(200);
  });

  it('rate-limit-model-cap reports when it clears', async () => {
    const { text } = await sendWithFault({ kind: 'rate-limit-model-cap', clearsInSeconds: 5 });
    expect(JSON.parse(text).detail).toMatchObject({ code: 'model_cap_exceeded', clears_in: 5 });
  });

  it('rate-limit-retry-after sends Retry-After', async () => {
    const { status, headers } = await sendWithFault({ kind: 'rate-limit-retry-after', seconds: 9 });
    expect([status, headers['retry-after']]).toEqual([429, '9']);
  });

  it('redirect sends its location', async () => {
    const { status, headers } = await sendWithFault({
      kind: 'redirect',
      location: 'http://other.invalid/',
    });
    expect([status, headers.location]).toEqual([302, 'http://other.invalid/']);
  });

  it('challenge sends the header cf-mitigated', async () => {
    expect((await sendWithFault('challenge')).headers['cf-mitigated']).toBe('challenge');
  });
});

describe('other content', () => {
  it('error-before-text', async () => {
    const { text } = await sendWithFault('error-before-text');
    expect(readSnapshots(text)).toEqual([]);
    expect(readEvents(text).at(-1)).toMatchObject({
      message: null,
      error: expect.stringContaining('Something went wrong'),
    });
  });

  it('error-after-text', async () => {
    const { text } = await sendWithFault('error-after-text');
    expect(readSnapshots(text)).toEqual(beforeFault);
    expect(readEvents(text).at(-1)?.error).toContain('Something went wrong');
  });

  it('internal-server-error-line', async () => {
    const { text } = await sendWithFault('internal-server-error-line');
    expect(readSnapshots(text)).toEqual(beforeFault);
    expect(text).toMatch(/\n\nInternal Server Error\n$/u);
  });

  it.each([
    ['moderation-blocked-before-text', [], 'question'],
    ['moderation-blocked-after-text', beforeFault, undefined],
  ] as const)('%s', async (fault, snapshots, messageId) => {
    const { text } = await sendWithFault(fault);
    expect(readSnapshots(text)).toEqual(snapshots);
    const last = readEvents(text).at(-1);
    expect(last?.moderation_response?.blocked).toBe(true);
    expect(last?.message_id).toBe(messageId ?? readEvents(text)[2]?.message?.id);
  });

  it('websocket-handover', async () => {
    const { text } = await sendWithFault('websocket-handover');
    expect(readEvents(text)).toEqual([
      expect.objectContaining({ wss_url: 'wss://example.invalid/s' }),
    ]);
  });

  it.each(['code', 'text'] as const)('tool-turn with a call as %s', async (contentType) => {
    const { text } = await sendWithFault({ kind: 'tool-turn', contentType });
    const messages = readEvents(text).flatMap(({ message }) => message ?? []);
    const call = messages.filter(({ recipient }) => recipient === 'browser');
    const callTexts = call.map(({ content }) => content.text ?? content.parts?.[0]);
    expect(call[0]?.content.content_type).toBe(contentType);
    expect(callTexts).toEqual(['', 'search', 'search("x")']);
    expect(call.at(-1)).toMatchObject({ status: 'finished_successfully', end_turn: false });
    const result = messages.find(({ author }) => author.role === 'tool');
    expect(result).toMatchObject({ author: { name: 'browser' }, recipient: 'all' });
    expect(readSnapshots(text)).toEqual(plain);
    const ids = messages.slice(2).map(({ id }) => id);
    expect(new Set(ids).size).toBe(3);
  });

  it('rewritten-snapshot', async () => {
    const { text } = await sendWithFault('rewritten-snapshot');
    expect(readSnapshots(text)).toEqual([...beforeFault, `Rather this: ${responseText}`]);
  });

  it('invalid-utf8', async () => {
    const { chunks, text } = await sendWithFault('invalid-utf8');
    expect(Buffer.concat(chunks).includes(Buffer.of(0xff, 0xfe))).toBe(true);
    expect(readSnapshots(text)).toEqual([...plain.slice(0, -1), `${responseText}\uFFFD\uFFFD`]);
    expect(readData(text).at(-1)).toBe('[DONE]');
  });
});

describe('position of a fault', () => {
  it.each([
    [{ afterEvents: 0 }, []],
    [{ afterEvents: 2 }, []],
    [{ afterEvents: 3 }, ['']],
    [{ afterEvents: 4 }, ['', 'Teal']],
    [{ afterEvents: 99 }, plain.slice(0, -1)],
    [{ afterCharacters: 0 }, []],
    [{ afterCharacters: 5 }, beforeFault],
  ])('truncates the stream at %j', async (position, snapshots) => {
    const { text } = await sendWithFault({ kind: 'truncated-stream', ...position });
    expect(readSnapshots(text)).toEqual(snapshots);
  });

  it('interrupted keeps the text before its position', async () => {
    const { text } = await sendWithFault({ kind: 'interrupted', afterEvents: 4 });
    expect(readSnapshots(text)).toEqual(['', 'Teal', 'Teal']);
    const messages = readEvents(text).flatMap(({ message }) => message ?? []);
    expect(messages.at(-1)).toMatchObject({
      status: 'finished_partial_completion',
      metadata: { finish_details: { type: 'interrupted' } },
    });
    expect(readData(text).at(-1)).toBe('[DONE]');
    expect(
      readSnapshots((await sendWithFault({ kind: 'interrupted', afterEvents: 1 })).text),
    ).toEqual(['']);
  });
});

describe('inserted events', () => {
  it('malformed-event', async () => {
    const { text } = await sendWithFault('malformed-event');
    expect(readData(text)[5]).toBe('{"message":{"id":');
    expect(readSnapshots(text)).toEqual(plain);
  });

  it('shrinking-snapshot', async () => {
    const { text } = await sendWithFault('shrinking-snapshot');
    expect(readSnapshots(text)).toEqual([...beforeFault, 'Teal', responseText, responseText]);
  });

  it('non-string-parts', async () => {
    const { text } = await sendWithFault('non-string-parts');
    expect(readSnapshots(text)[3]).toEqual({ asset_pointer: expect.any(String) });
    expect(readSnapshots(text).at(-1)).toBe(responseText);
  });

  it('unknown-events', async () => {
    const { text } = await sendWithFault('unknown-events');
    expect(text).toContain('"type":"title_generation"');
    expect(readSnapshots(text)).toEqual(plain);
  });

  it.each([
    ['large-frame', 200 * 1024],
    ['huge-frame', 40 * 1024 * 1024],
  ] as const)('%s', async (fault, bytes) => {
    const { text } = await sendWithFault(fault);
    const longest = Math.max(...readData(text).map((data) => data.length));
    expect(longest).toBeGreaterThan(bytes);
    expect(longest).toBeLessThan(bytes + 2000);
    expect(readSnapshots(text).at(-1)).toBe(responseText);
  });
});

describe('end of the stream', () => {
  it.each([
    ['empty-stream', ''],
    ['only-comments', ': still here\n\n'.repeat(3)],
    ['only-done', 'data: [DONE]\n\n'],
  ] as const)('%s', async (fault, body) => {
    const { status, text, failure } = await sendWithFault(fault);
    expect([status, text, failure]).toEqual([200, body, undefined]);
  });

  it('missing-done', async () => {
    const { text, failure } = await sendWithFault('missing-done');
    expect([readSnapshots(text), failure]).toEqual([plain, undefined]);
    expect(text).not.toContain('[DONE]');
  });

  it('open-after-done', async () => {
    await using emulator = await start('open-after-done');
    const testClient = await TestClient.login(emulator);
    await testClient.sendPrompt('hi', { until: (text) => text.endsWith('data: [DONE]\n\n') });
    await expect.poll(() => emulator.requests.at(-1)?.ending).toBe('client-aborted');
  });

  it('junk-after-done', async () => {
    const { text } = await sendWithFault('junk-after-done');
    expect(text).toMatch(/data: \[DONE\]\n\ndata: \{"junk":true\}\n\n<junk>$/u);
  });

  it('truncated-stream', async () => {
    const { text, failure } = await sendWithFault('truncated-stream');
    expect([readSnapshots(text), failure]).toEqual([beforeFault, undefined]);
    expect(text).not.toContain('[DONE]');
  });

  it.each([
    ['end-mid-frame', undefined],
    ['disconnect-mid-frame', 'ECONNRESET'],
    ['reset-mid-frame', 'ECONNRESET'],
  ] as const)('%s', async (fault, failure) => {
    const cut = await sendWithFault(fault);
    expect(readSnapshots(cut.text)).toEqual(beforeFault);
    expect(cut.text).toMatch(/"ro$/u);
    expect(cut.failure).toBe(failure);
  });

  it('stall-before-headers', async () => {
    const emulator = await start('stall-before-headers');
    const testClient = await TestClient.login(emulator);
    const response = testClient.sendPrompt('hi').catch(() => 'no response');
    await expect.poll(() => emulator.requests.at(-1)?.fault).toBe('stall-before-headers');
    expect(emulator.requests.at(-1)?.status).toBeUndefined();
    await emulator.close();
    expect(await response).toBe('no response');
  });

  it('stall-after-headers', async () => {
    const emulator = await start('stall-after-headers');
    const response = (await TestClient.login(emulator)).sendPrompt('hi');
    await expect
      .poll(() => emulator.requests.at(-1))
      .toMatchObject({ fault: 'stall-after-headers', status: 200 });
    await emulator.close();
    expect(await response).toMatchObject({ status: 200, text: '', failure: 'ECONNRESET' });
  });

  it('stall-after-text', async () => {
    const { text } = await sendWithFault('stall-after-text', '"Teal it "');
    expect(readSnapshots(text)).toEqual(beforeFault);
  });

  it('endless-comments', async () => {
    const { text } = await sendWithFault(
      { kind: 'endless-comments', intervalMs: 1 },
      ': still here\n\n'.repeat(3),
    );
    expect(readData(text)).toEqual([]);
  });
});

describe('length and bytes', () => {
  it('crlf', async () => {
    const { text } = await sendWithFault('crlf');
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/u);
    expect(readSnapshots(text)).toEqual(plain);
  });

  it('split-utf8', async () => {
    await using emulator = await startFakeGptEmulator({
      rules: [{ when: 'hi', response: 'Да 😀' }],
      faults: ['split-utf8'],
    });
    const { chunks, text } = await (await TestClient.login(emulator)).sendPrompt('hi');
    expect(Math.max(...chunks.map((chunk) => chunk.length))).toBe(1);
    expect(text).toContain('"Да 😀"');
  });

  it('pings', async () => {
    const { text } = await sendWithFault('pings');
    expect(text).toContain('\n\n: ping\n\n');
    expect(text).not.toContain('event: ping');
    expect(readSnapshots(text)).toEqual(plain);
  });

  it('sends comments with the option eventsPerPing', async () => {
    await using emulator = await startFakeGptEmulator({ eventsPerPing: 1 });
    const { text } = await (await TestClient.login(emulator)).sendPrompt('hi');
    expect(text).toContain('\n\n: ping\n\n');
    expect(text).not.toContain('event: ping');
  });

  it('gzip-encoding', async () => {
    const { headers, chunks } = await sendWithFault('gzip-encoding');
    expect(headers['content-encoding']).toBe('gzip');
    expect(readSnapshots(gunzipSync(Buffer.concat(chunks)).toString())).toEqual(plain);
  });
});
