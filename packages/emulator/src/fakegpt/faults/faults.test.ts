import { gunzipSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import { type HttpResponse, exchange } from '../../../test/exchange.ts';
import { readData, readEvents, readSnapshots } from '../../../test/read-events.ts';
import { TestClient, postLogin, readFirstTokenId } from '../../../test/test-client.ts';
import { type FakeGptEmulator, startFakeGptEmulator } from '../start-fakegpt-emulator.ts';
import type { FakeGptFault, FakeGptFaultName } from './fakegpt-fault.ts';
import { loginFaultNames } from './fault-names.ts';

const response = 'Teal it is.';
const plain = ['', 'Teal', 'Teal it ', response, response];
const beforeFault = ['', 'Teal', 'Teal it '];

function start(...faults: readonly (FakeGptFault | FakeGptFaultName)[]): Promise<FakeGptEmulator> {
  return startFakeGptEmulator({ rules: [{ when: /^/u, response }], faults });
}

/** The answer to a question played with a fault; the client hangs up at `until`, if it comes. */
async function play(fault: FakeGptFault | FakeGptFaultName, until?: string): Promise<HttpResponse> {
  await using emulator = await start(fault);
  const testClient = await TestClient.login(emulator);
  return await testClient.sendPrompt(
    'hi',
    until === undefined ? {} : { until: (text) => text.includes(until) },
  );
}

describe('faults of the account list', () => {
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

describe('faults of the login', () => {
  const expected = {
    'login-rejected': [400, '"code":400'],
    'login-code-400': [200, '"code":400'],
    'login-without-cookie': [200, '<!DOCTYPE html>'],
    'login-challenge': [403, 'Just a moment...'],
    'login-rate-limited': [429, 'Too many requests'],
    'login-server-error': [500, 'Internal Server Error'],
  } as const;

  it.each(loginFaultNames)('%s once, then a login', async (fault) => {
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

describe('faults of the session', () => {
  it('session-empty', async () => {
    await using emulator = await start('session-empty');
    expect((await (await TestClient.login(emulator)).getSession()).text).toBe('{}');
  });

  it('session-without-token', async () => {
    await using emulator = await start('session-without-token');
    const session = JSON.parse((await (await TestClient.login(emulator)).getSession()).text);
    expect(Object.keys(session)).toEqual(['user', 'expires', 'authProvider']);
  });
});

describe('refusals', () => {
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
    const { status: actual, text, headers } = await play(fault);
    expect([actual, text]).toEqual([status, expect.stringContaining(part)]);
    expect(headers['content-type']).not.toContain('event-stream');
  });

  it.each([
    ['token-expired', 'token_expired'],
    ['token-invalid', 'invalid_jwt'],
  ] as const)('%s ends the login for good, and a new one helps', async (kind, code) => {
    await using emulator = await start({ kind, times: 1 });
    const testClient = await TestClient.login(emulator);
    const first = await testClient.sendPrompt('hi');
    expect([first.status, JSON.parse(first.text).detail.code]).toEqual([401, code]);
    expect((await testClient.sendPrompt('hi')).status).toBe(401);
    expect((await testClient.getSession()).text).toBe('{}');
    expect((await (await TestClient.login(emulator)).sendPrompt('hi')).status).toBe(200);
  });

  it('rate-limit-model-cap says when it clears', async () => {
    const { text } = await play({ kind: 'rate-limit-model-cap', clearsInSeconds: 5 });
    expect(JSON.parse(text).detail).toMatchObject({ code: 'model_cap_exceeded', clears_in: 5 });
  });

  it('rate-limit-retry-after says when to come back', async () => {
    const { status, headers } = await play({ kind: 'rate-limit-retry-after', seconds: 9 });
    expect([status, headers['retry-after']]).toEqual([429, '9']);
  });

  it('redirect leads where it is told to', async () => {
    const { status, headers } = await play({ kind: 'redirect', location: 'http://other.invalid/' });
    expect([status, headers.location]).toEqual([302, 'http://other.invalid/']);
  });

  it('challenge says so in its headers', async () => {
    expect((await play('challenge')).headers['cf-mitigated']).toBe('challenge');
  });
});

describe('content', () => {
  it('error-before-text', async () => {
    const { text } = await play('error-before-text');
    expect(readSnapshots(text)).toEqual([]);
    expect(readEvents(text).at(-1)).toMatchObject({
      message: null,
      error: expect.stringContaining('Something went wrong'),
    });
  });

  it('error-after-text', async () => {
    const { text } = await play('error-after-text');
    expect(readSnapshots(text)).toEqual(beforeFault);
    expect(readEvents(text).at(-1)?.error).toContain('Something went wrong');
  });

  it('internal-server-error-line', async () => {
    const { text } = await play('internal-server-error-line');
    expect(readSnapshots(text)).toEqual(beforeFault);
    expect(text).toMatch(/\n\nInternal Server Error\n$/u);
  });

  it.each([
    ['moderation-blocked-before-text', [], 'question'],
    ['moderation-blocked-after-text', beforeFault, undefined],
  ] as const)('%s', async (fault, snapshots, about) => {
    const { text } = await play(fault);
    expect(readSnapshots(text)).toEqual(snapshots);
    const last = readEvents(text).at(-1);
    expect(last?.moderation_response?.blocked).toBe(true);
    expect(last?.message_id).toBe(about ?? readEvents(text)[2]?.message?.id);
  });

  it('websocket-handover', async () => {
    const { text } = await play('websocket-handover');
    expect(readEvents(text)).toEqual([
      expect.objectContaining({ wss_url: 'wss://example.invalid/s' }),
    ]);
  });

  it.each(['code', 'text'] as const)('tool-turn, the call as %s', async (contentType) => {
    const { text } = await play({ kind: 'tool-turn', contentType });
    const messages = readEvents(text).flatMap(({ message }) => message ?? []);
    const call = messages.filter(({ recipient }) => recipient === 'browser');
    const said = call.map(({ content }) => content.text ?? content.parts?.[0]);
    expect(call[0]?.content.content_type).toBe(contentType);
    expect(said).toEqual(['', 'search', 'search("x")']);
    expect(call.at(-1)).toMatchObject({ status: 'finished_successfully', end_turn: false });
    const result = messages.find(({ author }) => author.role === 'tool');
    expect(result).toMatchObject({ author: { name: 'browser' }, recipient: 'all' });
    expect(readSnapshots(text)).toEqual(plain);
    const ids = messages.slice(2).map(({ id }) => id);
    expect(new Set(ids).size).toBe(3);
  });

  it('rewritten-snapshot', async () => {
    const { text } = await play('rewritten-snapshot');
    expect(readSnapshots(text)).toEqual([...beforeFault, `Rather this: ${response}`]);
  });

  it('invalid-utf8', async () => {
    const { chunks, text } = await play('invalid-utf8');
    expect(Buffer.concat(chunks).includes(Buffer.of(0xff, 0xfe))).toBe(true);
    expect(readSnapshots(text)).toEqual([...plain.slice(0, -1), `${response}\uFFFD\uFFFD`]);
    expect(readData(text).at(-1)).toBe('[DONE]');
  });
});

describe('places in a stream', () => {
  it.each([
    [{ afterEvents: 0 }, []],
    [{ afterEvents: 2 }, []],
    [{ afterEvents: 3 }, ['']],
    [{ afterEvents: 4 }, ['', 'Teal']],
    [{ afterEvents: 99 }, plain.slice(0, -1)],
    [{ afterCharacters: 0 }, []],
    [{ afterCharacters: 5 }, beforeFault],
  ])('%j', async (place, snapshots) => {
    const { text } = await play({ kind: 'truncated-stream', ...place });
    expect(readSnapshots(text)).toEqual(snapshots);
  });

  it('an interrupted answer is as long as what was said of it', async () => {
    const { text } = await play({ kind: 'interrupted', afterEvents: 4 });
    expect(readSnapshots(text)).toEqual(['', 'Teal', 'Teal']);
    const messages = readEvents(text).flatMap(({ message }) => message ?? []);
    expect(messages.at(-1)).toMatchObject({
      status: 'finished_partial_completion',
      metadata: { finish_details: { type: 'interrupted' } },
    });
    expect(readData(text).at(-1)).toBe('[DONE]');
    expect(readSnapshots((await play({ kind: 'interrupted', afterEvents: 1 })).text)).toEqual(['']);
  });
});

describe('insertions', () => {
  it('malformed-event', async () => {
    const { text } = await play('malformed-event');
    expect(readData(text)[5]).toBe('{"message":{"id":');
    expect(readSnapshots(text)).toEqual(plain);
  });

  it('shrinking-snapshot', async () => {
    const { text } = await play('shrinking-snapshot');
    expect(readSnapshots(text)).toEqual([...beforeFault, 'Teal', response, response]);
  });

  it('non-string-parts', async () => {
    const { text } = await play('non-string-parts');
    expect(readSnapshots(text)[3]).toEqual({ asset_pointer: expect.any(String) });
    expect(readSnapshots(text).at(-1)).toBe(response);
  });

  it('unknown-events', async () => {
    const { text } = await play('unknown-events');
    expect(text).toContain('"type":"title_generation"');
    expect(readSnapshots(text)).toEqual(plain);
  });

  it.each([
    ['large-frame', 200 * 1024],
    ['huge-frame', 10 * 1024 * 1024],
  ] as const)('%s', async (fault, bytes) => {
    const { text } = await play(fault);
    const longest = Math.max(...readData(text).map((data) => data.length));
    expect(longest).toBeGreaterThan(bytes);
    expect(longest).toBeLessThan(bytes + 2000);
    expect(readSnapshots(text).at(-1)).toBe(response);
  });
});

describe('endings', () => {
  it.each([
    ['empty-stream', ''],
    ['only-comments', ': still here\n\n'.repeat(3)],
    ['only-done', 'data: [DONE]\n\n'],
  ] as const)('%s', async (fault, body) => {
    const { status, text, failure } = await play(fault);
    expect([status, text, failure]).toEqual([200, body, undefined]);
  });

  it('missing-done', async () => {
    const { text, failure } = await play('missing-done');
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
    const { text } = await play('junk-after-done');
    expect(text).toMatch(/data: \[DONE\]\n\ndata: \{"junk":true\}\n\n<junk>$/u);
  });

  it('truncated-stream', async () => {
    const { text, failure } = await play('truncated-stream');
    expect([readSnapshots(text), failure]).toEqual([beforeFault, undefined]);
    expect(text).not.toContain('[DONE]');
  });

  it.each([
    ['end-mid-frame', undefined],
    ['disconnect-mid-frame', 'ECONNRESET'],
    ['reset-mid-frame', 'ECONNRESET'],
  ] as const)('%s', async (fault, failure) => {
    const cut = await play(fault);
    expect(readSnapshots(cut.text)).toEqual(beforeFault);
    expect(cut.text).toMatch(/"ro$/u);
    expect(cut.failure).toBe(failure);
  });

  it('stall-before-headers', async () => {
    const emulator = await start('stall-before-headers');
    const testClient = await TestClient.login(emulator);
    const asked = testClient.sendPrompt('hi').catch(() => 'no answer');
    await expect.poll(() => emulator.requests.at(-1)?.fault).toBe('stall-before-headers');
    expect(emulator.requests.at(-1)?.status).toBeUndefined();
    await emulator.close();
    expect(await asked).toBe('no answer');
  });

  it('stall-after-headers', async () => {
    const emulator = await start('stall-after-headers');
    const asked = (await TestClient.login(emulator)).sendPrompt('hi');
    await expect
      .poll(() => emulator.requests.at(-1))
      .toMatchObject({ fault: 'stall-after-headers', status: 200 });
    await emulator.close();
    expect(await asked).toMatchObject({ status: 200, text: '', failure: 'ECONNRESET' });
  });

  it('stall-after-text', async () => {
    const { text } = await play('stall-after-text', '"Teal it "');
    expect(readSnapshots(text)).toEqual(beforeFault);
  });

  it('endless-comments', async () => {
    const { text } = await play(
      { kind: 'endless-comments', intervalMs: 1 },
      ': still here\n\n'.repeat(3),
    );
    expect(readData(text)).toEqual([]);
  });
});

describe('wrappings', () => {
  it('crlf', async () => {
    const { text } = await play('crlf');
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
    const { text } = await play('pings');
    expect(text).toContain('\n\n: ping\n\n');
    expect(text).toContain('event: ping\ndata: keep-alive\n\n');
    expect(readSnapshots(text)).toEqual(plain);
  });

  it('gzip-encoding', async () => {
    const { headers, chunks } = await play('gzip-encoding');
    expect(headers['content-encoding']).toBe('gzip');
    expect(readSnapshots(gunzipSync(Buffer.concat(chunks)).toString())).toEqual(plain);
  });
});
