import { ProviderError } from '@understudy/core/provider';
import { describe, expect, it } from 'vitest';

import { challenge, FakeServer, html, json } from '../../test/fake-server.ts';
import type { Replies } from '../../test/fake-server.ts';
import { readFakeGptSettings } from '../fakegpt-settings.ts';
import { AccountHistory } from './accounts.ts';
import { Endpoint } from './endpoint.ts';
import { logIn } from './log-in.ts';
import type { Session } from './session.ts';

const baseUrl = 'http://server.test/gpt';

function logInTo(
  server: FakeServer,
  {
    signal = new AbortController().signal,
    history = new AccountHistory(),
  }: { readonly signal?: AbortSignal; readonly history?: AccountHistory } = {},
): Promise<Session> {
  const settings = readFakeGptSettings({ baseUrl, proxy: 'http://proxy.test:3128' });
  return logIn({ endpoint: new Endpoint(settings), ports: server.ports, signal, history });
}

const withCookie = { headers: { 'set-cookie': ['list=1'] } };

/** Adds the path of the base URL to the paths. */
function withBasePath(replies: Replies): Replies {
  const entries = Object.entries({ ...new FakeServer({}).replies, ...replies });
  return Object.fromEntries(entries.map(([path, reply]) => [`/gpt${path}`, reply]));
}

const createServer = (replies: Replies = {}): FakeServer => new FakeServer(withBasePath(replies));

describe('logIn', () => {
  it('requests the account list, sends the form and requests the token with the cookie', async () => {
    const server = createServer();
    const session = await logInTo(server);
    const [list, login, token] = server.http.requests;
    expect(list?.url.href).toBe('http://server.test/gpt/api/loads?t=1700000000');
    expect(list?.headers).toMatchObject({
      'accept-language': 'en-US',
      referer: 'http://server.test/gpt/?v=2',
      'user-agent': expect.stringContaining('Chrome/117'),
      'sec-ch-ua-mobile': '?0',
    });
    expect(list?.headers).not.toHaveProperty('cookie');
    expect(login).toMatchObject({
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: expect.stringMatching(/^token_key=a&session_password=[a-z]\d[\da-f]{12}$/),
    });
    expect(token?.url.pathname).toBe('/gpt/api/auth/session');
    expect(token?.headers).toMatchObject({ cookie: 'credential=token-0' });
    expect(session.headers(new URL('http://server.test/x'))).toEqual({
      'x-authorization': 'Bearer token-0',
      cookie: 'credential=token-0',
    });
    for (const { proxy } of server.http.requests) expect(proxy?.host).toBe('proxy.test:3128');
  });

  it('keeps the cookies of the list and separates those of each account', async () => {
    const server = createServer({
      '/api/loads': { ...json({ loads: [{ token_id: 'a' }, { token_id: 'b' }] }), ...withCookie },
      '/api/auth/session': json({ accessToken: 'token' }),
      '/auth/login': (index) => ({
        headers: { 'set-cookie': [index === 0 ? 'bad=1' : 'credential=token'] },
      }),
    });
    await logInTo(server);
    const [first, second] = server.requestsTo('/gpt/auth/login');
    expect(first?.headers['cookie']).toBe('list=1');
    expect(second?.headers['cookie']).toBe('list=1');
    const [token] = server.requestsTo('/gpt/api/auth/session');
    expect(token?.headers['cookie']).toBe('list=1; credential=token');
  });

  it('sends the token to no other origin', async () => {
    const session = await logInTo(createServer());
    expect(session.headers(new URL('http://other.test/'))).toEqual({});
  });

  it.each([
    ['status 400', json({ code: 400, message: 'bad account' }, 400)],
    ['status 200 with the code 400', json({ code: 400, message: 'bad account' })],
    [
      'status 200 with the code 400 and a cookie',
      {
        ...json({ code: 400, message: 'bad account' }),
        headers: { 'set-cookie': ['credential=old'] },
      },
    ],
    ['status 200 without a cookie', html('<title>Welcome</title>')],
    ['status 429', json({ detail: 'Too many requests in 1 hour.' }, 429)],
    ['status 500', { status: 500, body: 'Internal Server Error' }],
  ])('tries another account after %s', async (_, error) => {
    const server = createServer({
      '/auth/login': (index) =>
        index === 0 ? error : { headers: { 'set-cookie': ['credential=token-x'] } },
    });
    await logInTo(server);
    const [first, second] = server.requestsTo('/gpt/auth/login').map(({ body }) => String(body));
    expect(first).toContain('token_key=a&');
    expect(second).toContain('token_key=b&');
    expect(server.requestsTo('/gpt/api/loads')).toHaveLength(1);
  });

  it.each([
    ['{}', json({})],
    ['no token', json({ user: {}, accessToken: '' })],
    ['an invalid token', json({ accessToken: 'line\nbreak' })],
    ['an expired token', json({ accessToken: 'e30.eyJleHAiOjF9.x' })],
    ['status 401', json({ detail: 'no' }, 401)],
    ['an HTML page', html('<title>Welcome</title>')],
  ])('tries another account if the session response is %s', async (_, reply) => {
    const server = createServer({
      '/api/auth/session': (index) => (index === 0 ? reply : json({ accessToken: 'token' })),
    });
    await logInTo(server);
    expect(server.requestsTo('/gpt/auth/login')).toHaveLength(2);
  });

  it.each([
    ['session-rejected', json({ code: 400, message: 'bad account' }, 400)],
    ['session-rejected', json({ code: 400, message: 'bad account' })],
    ['session-rejected', html('<title>Welcome</title>')],
    ['session-rejected', json({ detail: 'no' }, 401)],
    ['session-rejected', json({ detail: 'no' }, 403)],
    ['server-error', { status: 500, body: 'Internal Server Error' }],
    ['rate-limited', json({ detail: 'Too many requests in 1 hour.' }, 429)],
  ])('fails after three accounts: %s', async (code, error) => {
    const server = createServer({ '/auth/login': error });
    await expect(logInTo(server)).rejects.toMatchObject({ code });
    expect(server.requestsTo('/gpt/auth/login')).toHaveLength(3);
  });

  it('fails with authentication-failed when the server has rejected all accounts', async () => {
    const server = createServer({ '/auth/login': json({ detail: 'no' }, 401) });
    const history = new AccountHistory();
    await expect(logInTo(server, { history })).rejects.toMatchObject({ code: 'session-rejected' });
    const tried = server.requestsTo('/gpt/auth/login').length;
    await expect(logInTo(server, { history })).rejects.toMatchObject({
      code: 'authentication-failed',
      status: 401,
    });
    const accounts = server
      .requestsTo('/gpt/auth/login')
      .map(({ body }) => new URLSearchParams(String(body)).get('token_key'));
    expect(tried).toBe(3);
    expect(new Set(accounts.slice(0, 5)).size).toBe(5);
  });

  it('tries one account if the server failed before, and three again after a successful login', async () => {
    const failed = { status: 500, body: 'x' };
    const server = createServer({
      '/auth/login': (index) =>
        index === 4 ? { headers: { 'set-cookie': ['credential=token-x'] } } : failed,
    });
    const history = new AccountHistory();
    const counts: number[] = [];
    for (let login = 0; login < 4; login += 1) {
      const before = server.requestsTo('/gpt/auth/login').length;
      await logInTo(server, { history }).catch(() => {});
      counts.push(server.requestsTo('/gpt/auth/login').length - before);
    }
    expect(counts).toEqual([3, 1, 1, 3]);
    const accounts = server.requestsTo('/gpt/auth/login').map(({ body }) => String(body));
    expect(new Set(accounts.slice(0, 5).map((body) => body.slice(0, 11))).size).toBe(5);
  });

  it('does not count an account as rejected whose login failed with a server error', async () => {
    const server = createServer({
      '/api/loads': json({
        loads: [
          { token_id: 'a', count: 0 },
          { token_id: 'b', count: 1 },
        ],
      }),
      '/auth/login': (index) =>
        index === 0 ? { status: 500, body: 'x' } : json({ detail: 'no' }, 401),
    });
    await expect(logInTo(server)).rejects.toMatchObject({ code: 'session-rejected' });
    expect(server.requestsTo('/gpt/auth/login')).toHaveLength(2);
  });

  it('counts rejected accounts again after a successful login', async () => {
    const refuse = json({ detail: 'no' }, 401);
    const server = createServer({
      '/auth/login': (index) =>
        index === 3 ? { headers: { 'set-cookie': ['credential=token-x'] } } : refuse,
    });
    const history = new AccountHistory();
    await expect(logInTo(server, { history })).rejects.toMatchObject({ code: 'session-rejected' });
    await logInTo(server, { history });
    await expect(logInTo(server, { history })).rejects.toMatchObject({ code: 'session-rejected' });
  });

  it('forgets rejected accounts that are no longer listed', async () => {
    const server = createServer({
      '/api/loads': (index) =>
        json({ loads: index === 0 ? [{ token_id: 'a' }] : [{ token_id: 'b' }, { token_id: 'c' }] }),
      '/auth/login': json({ detail: 'no' }, 401),
    });
    const history = new AccountHistory();
    await expect(logInTo(server, { history })).rejects.toMatchObject({
      code: 'authentication-failed',
    });
    await expect(logInTo(server, { history })).rejects.toMatchObject({
      code: 'authentication-failed',
    });
    const a = { id: 'a', load: 0 };
    expect(history.prefer([a, { id: 'd', load: 0 }])).toContain(a);
  });

  it('tries no other account after a server error of the session request', async () => {
    const server = createServer({ '/api/auth/session': { status: 503, body: 'x' } });
    await expect(logInTo(server)).rejects.toMatchObject({ code: 'server-error', status: 503 });
    expect(server.paths).toEqual(['/gpt/api/loads', '/gpt/auth/login', '/gpt/api/auth/session']);
  });

  it('keeps the cookies of error responses', async () => {
    const server = createServer({
      '/auth/login': (index) => ({
        status: index === 0 ? 302 : 200,
        headers: { location: '/', 'set-cookie': ['credential=token', `step=${index}`] },
      }),
      '/api/auth/session': json({ accessToken: 'token' }),
    });
    const session = await logInTo(server);
    expect(session.headers(new URL(baseUrl))['cookie']).toBe('credential=token; step=0');
    expect(server.requestsTo('/gpt/auth/login')).toHaveLength(1);
  });

  it('fails earlier if there are fewer accounts', async () => {
    const server = createServer({
      '/api/loads': json({ loads: [{ token_id: 'a', count: 0 }] }),
      '/auth/login': json({}, 400),
    });
    await expect(logInTo(server)).rejects.toMatchObject({ code: 'authentication-failed' });
    expect(server.requestsTo('/gpt/auth/login')).toHaveLength(1);
  });

  it.each(['/api/loads', '/auth/login', '/api/auth/session'])(
    'stops at a bot challenge of %s',
    async (path) => {
      for (const page of [challenge, html('<title>Just a moment...</title>')]) {
        const server = createServer({ [path]: page });
        await expect(logInTo(server)).rejects.toMatchObject({ code: 'blocked' });
        expect(server.requestsTo(`/gpt${path}`)).toHaveLength(1);
      }
    },
  );

  it('stops if the server sends a delay', async () => {
    const error = { status: 429, headers: { 'retry-after': '7' } };
    const server = createServer({ '/auth/login': error });
    await expect(logInTo(server)).rejects.toMatchObject({
      code: 'rate-limited',
      retryAfterMs: 7000,
    });
    expect(server.requestsTo('/gpt/auth/login')).toHaveLength(1);
  });

  it.each([
    ['malformed-response', html('<title>Welcome</title>')],
    ['malformed-response', { body: 'not JSON' }],
    ['malformed-response', json([])],
    ['malformed-response', json({ detail: 'x' }, 400)],
    ['malformed-response', { status: 302, headers: { location: '/' } }],
    ['model-not-found', json({ detail: 'Not Found' }, 404)],
    ['overloaded', json({ loads: [] })],
    ['overloaded', json({ loads: [{}] })],
    ['server-error', { status: 503, body: 'x' }],
    ['session-rejected', json({ detail: 'no' }, 401)],
    ['rate-limited', json({ detail: 'Too many requests in 1 hour.' })],
  ])('fails with %s for an invalid list: %#', async (code, reply) => {
    await expect(logInTo(createServer({ '/api/loads': reply }))).rejects.toMatchObject({ code });
  });

  it('accepts a list without a content type', async () => {
    const server = createServer({ '/api/loads': { body: '{"loads":[{"token_id":"z"}]}' } });
    await logInTo(server);
    expect(server.requestsTo('/gpt/auth/login')[0]?.body).toContain('token_key=z&');
  });

  it('tries no other account if the connection fails', async () => {
    const connectionError = new ProviderError({
      code: 'connection-failed',
      message: 'connection refused',
    });
    const server = createServer({
      '/auth/login': () => {
        throw connectionError;
      },
    });
    await expect(logInTo(server)).rejects.toBe(connectionError);
    expect(server.requestsTo('/gpt/auth/login')).toHaveLength(1);
  });

  it('stops if its signal aborts', async () => {
    const controller = new AbortController();
    const server = createServer({
      '/auth/login': () => {
        controller.abort(new Error('aborted'));
        return { headers: { 'set-cookie': ['credential=x'] } };
      },
    });
    await expect(logInTo(server, { signal: controller.signal })).rejects.toThrow('aborted');
    expect(server.requestsTo('/gpt/api/auth/session')).toHaveLength(0);
  });
});

describe('Endpoint', () => {
  it('sends no client hints with another user agent', () => {
    const settings = readFakeGptSettings({ baseUrl, userAgent: 'mine/1' });
    const { headers } = new Endpoint(settings).fields({});
    expect(headers).toEqual({
      'user-agent': 'mine/1',
      'accept-language': 'en-US',
      referer: 'http://server.test/gpt/?v=2',
    });
  });
});
