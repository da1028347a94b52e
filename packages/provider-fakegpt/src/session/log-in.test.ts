import { ProviderError } from '@understudy/core/provider';
import { describe, expect, it } from 'vitest';

import { challenge, FakeSite, html, json } from '../../test/fake-server.ts';
import type { Answers } from '../../test/fake-server.ts';
import { readFakeGptSettings } from '../fakegpt-settings.ts';
import { Endpoint } from './endpoint.ts';
import { logIn } from './log-in.ts';
import type { Session } from './session.ts';

const baseUrl = 'http://site.test/gpt';

function enter(site: FakeSite, answers: { readonly signal?: AbortSignal } = {}): Promise<Session> {
  const { signal = new AbortController().signal } = answers;
  const settings = readFakeGptSettings({ baseUrl, proxy: 'http://proxy.test:3128' });
  return logIn({ site: new Endpoint(settings), ports: site.ports, signal });
}

const visited = { headers: { 'set-cookie': ['visit=1'] } };

/** The same site below the path of the base URL. */
function below(answers: Answers): Answers {
  const entries = Object.entries({ ...new FakeSite({}).answers, ...answers });
  return Object.fromEntries(entries.map(([path, answer]) => [`/gpt${path}`, answer]));
}

const createSite = (answers: Answers = {}): FakeSite => new FakeSite(below(answers));

describe('logIn', () => {
  it('asks for the list, signs in with the form, and fetches the token with the cookie', async () => {
    const site = createSite();
    const session = await enter(site);
    const [list, login, token] = site.http.requests;
    expect(list?.url.href).toBe('http://site.test/gpt/api/loads?t=1700000000');
    expect(list?.headers).toMatchObject({
      'accept-language': 'en-US',
      referer: 'http://site.test/gpt/?v=2',
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
    expect(session.headers(new URL('http://site.test/x'))).toEqual({
      'x-authorization': 'Bearer token-0',
      cookie: 'credential=token-0',
    });
    for (const { proxy } of site.http.requests) expect(proxy?.host).toBe('proxy.test:3128');
  });

  it('keeps the cookies of the list, and those of a refused account apart', async () => {
    const site = createSite({
      '/api/loads': { ...json({ loads: [{ token_id: 'a' }, { token_id: 'b' }] }), ...visited },
      '/api/auth/session': json({ accessToken: 'token' }),
      '/auth/login': (index) => ({
        headers: { 'set-cookie': [index === 0 ? 'bad=1' : 'credential=token'] },
      }),
    });
    await enter(site);
    const [first, second] = site.requestsTo('/gpt/auth/login');
    expect(first?.headers['cookie']).toBe('visit=1');
    expect(second?.headers['cookie']).toBe('visit=1');
    const [token] = site.requestsTo('/gpt/api/auth/session');
    expect(token?.headers['cookie']).toBe('visit=1; credential=token');
  });

  it('shows its token to no other origin', async () => {
    const session = await enter(createSite());
    expect(session.headers(new URL('http://other.test/'))).toEqual({});
  });

  it.each([
    ['a 400', json({ code: 400, message: 'bad account' }, 400)],
    ['a 200 that says 400', json({ code: 400, message: 'bad account' })],
    ['a 200 without a cookie', html('<title>Welcome</title>')],
    ['a 429', json({ detail: 'Too many requests in 1 hour.' }, 429)],
    ['a 500', { status: 500, body: 'Internal Server Error' }],
  ])('tries another account after %s', async (_, refusal) => {
    const site = createSite({
      '/auth/login': (index) =>
        index === 0 ? refusal : { headers: { 'set-cookie': ['credential=token-x'] } },
    });
    await enter(site);
    const [first, second] = site.requestsTo('/gpt/auth/login').map(({ body }) => String(body));
    expect(first).toContain('token_key=a&');
    expect(second).toContain('token_key=b&');
    expect(site.requestsTo('/gpt/api/loads')).toHaveLength(1);
  });

  it.each([
    ['{}', json({})],
    ['no token', json({ user: {}, accessToken: '' })],
    ['a token that is none', json({ accessToken: 'line\nbreak' })],
    ['a token that has expired', json({ accessToken: 'e30.eyJleHAiOjF9.x' })],
    ['a 401', json({ detail: 'no' }, 401)],
    ['a page', html('<title>Welcome</title>')],
  ])('tries another account when the session is %s', async (_, answer) => {
    const site = createSite({
      '/api/auth/session': (index) => (index === 0 ? answer : json({ accessToken: 'token' })),
    });
    await enter(site);
    expect(site.requestsTo('/gpt/auth/login')).toHaveLength(2);
  });

  it.each([
    ['authentication-failed', json({ code: 400, message: 'bad account' }, 400)],
    ['authentication-failed', json({ code: 400, message: 'bad account' })],
    ['authentication-failed', html('<title>Welcome</title>')],
    ['server-error', { status: 500, body: 'Internal Server Error' }],
    ['rate-limited', json({ detail: 'Too many requests in 1 hour.' }, 429)],
  ])('gives up after three accounts: %s', async (code, refusal) => {
    const site = createSite({ '/auth/login': refusal });
    await expect(enter(site)).rejects.toMatchObject({ code });
    expect(site.requestsTo('/gpt/auth/login')).toHaveLength(3);
  });

  it('gives up earlier where there are fewer', async () => {
    const site = createSite({
      '/api/loads': json({ loads: [{ token_id: 'a', count: 0 }] }),
      '/auth/login': json({}, 400),
    });
    await expect(enter(site)).rejects.toMatchObject({ code: 'authentication-failed' });
    expect(site.requestsTo('/gpt/auth/login')).toHaveLength(1);
  });

  it.each(['/api/loads', '/auth/login', '/api/auth/session'])(
    'stops at a challenge page of %s',
    async (path) => {
      for (const page of [challenge, html('<title>Just a moment...</title>')]) {
        const site = createSite({ [path]: page });
        await expect(enter(site)).rejects.toMatchObject({ code: 'blocked' });
        expect(site.requestsTo(`/gpt${path}`)).toHaveLength(1);
      }
    },
  );

  it('stops where the site names a wait', async () => {
    const refusal = { status: 429, headers: { 'retry-after': '7' } };
    const site = createSite({ '/auth/login': refusal });
    await expect(enter(site)).rejects.toMatchObject({ code: 'rate-limited', retryAfterMs: 7000 });
    expect(site.requestsTo('/gpt/auth/login')).toHaveLength(1);
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
    ['rate-limited', json({ detail: 'Too many requests in 1 hour.' })],
  ])('is %s when the list is not one', async (code, answer) => {
    await expect(enter(createSite({ '/api/loads': answer }))).rejects.toMatchObject({ code });
  });

  it('takes a list that only forgot to say that it is JSON', async () => {
    const site = createSite({ '/api/loads': { body: '{"loads":[{"token_id":"z"}]}' } });
    await enter(site);
    expect(site.requestsTo('/gpt/auth/login')[0]?.body).toContain('token_key=z&');
  });

  it('tries no other account when the connection fails', async () => {
    const failure = new ProviderError({ code: 'connection-failed', message: 'refused' });
    const site = createSite({
      '/auth/login': () => {
        throw failure;
      },
    });
    await expect(enter(site)).rejects.toBe(failure);
    expect(site.requestsTo('/gpt/auth/login')).toHaveLength(1);
  });

  it('ends when its signal aborts', async () => {
    const leaver = new AbortController();
    const site = createSite({
      '/auth/login': () => {
        leaver.abort(new Error('left'));
        return { headers: { 'set-cookie': ['credential=x'] } };
      },
    });
    await expect(enter(site, { signal: leaver.signal })).rejects.toThrow('left');
    expect(site.requestsTo('/gpt/api/auth/session')).toHaveLength(0);
  });
});

describe('Site', () => {
  it('gives no hints of a browser that it does not name', () => {
    const settings = readFakeGptSettings({ baseUrl, userAgent: 'mine/1' });
    const { signal } = new AbortController();
    const request = new Endpoint(settings).createRequest({
      method: 'GET',
      url: new URL(baseUrl),
      signal,
    });
    expect(request.headers).toEqual({
      'user-agent': 'mine/1',
      'accept-language': 'en-US',
      referer: 'http://site.test/gpt/?v=2',
    });
  });
});
