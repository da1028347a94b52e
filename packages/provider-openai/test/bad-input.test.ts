import type { ErrorCode } from '@understudy/core';
import { describe, expect, it } from 'vitest';

import { chunk, reply, say, Served } from './served.ts';
import type { Handler } from './served.ts';

const page = '<!doctype html><html><body>It works!</body></html>';

describe('an answer that is none', () => {
  it.each<[string, Handler, ErrorCode, RegExp]>([
    [
      'a page',
      reply(200, 'text/html', page),
      'malformed-response',
      /expected an event stream, and text\/html came; check baseUrl$/,
    ],
    [
      'plain words',
      reply(200, 'text/plain', 'It works!'),
      'malformed-response',
      /and text\/plain came/,
    ],
    [
      'an empty body without a type',
      (_, response) => void response.end(),
      'malformed-response',
      /without a content type/,
    ],
    ['another type', reply(200, 'image/png', 'PNG'), 'malformed-response', /another type came/],
    [
      'JSON that is no answer',
      reply(200, 'application/json', { ok: true }),
      'malformed-response',
      /./,
    ],
    [
      'JSON that is broken',
      reply(200, 'application/json', '{"choices":'),
      'malformed-response',
      /./,
    ],
    ['an empty list', reply(200, 'application/json', { choices: [] }), 'malformed-response', /./],
    [
      'an error under a 200',
      reply(200, 'application/json', { error: { message: 'x', code: 429 } }),
      'rate-limited',
      /refused with status 429/,
    ],
    ['nothing but a stream', say(), 'stream-truncated', /./],
    ['an event that is no JSON', say('Hello'), 'malformed-response', /./],
    ['a list of choices that is none', say({ choices: 5 }), 'malformed-response', /./],
    ['an end without a word', say(chunk({}, 'stop'), '[DONE]'), 'empty-response', /./],
    ['an error in the stream', say({ error: { message: 'overloaded' } }), 'overloaded', /./],
    [
      'a redirect',
      reply(301, 'text/html', page),
      'malformed-response',
      /status 301; check baseUrl$/,
    ],
    [
      'a bare 404',
      reply(404, 'text/html', page),
      'model-not-found',
      /status 404; if the name of the model is right, check baseUrl$/,
    ],
    [
      'a bare 401',
      reply(401, 'text/plain', 'Unauthorized'),
      'authentication-failed',
      /; no apiKey was given$/,
    ],
    [
      'a page for people under a 503',
      reply(503, 'text/html', '<title>Just a moment...</title>'),
      'blocked',
      /only a person can pass/,
    ],
    [
      'a page for people',
      reply(403, 'text/html', '<title>Just a moment...</title>'),
      'blocked',
      /only a person can pass/,
    ],
    [
      'a body of too many bytes',
      reply(500, 'text/plain', 'x'.repeat(70_000)),
      'response-too-large',
      /65536 bytes/,
    ],
    [
      'a page of too many bytes',
      reply(500, 'text/html', page.repeat(2000)),
      'server-error',
      /status 500$/,
    ],
  ])('%s', async (_, handler, code, message) => {
    await using site = await Served.start(handler);
    const { error, events } = await site.ask();
    expect(error?.message).toMatch(message);
    expect(error?.code).toBe(code);
    expect(events.map(({ type }) => type)).not.toContain('finish');
  });

  it.each([
    [200, 'malformed-response'],
    [500, 'server-error'],
  ] as const)('is not waited for: a page without end, status %i', async (status, code) => {
    await using site = await Served.start((_, response) => {
      response.writeHead(status, { 'content-type': 'text/html' });
      const write = (): void => {
        if (!response.destroyed) response.write(page.repeat(100), () => setImmediate(write));
      };
      write();
    });
    expect((await site.ask()).error?.code).toBe(code);
  });

  it.each(['', '/', '/api'])('hints at a base URL that ends with %j', async (path) => {
    await using site = await Served.start(reply(404, 'text/plain', '404 page not found'), { path });
    const { error } = await site.ask();
    expect(error?.message).toMatch(/check baseUrl: most end with \/v1, this one does not$/);
    expect(site.received[0]?.path).toBe(`${path === '/' ? '' : path}/chat/completions`);
  });

  it('has no hint where the vendor said that it is the model', async () => {
    const body = { error: { message: 'No such model.', code: 'model_not_found' } };
    await using site = await Served.start(reply(404, 'application/json', body), { path: '' });
    expect((await site.ask()).error?.message).toMatch(/status 404 \(model_not_found\)$/);
  });
});

describe('an answer with odd parts', () => {
  it('has tool arguments as the model wrote them, JSON or not', async () => {
    const call = (fields: object, text: string): object => ({
      tool_calls: [{ index: 0, ...fields, function: { ...fields, arguments: text } }],
    });
    await using site = await Served.start(
      say(
        chunk(call({ id: 'call_1', type: 'function', name: 'paint' }, '{"colour": ')),
        chunk(call({}, 'teal, and not JSON')),
        chunk({}, 'tool_calls'),
        '[DONE]',
      ),
    );
    const { events } = await site.ask();
    expect(events).toContainEqual({
      type: 'tool-call-end',
      id: 'call_1',
      name: 'paint',
      argumentsText: '{"colour": teal, and not JSON',
    });
  });

  it('finishes with other for a reason that nobody knows', async () => {
    await using site = await Served.start(say(chunk({ content: 'Hi' }, 'bored'), '[DONE]'));
    const { events } = await site.ask();
    expect(events).toContainEqual({ type: 'finish', reason: 'other', rawReason: 'bored' });
  });

  it('passes over events, parts and choices that it does not know', async () => {
    await using site = await Served.start(
      say(
        { object: 'something.else', x: 1 },
        chunk({ hologram: {}, content: 'Te' }),
        { choices: [{ index: 9_007_199_254_740_991, delta: { content: 'no' } }] },
        { choices: [] },
        chunk({
          content: [
            { type: 'text', text: 'al.' },
            { type: 'scent', of: 'rain' },
          ],
        }),
        chunk({}, 'stop'),
        '[DONE]',
      ),
    );
    const { text, error } = await site.ask();
    expect(error).toBeUndefined();
    expect(text).toBe('Teal.');
  });

  it.each([4_294_967_296, 1e300, -1, 1.5])('bears a tool call with the index %d', async (index) => {
    const call = { index, id: 'call_1', function: { name: 'f', arguments: '{}' } };
    await using site = await Served.start(
      say(chunk({ tool_calls: [call] }), chunk({}, 'tool_calls'), '[DONE]'),
    );
    const { events, error } = await site.ask();
    const ended = events.filter(({ type }) => type === 'tool-call-end');
    expect(error === undefined ? ended.length : error.code).toBeOneOf([1, 'malformed-response']);
  });

  it('refuses an event beyond 1 MiB', async () => {
    await using site = await Served.start(say(chunk({ content: 'x'.repeat(1_100_000) })));
    expect((await site.ask()).error?.code).toBe('response-too-large');
  });
});
