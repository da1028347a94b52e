import type { ErrorCode } from '@understudy/core';
import { describe, expect, it } from 'vitest';

import { chunk, reply, sendEvents, TestServer } from './test-server.ts';
import type { Handler } from './test-server.ts';

const page = '<!doctype html><html><body>It works!</body></html>';

describe('invalid responses', () => {
  it.each<[string, Handler, ErrorCode, RegExp]>([
    [
      'an HTML page',
      reply(200, 'text/html', page),
      'malformed-response',
      /: expected an event stream, received text\/html; check baseUrl$/,
    ],
    [
      'plain text',
      reply(200, 'text/plain', 'It works!'),
      'malformed-response',
      /received text\/plain/,
    ],
    [
      'an empty body without a type',
      (_, response) => void response.end(),
      'malformed-response',
      /received a body without a content type/,
    ],
    [
      'another type',
      reply(200, 'image/png', 'PNG'),
      'malformed-response',
      /received another content type/,
    ],
    [
      'JSON that is not a response',
      reply(200, 'application/json', { ok: true }),
      'malformed-response',
      /./,
    ],
    ['invalid JSON', reply(200, 'application/json', '{"choices":'), 'malformed-response', /./],
    [
      'an empty list of choices',
      reply(200, 'application/json', { choices: [] }),
      'malformed-response',
      /./,
    ],
    [
      'an error with status 200',
      reply(200, 'application/json', { error: { message: 'x', code: 429 } }),
      'rate-limited',
      /failed with HTTP 429 \(429\)$/,
    ],
    ['an empty stream', sendEvents(), 'stream-truncated', /./],
    ['an event that is not JSON', sendEvents('Hello'), 'malformed-response', /./],
    ['choices that are not a list', sendEvents({ choices: 5 }), 'malformed-response', /./],
    ['an end without content', sendEvents(chunk({}, 'stop'), '[DONE]'), 'empty-response', /./],
    ['an error in the stream', sendEvents({ error: { message: 'overloaded' } }), 'overloaded', /./],
    [
      'a redirect',
      reply(301, 'text/html', page),
      'malformed-response',
      /failed with HTTP 301; check baseUrl$/,
    ],
    [
      'a bare 404',
      reply(404, 'text/html', page),
      'model-not-found',
      /failed with HTTP 404; if the model name is correct, check baseUrl$/,
    ],
    [
      'a bare 401',
      reply(401, 'text/plain', 'Unauthorized'),
      'authentication-failed',
      /; apiKey is not set$/,
    ],
    [
      'a bot challenge with status 503',
      reply(503, 'text/html', '<title>Just a moment...</title>'),
      'blocked',
      /: chat request blocked by a bot challenge \(HTTP 503\)$/,
    ],
    [
      'a bot challenge with status 403',
      reply(403, 'text/html', '<title>Just a moment...</title>'),
      'blocked',
      /: chat request blocked by a bot challenge \(HTTP 403\)$/,
    ],
    [
      'a body that is too large',
      reply(500, 'text/plain', 'x'.repeat(70_000)),
      'server-error',
      /failed with HTTP 500$/,
    ],
    [
      'an HTML page that is too large',
      reply(500, 'text/html', page.repeat(2000)),
      'server-error',
      /failed with HTTP 500$/,
    ],
  ])('%s', async (_, handler, code, message) => {
    await using server = await TestServer.start(handler);
    const { error, events } = await server.chat();
    expect(error?.message).toMatch(message);
    expect(error?.code).toBe(code);
    expect(events.map(({ type }) => type)).not.toContain('finish');
  });

  it.each([
    [200, 'malformed-response'],
    [500, 'server-error'],
  ] as const)('does not read an endless page with status %i to its end', async (status, code) => {
    await using server = await TestServer.start((_, response) => {
      response.writeHead(status, { 'content-type': 'text/html' });
      const write = (): void => {
        if (!response.destroyed) response.write(page.repeat(100), () => setImmediate(write));
      };
      write();
    });
    expect((await server.chat()).error?.code).toBe(code);
  });

  it.each(['', '/', '/api'])('recommends checking a base URL with the path %j', async (path) => {
    await using server = await TestServer.start(reply(404, 'text/plain', '404 page not found'), {
      path,
    });
    const { error } = await server.chat();
    expect(error?.message).toMatch(/check baseUrl: most end with \/v1, this one does not$/);
    expect(server.received[0]?.path).toBe(`${path === '/' ? '' : path}/chat/completions`);
  });

  it('does not recommend checking the base URL if the vendor names the model', async () => {
    const body = { error: { message: 'No such model.', code: 'model_not_found' } };
    await using server = await TestServer.start(reply(404, 'application/json', body), { path: '' });
    expect((await server.chat()).error?.message).toMatch(
      /failed with HTTP 404 \(model_not_found\)$/,
    );
  });
});

describe('unusual responses', () => {
  it('passes on tool arguments that are not JSON', async () => {
    const call = (fields: object, text: string): object => ({
      tool_calls: [{ index: 0, ...fields, function: { ...fields, arguments: text } }],
    });
    await using server = await TestServer.start(
      sendEvents(
        chunk(call({ id: 'call_1', type: 'function', name: 'paint' }, '{"color": ')),
        chunk(call({}, 'teal, and not JSON')),
        chunk({}, 'tool_calls'),
        '[DONE]',
      ),
    );
    const { events } = await server.chat();
    expect(events).toContainEqual({
      type: 'tool-call-end',
      id: 'call_1',
      name: 'paint',
      argumentsText: '{"color": teal, and not JSON',
      incomplete: true,
    });
  });

  it('finishes with other for an unknown reason', async () => {
    await using server = await TestServer.start(
      sendEvents(chunk({ content: 'Hi' }, 'unknown'), '[DONE]'),
    );
    const { events } = await server.chat();
    expect(events).toContainEqual({ type: 'finish', reason: 'other', rawReason: 'unknown' });
  });

  it('ignores unknown events, parts and choices', async () => {
    await using server = await TestServer.start(
      sendEvents(
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
    const { text, error } = await server.chat();
    expect(error).toBeUndefined();
    expect(text).toBe('Teal.');
  });

  it.each([4_294_967_296, 1e300, -1, 1.5])(
    'accepts or rejects a tool call with the index %d',
    async (index) => {
      const call = { index, id: 'call_1', function: { name: 'f', arguments: '{}' } };
      await using server = await TestServer.start(
        sendEvents(chunk({ tool_calls: [call] }), chunk({}, 'tool_calls'), '[DONE]'),
      );
      const { events, error } = await server.chat();
      const calls = events.filter(({ type }) => type === 'tool-call-end');
      expect(error === undefined ? calls.length : error.code).toBeOneOf([1, 'malformed-response']);
    },
  );

  it('rejects an event of more than 32 MiB and names the option', async () => {
    await using server = await TestServer.start(
      sendEvents(chunk({ content: 'x'.repeat(34_000_000) })),
    );
    expect((await server.chat()).error).toMatchObject({
      code: 'response-too-large',
      message: expect.stringMatching(/at most 32 MiB \(limits\.maxEventBytes\), received/),
    });
  });

  it.each([1_600_000, 20_000_000])(
    'accepts an image of %d characters in one event',
    async (size) => {
      const url = `data:image/png;base64,${'A'.repeat(size)}`;
      const images = [{ type: 'image_url', image_url: { url } }];
      await using vendor = await TestServer.start(sendEvents(chunk({ images }), chunk({}, 'stop')));
      const { events } = await vendor.chat();
      expect(events).toContainEqual(
        expect.objectContaining({ type: 'file', mediaType: 'image/png' }),
      );
    },
  );
});
