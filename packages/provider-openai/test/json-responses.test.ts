import type { ServerResponse } from 'node:http';

import { createUnderstudy, isProviderError } from '@understudy/core';
import type { ErrorCode, Understudy } from '@understudy/core';
import { describe, expect, it } from 'vitest';

import { openai } from '../src/index.ts';
import { waitUntil, chunk, reply, sendEvents, TestServer, tealStream } from './test-server.ts';
import type { Handler, TestServerOptions } from './test-server.ts';

const messages = [{ role: 'user', content: 'Name a color' }] as const;
const model = 'openai/gpt-5-mini';
const withoutStreaming: TestServerOptions = { quirks: { streams: false } };

/** Creates a response with this message. */
function createResponse(message: object, finishReason = 'stop'): object {
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    model: 'gpt-5-mini-2025-08-07',
    choices: [{ index: 0, message, finish_reason: finishReason }],
    usage: { prompt_tokens: 5, completion_tokens: 2, total_tokens: 7 },
  };
}

const tealResponse = createResponse({ role: 'assistant', content: 'Teal.' });
const tealJson = reply(200, 'application/json', tealResponse);

const fullResponse = createResponse(
  {
    role: 'assistant',
    reasoning_content: 'Green, blue?',
    content: 'Teal.',
    tool_calls: [
      { id: 'call_1', type: 'function', function: { name: 'mix', arguments: '{"of":"blue"}' } },
      { id: 'call_2', type: 'function', function: { name: 'paint', arguments: '' } },
    ],
  },
  'tool_calls',
);

describe('openai without streaming', () => {
  it('requests one JSON document', async () => {
    await using server = await TestServer.start(tealJson, withoutStreaming);
    expect(await server.chat()).toMatchObject({ text: 'Teal.', error: undefined });
    const [received] = server.received;
    expect(received?.headers['accept']).toBe('application/json');
    expect(JSON.parse(received?.body ?? '')).toEqual({
      model: 'gpt-5-mini',
      messages,
      stream: false,
    });
  });

  it('emits the events of a stream', async () => {
    await using server = await TestServer.start(
      reply(200, 'application/json', fullResponse),
      withoutStreaming,
    );
    const { events, error } = await server.chat();
    expect(error).toBeUndefined();
    expect(events.map(({ type }) => type)).toEqual([
      'attempt-start',
      'response-start',
      'reasoning-delta',
      'text-delta',
      'tool-call-start',
      'tool-call-delta',
      'tool-call-end',
      'tool-call-start',
      'tool-call-delta',
      'tool-call-end',
      'usage',
      'finish',
      'attempt-end',
    ]);
  });

  it('returns all content with response()', async () => {
    await using server = await TestServer.start((received, response) => {
      response.setHeader('x-request-id', 'req_1');
      response.setHeader('x-ratelimit-remaining-tokens', '149984');
      reply(200, 'application/json', fullResponse)(received, response);
    }, withoutStreaming);
    expect(await server.understudy.chat({ model, messages }).response()).toMatchObject({
      text: 'Teal.',
      reasoning: 'Green, blue?',
      toolCalls: [
        { id: 'call_1', name: 'mix', argumentsText: '{"of":"blue"}' },
        { id: 'call_2', name: 'paint', argumentsText: '{}' },
      ],
      usage: { inputTokens: 5, outputTokens: 2 },
      finishReason: 'tool-calls',
      requestId: 'req_1',
      rateLimitHeaders: { 'x-ratelimit-remaining-tokens': '149984' },
    });
  });

  it('reports a refusal of the model as text with the reason content-filter', async () => {
    const refusal = createResponse({ role: 'assistant', content: null, refusal: 'I can not.' });
    await using server = await TestServer.start(
      reply(200, 'application/json', refusal),
      withoutStreaming,
    );
    const response = await server.understudy.chat({ model, messages }).response();
    expect(response).toMatchObject({
      text: 'I can not.',
      finishReason: 'content-filter',
      rawFinishReason: 'refusal',
    });
  });

  it('emits warnings after response-start', async () => {
    const quirks = { streams: false, unsupportedFields: ['seed'] } as const;
    await using server = await TestServer.start(tealJson, { quirks });
    const { events } = await server.chat({ seed: 7 });
    const types = events.map(({ type }) => type);
    expect(types.slice(0, 4)).toEqual(['attempt-start', 'response-start', 'warning', 'text-delta']);
    expect(types.filter((type) => type === 'warning')).toHaveLength(1);
  });

  it.each<[string, Handler]>([
    ['JSON as text/plain', reply(200, 'text/plain', tealResponse)],
    [
      'JSON with another media type',
      reply(200, 'application/vnd.api+json; charset=utf-8', tealResponse),
    ],
    [
      'JSON without a content type',
      (_, response) => void response.end(JSON.stringify(tealResponse)),
    ],
    [
      'JSON and an end marker, as 9router sends it',
      reply(200, 'text/event-stream', `${JSON.stringify(tealResponse)}data: [DONE]\n\n`),
    ],
    ['a stream', tealStream],
    ['a stream without [DONE]', sendEvents(chunk({ content: 'Teal.' }, 'stop'))],
  ])('accepts %s', async (_, handler) => {
    await using server = await TestServer.start(handler, withoutStreaming);
    expect(await server.chat()).toMatchObject({ text: 'Teal.', error: undefined });
  });
});

describe('openai without streaming: invalid responses', () => {
  const type = 'application/json';
  const page = '<!doctype html><html><body>It works!</body></html>';
  const firstHalf = JSON.stringify(tealResponse).slice(0, 80);

  it.each<[string, Handler, ErrorCode, RegExp]>([
    [
      'an HTML page',
      reply(200, 'text/html', page),
      'malformed-response',
      /chat request: expected JSON, received text\/html; check baseUrl$/,
    ],
    [
      'plain text',
      reply(200, 'text/plain', 'It works!'),
      'malformed-response',
      /expected JSON, received text\/plain/,
    ],
    [
      'text without a content type',
      (_, response) => void response.end('It works!'),
      'malformed-response',
      /received a body without a content type/,
    ],
    [
      'invalid JSON',
      reply(200, type, firstHalf),
      'malformed-response',
      /expected JSON, received invalid JSON/,
    ],
    [
      'invalid JSON with braces in a text',
      reply(200, type, JSON.stringify(createResponse({ content: 'if (a) {}{}' })).slice(0, -1)),
      'malformed-response',
      /expected JSON, received invalid JSON/,
    ],
    [
      'an empty body',
      reply(200, type, ''),
      'malformed-response',
      /expected JSON, received invalid JSON/,
    ],
    ['a number', reply(200, type, '7'), 'malformed-response', /expected a response with choices/],
    ['no choices', reply(200, type, { id: '1' }), 'malformed-response', /with choices/],
    ['no choice', reply(200, type, { choices: [] }), 'malformed-response', /with choices/],
    [
      'an error with status 200',
      reply(200, type, { error: { message: 'x', code: 429 } }),
      'rate-limited',
      /failed with HTTP 429 \(429\)$/,
    ],
    [
      'a response without content',
      reply(200, type, createResponse({ content: '' })),
      'empty-response',
      /./,
    ],
    ['an empty stream', sendEvents(), 'stream-truncated', /./],
    [
      'a connection that closes in the body',
      (_, response) => {
        response.writeHead(200, { 'content-type': type });
        response.write(firstHalf, () => response.destroy());
      },
      'connection-failed',
      /./,
    ],
    [
      'more than 32 MiB',
      reply(200, type, createResponse({ content: 'x'.repeat(33_554_432) })),
      'response-too-large',
      /at most 32 MiB \(limits\.maxJsonBytes\), received more$/,
    ],
    ['a bare 401', reply(401, 'text/plain', 'No'), 'authentication-failed', /apiKey is not set$/],
    ['a bare 500', reply(500, 'text/html', page), 'server-error', /failed with HTTP 500$/],
    [
      'a redirect',
      reply(302, 'text/html', page),
      'malformed-response',
      /failed with HTTP 302; check/,
    ],
  ])('%s', async (_, handler, code, message) => {
    await using server = await TestServer.start(handler, withoutStreaming);
    const { error, text } = await server.chat();
    expect(error?.message).toMatch(message);
    expect(error?.code).toBe(code);
    expect(text).toBe('');
  });

  it('reads the delay of a rate limit', async () => {
    await using server = await TestServer.start((received, response) => {
      response.setHeader('retry-after', '2');
      reply(429, type, { error: { message: 'x', code: 'rate_limit_exceeded' } })(
        received,
        response,
      );
    }, withoutStreaming);
    const { error } = await server.chat();
    expect(error).toMatchObject({ code: 'rate-limited', status: 429, retryAfterMs: 2000 });
  });

  it.each<[string, Handler, object, string]>([
    ['headers', () => {}, { headersMs: 50 }, 'headers'],
    [
      'the body',
      (_, response) => {
        response.writeHead(200, { 'content-type': type });
        response.write(firstHalf);
      },
      { firstContentMs: 50 },
      'first-content',
    ],
  ])('times out while it waits for %s', async (_, handler, timeouts, phase) => {
    await using server = await TestServer.start(handler, withoutStreaming);
    const { error } = await server.chat({}, { timeouts });
    expect(error).toMatchObject({ code: 'timeout', phase });
  });
});

/** Creates a chain of two targets. `streams` is the quirk of the first, the second has the opposite. */
function chainOf(primary: TestServer, backup: TestServer, streams: boolean): Understudy {
  return createUnderstudy({
    providers: [
      openai({ id: 'primary', baseUrl: `${primary.origin}/v1`, quirks: { streams } }),
      openai({ id: 'backup', baseUrl: `${backup.origin}/v1`, quirks: { streams: !streams } }),
    ],
    chains: { support: ['primary/a', 'backup/b'] },
  });
}

describe('a chain of targets with and without streaming', () => {
  it.each([true, false])('sends each target the request it needs, streams: %s', async (streams) => {
    await using primary = await TestServer.start(reply(503, 'text/plain', 'Not now.'));
    await using backup = await TestServer.start(streams ? tealJson : tealStream);
    await using understudy = chainOf(primary, backup, streams);
    const response = await understudy.chat({ model: 'support', messages }).response();
    expect(response).toMatchObject({ text: 'Teal.', provider: 'backup', finishReason: 'stop' });
    const streamFields = [primary, backup].map(
      ({ received }) => JSON.parse(received[0]?.body ?? '').stream,
    );
    expect(streamFields).toEqual([streams, !streams]);
  });

  it.each<[string, string | undefined]>([
    ['before the headers', undefined],
    ['in the body', '{"choices": [{'],
  ])('closes the socket after an abort %s and calls no other target', async (_, bodyStart) => {
    let opened: ServerResponse | undefined;
    await using primary = await TestServer.start((_received, response) => {
      opened = response;
      if (bodyStart === undefined) return;
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write(bodyStart);
    });
    await using backup = await TestServer.start(tealStream);
    await using understudy = chainOf(primary, backup, false);
    const controller = new AbortController();
    const chat = understudy.chat({ model: 'support', messages }, { signal: controller.signal });
    const text = chat.text();
    await waitUntil(() => opened !== undefined);
    controller.abort(new Error('aborted'));
    await expect(text).rejects.toThrow('aborted');
    await waitUntil(() => opened?.destroyed === true);
    expect([primary, backup].map(({ received }) => received.length)).toEqual([1, 0]);
  });
});

describe('a model that OpenAI streams only to verified organizations', () => {
  const unverified: Handler = (received, response) => {
    if (!received.body.includes('"stream":true')) return tealJson(received, response);
    const error = {
      message: 'Your organization must be verified to stream this model.',
      type: 'invalid_request_error',
      param: 'stream',
      code: 'unsupported_value',
    };
    reply(400, 'application/json', { error })(received, response);
  };

  it('fails with a recommendation, and a chain calls the next target', async () => {
    await using primary = await TestServer.start(unverified);
    await using backup = await TestServer.start(tealJson);
    const { error } = await primary.chat();
    expect(isProviderError(error) && error.code).toBe('unsupported-parameter');
    expect(error?.message).toMatch(
      /failed with HTTP 400 \(unsupported_value, invalid_request_error\), parameter stream; set quirks\.streams to false to request a response without streaming$/,
    );
    await using understudy = chainOf(primary, backup, true);
    expect(await understudy.chat({ model: 'support', messages }).text()).toBe('Teal.');
  });

  it('works without streaming', async () => {
    await using server = await TestServer.start(unverified, withoutStreaming);
    expect(await server.chat()).toMatchObject({ text: 'Teal.', error: undefined });
  });
});
