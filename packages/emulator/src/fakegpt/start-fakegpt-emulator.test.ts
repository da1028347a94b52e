import { describe, expect, it, vi } from 'vitest';

import { exchange } from '../../test/exchange.ts';
import { readData, readEvents, readSnapshots } from '../../test/read-events.ts';
import { TestClient, createNextBody, postLogin, readFirstTokenId } from '../../test/test-client.ts';
import type { FakeGptEmulatorOptions } from './fakegpt-options.ts';
import { type FakeGptEmulator, startFakeGptEmulator } from './start-fakegpt-emulator.ts';

async function readLoad(url: string): Promise<number> {
  return JSON.parse((await exchange(`${url}/api/loads`)).text).loads[0].count;
}

const teal = { rules: [{ when: 'Name a color', response: 'Teal it is.' }] };

async function waitForConversation(emulator: FakeGptEmulator): Promise<void> {
  await expect
    .poll(() => emulator.requests.at(-1))
    .toMatchObject({ path: '/api/conversation', status: 200 });
}

/** Sends a prompt and continues until the response is complete. Returns the snapshots of each message. */
async function collectMessages(
  options: FakeGptEmulatorOptions,
): Promise<readonly (readonly unknown[])[]> {
  await using emulator = await startFakeGptEmulator({ ...teal, ...options });
  const testClient = await TestClient.login(emulator);
  const messages: (readonly unknown[])[] = [];
  let { text } = await testClient.sendPrompt('Name a color');
  for (;;) {
    messages.push(readSnapshots(text));
    const last = readEvents(text).findLast(({ message }) => message)?.message;
    if (last?.metadata.finish_details?.type !== 'max_tokens') return messages;
    expect(last.end_turn).toBe(false);
    ({ text } = await testClient.post({
      action: 'continue',
      model: 'm',
      conversation_id: readEvents(text)[0]?.conversation_id,
      parent_message_id: last.id,
    }));
    expect(readEvents(text)[0]?.message?.metadata.message_type).toBe('continue');
  }
}

describe('GET /api/loads', () => {
  it('lists the accounts', async () => {
    await using emulator = await startFakeGptEmulator({ accounts: 2 });
    const { status, text } = await exchange(`${emulator.url}/api/loads?t=1`);
    expect(status).toBe(200);
    expect(JSON.parse(text).loads).toEqual([
      { token_id: expect.stringMatching(/^[0-9a-f]{32}$/u), count: 3 },
      { token_id: expect.stringMatching(/^[0-9a-f]{32}$/u), count: 8 },
    ]);
  });
});

describe('POST /auth/login', () => {
  it('returns a credential and the password as cookies', async () => {
    await using emulator = await startFakeGptEmulator();
    const { status, headers, text } = await postLogin(
      emulator.url,
      await readFirstTokenId(emulator.url),
    );
    expect(status).toBe(200);
    expect(headers['set-cookie']).toEqual([
      expect.stringMatching(/^credential=[\w-]+\.[\w-]+\.[\w-]+; Path=\/; HttpOnly$/u),
      'session_password=abcdefg1; Path=/; HttpOnly',
    ]);
    expect(text).not.toContain('400');
  });

  it.each(['abc1', 'abcdefgh', '12345678', ''])('rejects the password %j', async (password) => {
    await using emulator = await startFakeGptEmulator();
    const tokenId = await readFirstTokenId(emulator.url);
    const { status, headers, text } = await postLogin(emulator.url, tokenId, password);
    expect([status, JSON.parse(text).code, headers['set-cookie']]).toEqual([400, 400, undefined]);
  });

  it.each(['application/json', 'text/plain', undefined])(
    'accepts forms only, not %s',
    async (contentType) => {
      await using emulator = await startFakeGptEmulator();
      const fields = {
        token_key: await readFirstTokenId(emulator.url),
        session_password: 'abcdefg1',
      };
      const { status, headers } = await exchange(`${emulator.url}/auth/login`, {
        method: 'POST',
        headers: contentType === undefined ? {} : { 'content-type': contentType },
        body:
          contentType === 'application/json'
            ? JSON.stringify(fields)
            : new URLSearchParams(fields).toString(),
      });
      expect([status, headers['set-cookie']]).toEqual([400, undefined]);
    },
  );

  it('rejects an account that is not listed', async () => {
    await using emulator = await startFakeGptEmulator();
    expect((await postLogin(emulator.url, 'f'.repeat(32))).status).toBe(400);
  });

  it('applies the login fault of an account to that account only', async () => {
    await using emulator = await startFakeGptEmulator({
      accounts: [{ tokenId: 'bad', loginFault: 'login-code-400' }, { tokenId: 'good' }],
    });
    const failed = await postLogin(emulator.url, 'bad');
    expect([failed.status, JSON.parse(failed.text).code]).toEqual([200, 400]);
    expect(failed.headers['set-cookie']).toBeUndefined();
    expect((await postLogin(emulator.url, 'good')).headers['set-cookie']).toHaveLength(2);
  });
});

describe('a prompt of 100,000 characters', () => {
  it.each([
    ['one word', 'a'.repeat(100_000)],
    ['dots before a letter', `${'.'.repeat(100_000)}a`],
    ['spaces before a letter', `What is ${' '.repeat(100_000)}a`],
    ['marks of the role', `${'\nAssistant:\n'.repeat(8000)}a`],
  ])('is answered in a limited number of events: %s', async (_, prompt) => {
    await using emulator = await startFakeGptEmulator();
    const testClient = await TestClient.login(emulator);
    const { text } = await testClient.sendPrompt(prompt);
    expect(text.length).toBeLessThan(300 * prompt.length);
    expect(readSnapshots(text).at(-1)).toContain(prompt.trim().slice(-100));
  });

  it('grows by the set number of characters', async () => {
    await using emulator = await startFakeGptEmulator({ charactersPerSnapshot: 4 });
    const testClient = await TestClient.login(emulator);
    const { text } = await testClient.sendPrompt('a'.repeat(4000));
    expect(readSnapshots(text).length).toBeGreaterThan(1000);
  });
});

describe('GET /api/auth/session', () => {
  it('returns the user and the credential as access token', async () => {
    const now = Date.UTC(2030, 0, 1);
    await using emulator = await startFakeGptEmulator({ now: () => now, tokenLifetimeMs: 60_000 });
    const testClient = await TestClient.login(emulator);
    const session = JSON.parse((await testClient.getSession()).text);
    expect(session).toMatchObject({
      user: { idp: 'auth0', mfa: false, groups: [] },
      expires: '2030-01-01T00:01:00.000Z',
      accessToken: testClient.credential,
      authProvider: 'auth0',
    });
    const claims = Buffer.from(testClient.credential.split('.')[1] ?? '', 'base64url').toString();
    expect(JSON.parse(claims)).toEqual({
      sub: 'session-1',
      iat: now / 1000,
      exp: now / 1000 + 60,
    });
  });

  it('returns {} without a cookie, with a cookie of another server and with an expired cookie', async () => {
    let now = 0;
    await using emulator = await startFakeGptEmulator({ now: () => now, tokenLifetimeMs: 1000 });
    await using other = await startFakeGptEmulator();
    const testClient = await TestClient.login(emulator);
    const foreign = new TestClient(emulator.url, (await TestClient.login(other)).credential);
    now = 1000;
    expect((await exchange(`${emulator.url}/api/auth/session`)).text).toBe('{}');
    expect((await foreign.getSession()).text).toBe('{}');
    expect((await testClient.getSession()).text).toBe('{}');
  });
});

describe('POST /api/conversation', () => {
  it('streams the system message, the user message, growing snapshots and the end marker', async () => {
    await using emulator = await startFakeGptEmulator(teal);
    const testClient = await TestClient.login(emulator);
    const { status, headers, text } = await testClient.sendPrompt('Name a color');
    expect([status, headers['content-type']]).toEqual([200, 'text/event-stream; charset=utf-8']);
    expect(readSnapshots(text)).toEqual(['', 'Teal', 'Teal it ', 'Teal it is.', 'Teal it is.']);
    const events = readEvents(text);
    const roles = events.map(({ message }) => message?.author.role);
    expect(roles.slice(0, 3)).toEqual(['system', 'user', 'assistant']);
    expect(events[0]?.message?.id).toMatch(/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/u);
    expect(events[1]?.message?.content.parts).toEqual(['Name a color']);
    expect(new Set(events.slice(2, -1).map(({ message }) => message?.id)).size).toBe(1);
    expect(events.at(-2)?.message).toMatchObject({
      status: 'finished_successfully',
      end_turn: true,
      metadata: {
        message_type: 'next',
        is_complete: true,
        finish_details: { type: 'stop' },
        model_slug: 'text-davinci-002-render-sha',
        parent_id: 'question',
      },
    });
    expect(events.at(-1)).toMatchObject({
      is_completion: true,
      moderation_response: { blocked: false },
    });
    expect(readData(text).at(-1)).toBe('[DONE]');
  });

  it('sends snapshots with all fields of the protocol', async () => {
    await using emulator = await startFakeGptEmulator({ ...teal, now: () => 1000 });
    const testClient = await TestClient.login(emulator);
    const { text } = await testClient.sendPrompt('Name a color');
    const snapshot = readEvents(text)[3];
    expect(snapshot).toEqual({
      message: {
        id: expect.any(String),
        author: { role: 'assistant', name: null, metadata: {} },
        create_time: 1,
        update_time: null,
        content: { content_type: 'text', parts: ['Teal'] },
        status: 'in_progress',
        end_turn: null,
        weight: 1,
        metadata: {
          message_type: 'next',
          model_slug: 'text-davinci-002-render-sha',
          parent_id: 'question',
        },
        recipient: 'all',
      },
      conversation_id: expect.any(String),
      error: null,
    });
  });

  it('responds to the last user message of a history', async () => {
    await using emulator = await startFakeGptEmulator(teal);
    const testClient = await TestClient.login(emulator);
    const { text } = await testClient.sendPrompt(
      'User: Hi\nAssistant: Hello\nUser: Name a color\nAssistant:',
    );
    expect(readSnapshots(text).at(-1)).toBe('Teal it is.');
  });

  it('accepts the token with and without Bearer and in the header Authorization', async () => {
    await using emulator = await startFakeGptEmulator();
    const { credential } = await TestClient.login(emulator);
    const headers: readonly Record<string, string>[] = [
      { 'x-authorization': credential },
      { 'x-authorization': `Bearer ${credential}` },
      { authorization: `Bearer ${credential}` },
    ];
    for (const header of headers) {
      const { status } = await exchange(`${emulator.url}/api/conversation`, {
        method: 'POST',
        headers: {
          ...header,
          cookie: `credential=${credential}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify(createNextBody('hi')),
      });
      expect(status).toBe(200);
    }
  });

  it('rejects a token without its cookie or with the cookie of another login', async () => {
    await using emulator = await startFakeGptEmulator();
    const [first, second] = [await TestClient.login(emulator), await TestClient.login(emulator)];
    for (const cookie of ['', `credential=${second.credential}`]) {
      const { status, text } = await exchange(`${emulator.url}/api/conversation`, {
        method: 'POST',
        headers: { 'x-authorization': `Bearer ${first.credential}`, cookie },
        body: '{}',
      });
      expect([status, JSON.parse(text).detail.code]).toEqual([401, 'invalid_jwt']);
    }
  });

  it('rejects an expired token', async () => {
    let now = 0;
    await using emulator = await startFakeGptEmulator({ now: () => now, tokenLifetimeMs: 1000 });
    const testClient = await TestClient.login(emulator);
    now = 1000;
    const { status, text } = await testClient.sendPrompt('hi');
    expect([status, JSON.parse(text).detail.code]).toEqual([401, 'token_expired']);
    expect((await (await TestClient.login(emulator)).sendPrompt('hi')).status).toBe(200);
  });

  it('rejects a second message until the client aborts the first', async () => {
    await using emulator = await startFakeGptEmulator({
      accounts: [{ load: 5 }],
      faults: [{ kind: 'stall-after-text' }],
    });
    const testClient = await TestClient.login(emulator);
    const controller = new AbortController();
    const first = testClient.sendPrompt('hi', { signal: controller.signal });
    await waitForConversation(emulator);
    const second = await testClient.sendPrompt('hi');
    expect([second.status, JSON.parse(second.text).detail]).toEqual([
      429,
      expect.stringContaining('Only one message at a time'),
    ]);
    expect(await readLoad(emulator.url)).toBe(6);
    controller.abort();
    await first;
    await vi.waitFor(async () => expect(await readLoad(emulator.url)).toBe(5));
    expect((await testClient.sendPrompt('hi')).status).toBe(200);
  });

  it('accepts the next message after the end marker while the stream is still open', async () => {
    await using emulator = await startFakeGptEmulator({
      faults: [{ kind: 'open-after-done' }],
    });
    const testClient = await TestClient.login(emulator);
    const first = testClient.sendPrompt('hi');
    await waitForConversation(emulator);
    expect((await testClient.sendPrompt('hi')).status).toBe(200);
    await emulator.close();
    expect(readData((await first).text).at(-1)).toBe('[DONE]');
  });

  it('rejects an invalid body', async () => {
    await using emulator = await startFakeGptEmulator();
    const testClient = await TestClient.login(emulator);
    const { status, text } = await testClient.post({ action: 'next' });
    expect([status, JSON.parse(text).detail]).toEqual([400, '"model" must be a string.']);
  });

  it('streams only the response in an existing conversation of the same session', async () => {
    await using emulator = await startFakeGptEmulator(teal);
    const [testClient, other] = [
      await TestClient.login(emulator),
      await TestClient.login(emulator),
    ];
    const first = readEvents((await testClient.sendPrompt('hi')).text);
    const body = { ...createNextBody('Name a color'), conversation_id: first[0]?.conversation_id };
    const events = readEvents((await testClient.post(body)).text);
    expect(events[0]?.message?.author.role).toBe('assistant');
    expect(events[0]?.conversation_id).toBe(body.conversation_id);
    const rejected = await other.post(body);
    expect([rejected.status, JSON.parse(rejected.text).detail.code]).toEqual([
      404,
      'conversation_not_found',
    ]);
  });

  it('sends the headers before the first delay', async () => {
    await using emulator = await startFakeGptEmulator({ firstSnapshotMs: 1_000_000 });
    const testClient = await TestClient.login(emulator);
    const { text } = await testClient.sendPrompt('hi', {
      until: (part) => part.includes('"user"'),
    });
    await expect.poll(() => emulator.requests.at(-1)?.ending).toBeDefined();
    const conversation = { conversation_id: readEvents(text)[0]?.conversation_id };
    const controller = new AbortController();
    const { signal } = controller;
    const response = testClient.post({ ...createNextBody('hi'), ...conversation }, { signal });
    await expect
      .poll(() => emulator.requests.at(-1))
      .toMatchObject({ body: conversation, status: 200, ending: undefined });
    controller.abort();
    expect((await response).text).toBe('');
  });

  it('marks the response to a variant as a variant', async () => {
    await using emulator = await startFakeGptEmulator(teal);
    const testClient = await TestClient.login(emulator);
    const [first] = readEvents((await testClient.sendPrompt('hi')).text);
    const body = { ...createNextBody('Name a color'), conversation_id: first?.conversation_id };
    const { text } = await testClient.post({ ...body, action: 'variant' });
    expect(readEvents(text)[0]?.message?.metadata.message_type).toBe('variant');
  });
});

describe('a response over maxResponseCharacters', () => {
  it('continues with messages that contain only the new text', async () => {
    expect(await collectMessages({ maxResponseCharacters: 5 })).toEqual([
      ['', 'Teal', 'Teal ', 'Teal '],
      ['', 'it i', 'it is', 'it is'],
      ['', '.', '.'],
    ]);
  });

  it('continues with messages that repeat the earlier text', async () => {
    expect(await collectMessages({ maxResponseCharacters: 5, continuation: 'repeat' })).toEqual([
      ['', 'Teal', 'Teal ', 'Teal '],
      ['Teal ', 'Teal it i', 'Teal it is', 'Teal it is'],
      ['Teal it is', 'Teal it is.', 'Teal it is.'],
    ]);
  });

  it('is cut as often as the fault max-tokens is repeated', async () => {
    const messages = await collectMessages({ faults: [{ kind: 'max-tokens', times: 2 }] });
    expect(messages.map((snapshots) => snapshots.at(-1))).toEqual(['Teal i', 't i', 's.']);
  });

  it('can be continued only from its last message and only while it is incomplete', async () => {
    await using emulator = await startFakeGptEmulator(teal);
    const testClient = await TestClient.login(emulator);
    const events = readEvents((await testClient.sendPrompt('hi')).text);
    const body = { action: 'continue', model: 'm', conversation_id: events[0]?.conversation_id };
    const wrongParent = await testClient.post({ ...body, parent_message_id: 'question' });
    const complete = await testClient.post({ ...body, parent_message_id: events[2]?.message?.id });
    expect([wrongParent.text, complete.text]).toEqual([
      '{"detail":"Only the last message can be continued."}',
      '{"detail":"The last message is complete."}',
    ]);
  });
});

describe('stream options', () => {
  const greeting = { rules: [{ when: 'hi', response: 'Привет 😀' }] };

  it('sends ASCII by default', async () => {
    await using escaped = await startFakeGptEmulator(greeting);
    await using plain = await startFakeGptEmulator({ ...greeting, escapeNonAscii: false });
    const [first, second] = [
      (await (await TestClient.login(escaped)).sendPrompt('hi')).text,
      (await (await TestClient.login(plain)).sendPrompt('hi')).text,
    ];
    expect(first).toMatch(/^[\n -~]*$/u);
    expect(second).toContain('Привет');
    expect(readSnapshots(first)).toEqual(readSnapshots(second));
  });

  it('joins events into one write with eventsPerWrite', async () => {
    await using emulator = await startFakeGptEmulator({ ...greeting, eventsPerWrite: 3 });
    const { chunks } = await (await TestClient.login(emulator)).sendPrompt('hi');
    expect(chunks.map((chunk) => readData(chunk.toString()).length)).toEqual([3, 3, 2]);
  });

  it('splits characters with bytesPerWrite', async () => {
    const options = { ...greeting, bytesPerWrite: 7, escapeNonAscii: false };
    await using emulator = await startFakeGptEmulator(options);
    const { chunks, text } = await (await TestClient.login(emulator)).sendPrompt('hi');
    expect(Math.max(...chunks.map((chunk) => chunk.length))).toBe(7);
    expect(chunks.some((chunk) => chunk.toString().includes('\uFFFD'))).toBe(true);
    expect(readSnapshots(text).at(-1)).toBe('Привет 😀');
  });

  it('waits before the first snapshot and between snapshots', async () => {
    const options = { ...teal, firstSnapshotMs: 20, snapshotIntervalMs: 5 };
    await using emulator = await startFakeGptEmulator(options);
    const testClient = await TestClient.login(emulator);
    const start = performance.now();
    const { chunks } = await testClient.sendPrompt('Name a color');
    expect(performance.now() - start).toBeGreaterThan(20 + 3 * 5 - 5);
    expect(chunks.length).toBeGreaterThanOrEqual(5);
  });
});

describe('other routes and the journal', () => {
  it('lists a model', async () => {
    await using emulator = await startFakeGptEmulator();
    const { text } = await exchange(`${emulator.url}/api/models`);
    expect(JSON.parse(text)).toMatchObject({
      models: [{ slug: 'text-davinci-002-render-sha' }],
      categories: [{ default_model: 'text-davinci-002-render-sha' }],
    });
  });

  it('returns no history, because the conversations of its clients are not kept in it', async () => {
    await using emulator = await startFakeGptEmulator();
    const testClient = await TestClient.login(emulator);
    await testClient.sendPrompt('hi');
    const path = '/api/conversations?offset=0&limit=28&order=updated';
    const { status, text } = await testClient.request('GET', path);
    expect([status, JSON.parse(text)]).toEqual([
      200,
      { items: [], total: 0, limit: 28, offset: 0, has_missing_conversations: false },
    ]);
    const invalid = await testClient.request('GET', '/api/conversations?offset=-1&limit=many');
    expect(JSON.parse(invalid.text)).toMatchObject({ limit: 20, offset: 0 });
    expect((await exchange(emulator.url + path)).status).toBe(401);
  });

  it('creates the title of a conversation of the same login', async () => {
    await using emulator = await startFakeGptEmulator();
    const testClient = await TestClient.login(emulator);
    const { text: stream } = await testClient.sendPrompt('hi');
    const path = `/api/conversation/gen_title/${readEvents(stream)[0]?.conversation_id}`;
    const { status, text } = await testClient.request('POST', path);
    expect([status, JSON.parse(text)]).toEqual([200, { title: 'An emulated conversation' }]);
    expect((await (await TestClient.login(emulator)).request('POST', path)).status).toBe(404);
    expect((await exchange(emulator.url + path, { method: 'POST' })).status).toBe(401);
  });

  it('responds with 404 to other paths', async () => {
    await using emulator = await startFakeGptEmulator();
    for (const path of ['/', '/api/conversation', '/api/loads/']) {
      const { status, text } = await exchange(emulator.url + path);
      expect([status, text]).toEqual([404, '{"detail":"Not Found"}']);
    }
  });

  it('records the account and the login of a request', async () => {
    await using emulator = await startFakeGptEmulator({ faults: ['server-error'] });
    await (await TestClient.login(emulator)).sendPrompt('hi');
    const tokenId = await readFirstTokenId(emulator.url);
    expect(emulator.requests.map(({ path, status }) => [path, status])).toEqual([
      ['/api/loads', 200],
      ['/auth/login', 200],
      ['/api/conversation', 500],
      ['/api/loads', 200],
    ]);
    expect(emulator.requests[2]).toMatchObject({
      tokenId,
      sessionId: 'session-1',
      fault: 'server-error',
      body: { action: 'next' },
    });
  });
});
