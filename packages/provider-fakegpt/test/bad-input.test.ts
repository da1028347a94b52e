import { createUnderstudy, isUnderstudyError } from '@understudy/core';
import type { Understudy } from '@understudy/core';
import { fetchHttp } from '@understudy/core/fetch';
import type { Http, ProviderEvent } from '@understudy/core/provider';
import type { RecordedReply } from '@understudy/core/testing';
import { startFakeGptEmulator } from '@understudy/emulator';
import type { FakeGptEmulator } from '@understudy/emulator';
import { describe, expect, it } from 'vitest';

import { fakegpt } from '../src/index.ts';
import { FakeServer, json, stream } from './fake-server.ts';
import type { Replies } from './fake-server.ts';
import { finalMessage, frames, textOf } from './fakegpt-events.ts';

const conversation = '/api/conversation';
const teal = stream(frames(finalMessage('Teal.'), '[DONE]'));

const chatRequest = { model: 'gpt-4', messages: [{ role: 'user', content: 'Hi' }] } as const;

/** Runs chats one after the other. Returns the text or the code of the error of each. */
async function runChats(
  replies: Replies,
  count: number,
): Promise<{ readonly server: FakeServer; readonly results: readonly unknown[] }> {
  const server = new FakeServer(replies);
  const provider = await fakegpt({ baseUrl: 'http://server.test' }).create(server.ports);
  const results: unknown[] = [];
  for (let index = 0; index < count; index += 1) {
    const context = server.createContext({ reserveRequest: () => false });
    try {
      const batches = await Array.fromAsync(provider.chat(chatRequest, context));
      results.push(textOf(batches.flat<readonly (ProviderEvent | readonly ProviderEvent[])[]>()));
    } catch (error) {
      results.push(isUnderstudyError(error) ? error.code : error);
    }
  }
  return { server, results };
}

describe('junk in the account list', () => {
  it.each([
    ['', null],
    [7, true],
    [{}, []],
  ])('is ignored: %j and %j', async (first, second) => {
    const loads = [first, { token_id: first }, { token_id: second, count: 0 }, second, null];
    const good = { token_id: 'good', count: 'many' };
    const { server, results } = await runChats(
      { '/api/loads': json({ loads: [...loads, good, good] }), [conversation]: teal },
      1,
    );
    expect(results).toEqual(['Teal.']);
    expect(server.requestsTo('/auth/login').map(({ body }) => body)).toEqual([
      expect.stringContaining('token_key=good&'),
    ]);
  });

  it('is overloaded if no account is left', async () => {
    const loads = json({ loads: [{ token_id: '' }, { count: 1 }, '', null] });
    const { results } = await runChats({ '/api/loads': loads }, 1);
    expect(results).toEqual(['overloaded']);
  });
});

describe('an account list that changes with every request', () => {
  it('fails no later chat', async () => {
    let listed = 0;
    const accounts = ['a', 'b', 'c', 'd', 'e'];
    const server = new FakeServer({
      [conversation]: teal,
      '/api/loads': (index) => {
        listed = index;
        return json({ loads: accounts.map((id) => ({ token_id: `${index}${id}` })) });
      },
      '/auth/login': (index, { body }) =>
        String(body).startsWith(`token_key=${listed}`)
          ? { headers: { 'set-cookie': [`credential=token-${index}`] } }
          : json({ code: 400, message: 'not available' }, 400),
    });
    const provider = await fakegpt({ baseUrl: 'http://server.test' }).create(server.ports);
    const chat = (): Promise<unknown> =>
      Array.fromAsync(provider.chat(chatRequest, server.createContext()));
    const outcomes = await Promise.allSettled(Array.from({ length: 50 }, chat));
    const errors = outcomes.flatMap((outcome) =>
      outcome.status === 'rejected' ? [outcome.reason.code] : [],
    );
    expect(new Set(errors)).toEqual(new Set(['session-rejected']));
    expect(errors.length).toBeLessThan(10);
    for (let count = 0; count < 20; count += 1) await chat();
  });
});

describe('error responses', () => {
  const long = 'x'.repeat(100_000);
  const bodies = {
    'a long body': (detail: string) => JSON.stringify({ detail, padding: long }),
    'a long body whose error is at the end': (detail: string) =>
      JSON.stringify({ padding: long, detail }),
    'a body that is cut off': (detail: string) => `{"detail":"${detail}","padding":"xx`,
    'a long text': () => long,
  };
  const errors = [
    [429, { 'retry-after': '7' }, 'Too many requests in 1 hour.', 'rate-limited'],
    [503, {}, 'Service Unavailable', 'server-error'],
    [401, {}, 'Your authentication token has expired.', 'session-rejected'],
  ] as const;

  describe.each(Object.entries(bodies))('with %s', (_, bodyOf) => {
    it.each(errors)('%i', async (status, headers, detail, code) => {
      const error: RecordedReply = {
        status,
        headers: { 'content-type': 'application/json', ...headers },
        body: bodyOf(detail),
      };
      const { server, results } = await runChats(
        { [conversation]: (index) => (index === 0 ? error : teal) },
        2,
      );
      expect(results).toEqual([code, 'Teal.']);
      expect(server.requestsTo(conversation)).toHaveLength(2);
    });
  });
});

describe('a server that changes', () => {
  const model = 'fakegpt/gpt-4';
  const rules = [{ when: /^chat \d+$/, response: (text: string) => `the response to ${text}` }];

  /** Runs chats at the same time. Returns the codes of their errors, and `wrong text` for a wrong text. */
  async function runAtOnce(understudy: Understudy, count: number): Promise<readonly string[]> {
    const outcomes = await Promise.all(
      Array.from({ length: count }, async (_, index) => {
        const content = `chat ${index}`;
        try {
          const chat = understudy.chat({ model, messages: [{ role: 'user', content }] });
          return (await chat.text()) === `the response to ${content}` ? undefined : 'wrong text';
        } catch (error) {
          return isUnderstudyError(error) ? error.code : String(error);
        }
      }),
    );
    return outcomes.filter((outcome) => outcome !== undefined);
  }

  /** Counts the requests with the same session at the same time. */
  class SessionHttp implements Http {
    readonly #http = fetchHttp();
    readonly #active = new Map<string, number>();
    max = 0;

    readonly request: Http['request'] = async (request) => {
      if (request.url.pathname !== conversation) return this.#http.request(request);
      const session = request.headers['cookie'] ?? '';
      this.#add(session, 1);
      try {
        const response = await this.#http.request(request);
        return { ...response, body: this.#countBody(session, response.body) };
      } catch (error) {
        this.#add(session, -1);
        throw error;
      }
    };

    async *#countBody(
      session: string,
      body: AsyncIterable<Uint8Array>,
    ): AsyncGenerator<Uint8Array> {
      try {
        yield* body;
      } finally {
        this.#add(session, -1);
      }
    }

    #add(session: string, change: number): void {
      const count = (this.#active.get(session) ?? 0) + change;
      this.#active.set(session, count);
      this.max = Math.max(this.max, count);
    }
  }

  it('dies and returns: every chat ends, then all succeed, and no session is used twice at the same time', async () => {
    const options = { rules, snapshotIntervalMs: 3 };
    const first = await startFakeGptEmulator(options);
    const { port } = new URL(first.url);
    const http = new SessionHttp();
    const understudy = createUnderstudy({
      providers: [fakegpt({ baseUrl: first.url, sessions: 10 })],
      ports: { http },
    });
    const running = runAtOnce(understudy, 100);
    await expect.poll(() => first.requests.length).toBeGreaterThan(60);
    await first.close();
    const second: FakeGptEmulator = await startFakeGptEmulator({ ...options, port: Number(port) });
    const errors = await running;
    expect(errors.length).toBeLessThan(100);
    expect(new Set(errors)).not.toContain('wrong text');
    understudy.resetHealth();
    expect(await runAtOnce(understudy, 100)).toEqual([]);
    expect(http.max).toBe(1);
    const logins = second.requests.filter(({ path, status }) => {
      return path === '/auth/login' && status === 200;
    });
    expect(logins.length).toBeLessThanOrEqual(20);
    await understudy.close();
    await second.close();
  });
});
