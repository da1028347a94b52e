import { isProviderError } from '@understudy/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { FakeGpt } from '../src/index.ts';
import { createSessionPassword } from '../src/session/session-password.ts';
import { answer as response, becomesTrue, Emulated, question } from './emulated.ts';
import { decodeEvents, finalMessage, message } from './fakegpt-events.ts';

const messages = [{ role: 'user', content: question }] as const;

/** The fifteen defects of the original: each test fails when its defect is put back. */
describe('the defects of the original', () => {
  it('defect 1: an empty account list is an error of the table, and loads are looked at', async () => {
    await using empty = await Emulated.start({ faults: ['loads-empty'] });
    expect((await empty.ask()).error?.code).toBe('overloaded');
    const accounts = [70, 0, 90].map((load, index) => ({ tokenId: `account-${index}`, load }));
    await using loaded = await Emulated.start({ accounts, snapshotIntervalMs: 1 });
    await Promise.all([loaded.ask(), loaded.ask(), loaded.ask(), loaded.ask()]);
    expect(loaded.logins.map(({ tokenId }) => tokenId)).toEqual(Array(4).fill('account-1'));
  });

  it('defect 2: [DONE] ends an answer whose socket stays open', async () => {
    const timeouts = { idleMs: 500, firstContentMs: 500 };
    await using site = await Emulated.start({ faults: ['open-after-done'] }, { timeouts });
    const { text, error } = await site.ask();
    expect(error).toBeUndefined();
    expect(text).toBe(response);
  });

  it.each([
    ['token-expired', 'authentication-failed', 401],
    ['unusual-activity', 'permission-denied', 403],
    ['challenge', 'blocked', 403],
    ['conversation-not-found', 'invalid-request', 404],
    ['message-too-long', 'context-length-exceeded', 413],
    ['rate-limit-hour', 'rate-limited', 429],
    ['rate-limit-one-message', 'rate-limited', 429],
    ['rate-limit-model-cap', 'rate-limited', 429],
    ['server-error', 'server-error', 500],
    ['html-page', 'malformed-response', 200],
  ] as const)('defect 3: the status of an answer is looked at: %s', async (kind, code, status) => {
    await using site = await Emulated.start({ faults: [{ kind, times: 'always' }] });
    const { error } = await site.ask();
    expect(error).toMatchObject({ code, status });
  });

  it('defect 4: a login that no longer holds is replaced', async () => {
    let now = Date.now();
    await using site = await Emulated.start({ tokenLifetimeMs: 3_600_000, now: () => now });
    expect((await site.ask()).text).toBe(response);
    now += 3_600_000;
    const refused = await site.ask();
    expect(refused.error).toBeUndefined();
    expect(refused.text).toBe(response);
    expect(site.conversations.map(({ status }) => status)).toEqual([200, 401, 200]);
    expect(site.logins).toHaveLength(2);
  });

  it('defect 4: a login that shows its end is not used beyond it', async () => {
    await using site = await Emulated.start({ tokenLifetimeMs: 30_000 });
    await site.ask();
    await site.ask();
    expect(site.conversations.map(({ status }) => status)).toEqual([200, 200]);
    expect(site.logins).toHaveLength(2);
  });

  it('defect 5: an error after text is an error', async () => {
    await using site = await Emulated.start({ faults: ['error-after-text'] });
    const { text, error } = await site.ask();
    expect(error?.code).toBe('server-error');
    expect(response.startsWith(text) && text !== '').toBe(true);
    expect(isProviderError(error) && error.partialText).toBe(text);
  });

  it.each(['code', 'text'] as const)(
    'defect 6: only what the assistant says to everybody is the answer: a call in %s',
    async (contentType) => {
      await using site = await Emulated.start({ faults: [{ kind: 'tool-turn', contentType }] });
      expect((await site.ask()).text).toBe(response);
    },
  );

  it('defect 6: a message after a tool turn is not cut at the length of the one before', async () => {
    const { text } = await decodeEvents(
      message({ id: 'm-0', text: 'Let me look it up. ' }),
      message({ id: 'm-1', recipient: 'browser', text: 'search("x")' }),
      message({ id: 'm-2', role: 'tool', text: 'a rather long page' }),
      finalMessage('42', { id: 'm-3' }),
      '[DONE]',
    );
    expect(text).toBe('Let me look it up. 42');
  });

  it('defect 7: a generator that is left closes its socket, and raises nothing', async () => {
    await using site = await Emulated.start({ snapshotIntervalMs: 5 });
    await using gpt = new FakeGpt({ baseUrl: site.emulator.url });
    for await (const text of gpt.createAsyncGenerator({ messages })) {
      expect(text).not.toBe('');
      break;
    }
    await becomesTrue(() => site.conversations[0]?.ending === 'client-aborted');
  });

  it('defect 7: a generator that was never started opens nothing when it is left', async () => {
    await using site = await Emulated.start();
    await using gpt = new FakeGpt({ baseUrl: site.emulator.url });
    const generator = gpt.createAsyncGenerator({ messages });
    expect(await generator.return()).toEqual({ done: true, value: undefined });
    expect(await generator.next()).toEqual({ done: true, value: undefined });
    expect(site.emulator.requests).toEqual([]);
  });

  it.each([
    ['shrinking-snapshot', response, undefined],
    ['non-string-parts', response, undefined],
    ['rewritten-snapshot', undefined, 'malformed-response'],
  ] as const)('defect 8: text that does not simply grow: %s', async (fault, whole, code) => {
    await using site = await Emulated.start({ faults: [fault] });
    const { text, error } = await site.ask();
    expect(error?.code).toBe(code);
    expect(whole === undefined ? response.startsWith(text) : text === whole).toBe(true);
  });

  it.each(['restart', 'repeat'] as const)(
    'defect 8: the snapshots of a continue are read, whether they %s',
    async (continuation) => {
      await using site = await Emulated.start({ maxAnswerCharacters: 15, continuation });
      const { text, events } = await site.ask();
      expect(text).toBe(response);
      expect(events).toContainEqual({ type: 'finish', reason: 'stop', rawReason: 'stop' });
    },
  );

  it('defect 8: a variant is another answer', async () => {
    const variant = message({ id: 'm-v', messageType: 'variant', text: 'Blue' });
    expect((await decodeEvents(variant, finalMessage('Teal'), '[DONE]')).text).toBe('Teal');
  });

  it('defect 9: a session password has a letter and a digit', () => {
    const run = fc.property(fc.uuid({ version: 4 }), (uuid) => {
      const password = createSessionPassword({ next: () => 0.5, uuid: () => uuid });
      expect(password).toMatch(/^(?=.*[a-z])(?=.*\d)[\da-z]{8,}$/);
    });
    fc.assert(run, { numRuns: 1000, seed: 20_261_122 });
  });

  it('defect 10: a login refused in a 200 is seen, and another account is tried', async () => {
    await using site = await Emulated.start({
      faults: ['login-code-400', 'login-without-cookie'],
    });
    expect((await site.ask()).text).toBe(response);
    const accounts = site.logins.map(({ tokenId }) => tokenId);
    expect(accounts).toHaveLength(3);
    expect(new Set(accounts).size).toBe(3);
    expect(site.requestsTo('/api/auth/session')).toHaveLength(1);
  });

  it('defect 11: the model is asked, and the answer tells its id and its reason', async () => {
    await using site = await Emulated.start();
    const chat = site.understudy.chat({ model: 'fakegpt/gpt-4-mobile', messages });
    const { id, model, finishReason, usage } = await chat.response();
    expect(site.conversations[0]?.body).toMatchObject({ model: 'gpt-4-mobile', action: 'next' });
    expect(id).toMatch(/^[\da-f-]{36}$/);
    expect({ model, finishReason, usage }).toEqual({
      model: 'gpt-4-mobile',
      finishReason: 'stop',
      usage: undefined,
    });
  });

  it('defect 11: an answer cut at its greatest length is continued, or says so', async () => {
    await using once = await Emulated.start({ faults: ['max-tokens'] });
    expect((await once.ask()).text).toBe(response);
    await using always = await Emulated.start({ maxAnswerCharacters: 3 });
    const { text, events } = await always.ask();
    expect(text).toBe(response.slice(0, 12));
    const finish = { type: 'finish', reason: 'length', rawReason: 'max_tokens' };
    expect(events).toContainEqual(finish);
    expect(always.conversations).toHaveLength(4);
  });

  it('defect 12: first calls at once do not mix token and cookies', async () => {
    await using site = await Emulated.start({ snapshotIntervalMs: 1 });
    const asked = await Promise.all([site.ask(), site.ask(), site.ask()]);
    expect(asked.map(({ text }) => text)).toEqual([response, response, response]);
    expect(site.conversations.map(({ status }) => status)).toEqual([200, 200, 200]);
    for (const { headers } of site.conversations) {
      const token = headers['x-authorization']?.replace('Bearer ', '');
      expect(headers['cookie']).toContain(`credential=${token};`);
    }
    expect(new Set(site.conversations.map(({ sessionId }) => sessionId)).size).toBe(3);
  });

  it.each(['stall-before-headers', 'stall-after-headers', 'stall-after-text'] as const)(
    'defect 13: limits of its own, that free the socket: %s',
    async (fault) => {
      const timeouts = { idleMs: 100, firstContentMs: 100 };
      await using site = await Emulated.start({ faults: [fault] }, { timeouts });
      expect((await site.ask()).error?.code).toBe('timeout');
      await becomesTrue(() => site.conversations[0]?.ending === 'client-aborted');
    },
  );

  it('defect 13: an event of 200 KB is no trouble', async () => {
    await using site = await Emulated.start({ faults: ['large-frame'] });
    expect((await site.ask()).text).toBe(response);
  });

  it('defect 14: no piece is empty', async () => {
    await using site = await Emulated.start();
    const { events } = await site.ask();
    expect(events).not.toContainEqual({ type: 'text-delta', text: '' });
  });

  it.each([
    'Привет, как дела? 你好 \u{1f600}\u{1f468}\u200d\u{1f469}',
    'half a pair: \ud83d and \ude00',
    'control: \u0000 \u0007 \u001b[31m \u2028 \u2029 \ufeff',
    '"quotes" \\backslash\\ </script> data: [DONE]\n\n',
  ])('defect 15: any string is a prompt: %j', async (prompt) => {
    await using site = await Emulated.start({ rules: [{ when: /^/, response }] });
    expect((await site.ask(prompt)).text).toBe(response);
    expect(site.conversations[0]?.body).toMatchObject({
      messages: [{ content: { parts: [prompt] } }],
    });
  });
});
