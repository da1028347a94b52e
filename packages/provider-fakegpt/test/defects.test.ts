import { isProviderError } from '@understudy/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { FakeGpt } from '../src/index.ts';
import { createSessionPassword } from '../src/session/session-password.ts';
import { EmulatorFixture, question, responseText, waitUntil } from './emulator-fixture.ts';
import { decodeEvents, finalMessage, message } from './fakegpt-events.ts';

const messages = [{ role: 'user', content: question }] as const;

/** Each test fails if the defect of the original provider is restored. */
describe('defects of the original provider', () => {
  it('defect 1: reports an empty account list and uses the account with the lowest load', async () => {
    await using empty = await EmulatorFixture.start({ faults: ['loads-empty'] });
    expect((await empty.chat()).error?.code).toBe('overloaded');
    const accounts = [70, 0, 90].map((load, index) => ({ tokenId: `account-${index}`, load }));
    await using loaded = await EmulatorFixture.start({ accounts, snapshotIntervalMs: 1 });
    await Promise.all([loaded.chat(), loaded.chat(), loaded.chat(), loaded.chat()]);
    expect(loaded.logins.map(({ tokenId }) => tokenId)).toEqual(Array(4).fill('account-1'));
  });

  it('defect 2: ends the response at [DONE] although the socket stays open', async () => {
    const timeouts = { idleMs: 500, firstContentMs: 500 };
    await using fixture = await EmulatorFixture.start(
      { faults: ['open-after-done'] },
      { timeouts },
    );
    const { text, error } = await fixture.chat();
    expect(error).toBeUndefined();
    expect(text).toBe(responseText);
  });

  it.each([
    ['token-expired', 'session-rejected', 401],
    ['unusual-activity', 'permission-denied', 403],
    ['challenge', 'blocked', 403],
    ['conversation-not-found', 'invalid-request', 404],
    ['message-too-long', 'context-length-exceeded', 413],
    ['rate-limit-hour', 'rate-limited', 429],
    ['rate-limit-one-message', 'rate-limited', 429],
    ['rate-limit-model-cap', 'rate-limited', 429],
    ['server-error', 'server-error', 500],
    ['html-page', 'malformed-response', 200],
  ] as const)('defect 3: reports an error status: %s', async (kind, code, status) => {
    await using fixture = await EmulatorFixture.start({ faults: [{ kind, times: 'always' }] });
    const { error } = await fixture.chat();
    expect(error).toMatchObject({ code, status });
  });

  it('defect 4: logs in again if the server rejects the token', async () => {
    let now = Date.now();
    await using fixture = await EmulatorFixture.start({
      tokenLifetimeMs: 3_600_000,
      now: () => now,
    });
    expect((await fixture.chat()).text).toBe(responseText);
    now += 3_600_000;
    const renewed = await fixture.chat();
    expect(renewed.error).toBeUndefined();
    expect(renewed.text).toBe(responseText);
    expect(fixture.conversations.map(({ status }) => status)).toEqual([200, 401, 200]);
    expect(fixture.logins).toHaveLength(2);
  });

  it('defect 4: does not use a token that has expired', async () => {
    await using fixture = await EmulatorFixture.start({ tokenLifetimeMs: 30_000 });
    await fixture.chat();
    await fixture.chat();
    expect(fixture.conversations.map(({ status }) => status)).toEqual([200, 200]);
    expect(fixture.logins).toHaveLength(2);
  });

  it('defect 5: reports an error after text', async () => {
    await using fixture = await EmulatorFixture.start({ faults: ['error-after-text'] });
    const { text, error } = await fixture.chat();
    expect(error?.code).toBe('server-error');
    expect(responseText.startsWith(text) && text !== '').toBe(true);
    expect(isProviderError(error) && error.partialText).toBe(text);
  });

  it.each(['code', 'text'] as const)(
    'defect 6: ignores messages to a tool with content of type %s',
    async (contentType) => {
      await using fixture = await EmulatorFixture.start({
        faults: [{ kind: 'tool-turn', contentType }],
      });
      expect((await fixture.chat()).text).toBe(responseText);
    },
  );

  it('defect 6: emits the complete message after a tool turn', async () => {
    const { text } = await decodeEvents(
      message({ id: 'm-0', text: 'Let me look it up. ' }),
      message({ id: 'm-1', recipient: 'browser', text: 'search("x")' }),
      message({ id: 'm-2', role: 'tool', text: 'a rather long page' }),
      finalMessage('42', { id: 'm-3' }),
      '[DONE]',
    );
    expect(text).toBe('Let me look it up. 42');
  });

  it('defect 7: closes the socket without an error if the generator is stopped', async () => {
    await using fixture = await EmulatorFixture.start({ snapshotIntervalMs: 5 });
    await using gpt = new FakeGpt({ baseUrl: fixture.emulator.url });
    for await (const text of gpt.createAsyncGenerator({ messages })) {
      expect(text).not.toBe('');
      break;
    }
    await waitUntil(() => fixture.conversations[0]?.ending === 'client-aborted');
  });

  it('defect 7: sends nothing if a generator is stopped before its start', async () => {
    await using fixture = await EmulatorFixture.start();
    await using gpt = new FakeGpt({ baseUrl: fixture.emulator.url });
    const generator = gpt.createAsyncGenerator({ messages });
    expect(await generator.return()).toEqual({ done: true, value: undefined });
    expect(await generator.next()).toEqual({ done: true, value: undefined });
    expect(fixture.emulator.requests).toEqual([]);
  });

  it.each([
    ['shrinking-snapshot', responseText, undefined],
    ['non-string-parts', responseText, undefined],
    ['rewritten-snapshot', undefined, 'malformed-response'],
  ] as const)(
    'defect 8: handles text that is not only extended: %s',
    async (fault, completeText, code) => {
      await using fixture = await EmulatorFixture.start({ faults: [fault] });
      const { text, error } = await fixture.chat();
      expect(error?.code).toBe(code);
      expect(
        completeText === undefined ? responseText.startsWith(text) : text === completeText,
      ).toBe(true);
    },
  );

  it.each(['restart', 'repeat'] as const)(
    'defect 8: decodes a continuation whose snapshots %s',
    async (continuation) => {
      await using fixture = await EmulatorFixture.start({
        maxResponseCharacters: 15,
        continuation,
      });
      const { text, events } = await fixture.chat();
      expect(text).toBe(responseText);
      expect(events).toContainEqual({ type: 'finish', reason: 'stop', rawReason: 'stop' });
    },
  );

  it('defect 8: ignores variants of the response', async () => {
    const variant = message({ id: 'm-v', messageType: 'variant', text: 'Blue' });
    expect((await decodeEvents(variant, finalMessage('Teal'), '[DONE]')).text).toBe('Teal');
  });

  it('defect 9: creates a session password with letters and digits', () => {
    const run = fc.property(fc.uuid({ version: 4 }), (uuid) => {
      const password = createSessionPassword({ next: () => 0.5, uuid: () => uuid });
      expect(password).toMatch(/^(?=.*[a-z])(?=.*\d)[\da-z]{8,}$/);
    });
    fc.assert(run, { numRuns: 1000, seed: 20_261_122 });
  });

  it('defect 10: tries another account if a login fails with status 200', async () => {
    await using fixture = await EmulatorFixture.start({
      faults: ['login-code-400', 'login-without-cookie'],
    });
    expect((await fixture.chat()).text).toBe(responseText);
    const accounts = fixture.logins.map(({ tokenId }) => tokenId);
    expect(accounts).toHaveLength(3);
    expect(new Set(accounts).size).toBe(3);
    expect(fixture.requestsTo('/api/auth/session')).toHaveLength(1);
  });

  it('defect 11: sends the model and reports the id and the finish reason', async () => {
    await using fixture = await EmulatorFixture.start();
    const chat = fixture.understudy.chat({ model: 'fakegpt/gpt-4-mobile', messages });
    const { id, model, finishReason, usage } = await chat.response();
    expect(fixture.conversations[0]?.body).toMatchObject({ model: 'gpt-4-mobile', action: 'next' });
    expect(id).toMatch(/^[\da-f-]{36}$/);
    expect({ model, finishReason, usage }).toEqual({
      model: 'gpt-4-mobile',
      finishReason: 'stop',
      usage: undefined,
    });
  });

  it('defect 11: continues a response at its maximum length, and reports the reason after that', async () => {
    await using once = await EmulatorFixture.start({ faults: ['max-tokens'] });
    expect((await once.chat()).text).toBe(responseText);
    await using always = await EmulatorFixture.start({ maxResponseCharacters: 3 });
    const { text, events } = await always.chat();
    expect(text).toBe(responseText.slice(0, 12));
    const finish = { type: 'finish', reason: 'length', rawReason: 'max_tokens' };
    expect(events).toContainEqual(finish);
    expect(always.conversations).toHaveLength(4);
  });

  it('defect 12: does not mix tokens and cookies of concurrent logins', async () => {
    await using fixture = await EmulatorFixture.start({ snapshotIntervalMs: 1 });
    const results = await Promise.all([fixture.chat(), fixture.chat(), fixture.chat()]);
    expect(results.map(({ text }) => text)).toEqual([responseText, responseText, responseText]);
    expect(fixture.conversations.map(({ status }) => status)).toEqual([200, 200, 200]);
    for (const { headers } of fixture.conversations) {
      const token = headers['x-authorization']?.replace('Bearer ', '');
      expect(headers['cookie']).toContain(`credential=${token};`);
    }
    expect(new Set(fixture.conversations.map(({ sessionId }) => sessionId)).size).toBe(3);
  });

  it.each(['stall-before-headers', 'stall-after-headers', 'stall-after-text'] as const)(
    'defect 13: times out and closes the socket: %s',
    async (fault) => {
      const timeouts = { idleMs: 100, firstContentMs: 100 };
      await using fixture = await EmulatorFixture.start({ faults: [fault] }, { timeouts });
      expect((await fixture.chat()).error?.code).toBe('timeout');
      await waitUntil(() => fixture.conversations[0]?.ending === 'client-aborted');
    },
  );

  it('defect 13: accepts an event of 200 KB', async () => {
    await using fixture = await EmulatorFixture.start({ faults: ['large-frame'] });
    expect((await fixture.chat()).text).toBe(responseText);
  });

  it('defect 14: emits no empty text', async () => {
    await using fixture = await EmulatorFixture.start();
    const { events } = await fixture.chat();
    expect(events).not.toContainEqual({ type: 'text-delta', text: '' });
  });

  it.each([
    'Привет, как дела? 你好 \u{1f600}\u{1f468}\u200d\u{1f469}',
    'half a pair: \ud83d and \ude00',
    'control: \u0000 \u0007 \u001b[31m \u2028 \u2029 \ufeff',
    '"quotes" \\backslash\\ </script> data: [DONE]\n\n',
  ])('defect 15: sends any prompt unchanged: %j', async (prompt) => {
    await using fixture = await EmulatorFixture.start({
      rules: [{ when: /^/, response: responseText }],
    });
    expect((await fixture.chat(prompt)).text).toBe(responseText);
    expect(fixture.conversations[0]?.body).toMatchObject({
      messages: [{ content: { parts: [prompt] } }],
    });
  });
});
