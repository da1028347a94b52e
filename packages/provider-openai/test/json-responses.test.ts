import type { ServerResponse } from 'node:http';

import { createUnderstudy, isProviderError } from '@understudy/core';
import type { ErrorCode, Understudy } from '@understudy/core';
import { describe, expect, it } from 'vitest';

import { openai } from '../src/index.ts';
import { becomesTrue, chunk, reply, say, Served, teal } from './served.ts';
import type { Handler, ServedOptions } from './served.ts';

const messages = [{ role: 'user', content: 'Name a colour' }] as const;
const model = 'openai/gpt-5-mini';
const whole: ServedOptions = { quirks: { streams: false } };

/** An answer with this message. */
function answer(message: object, finishReason = 'stop'): object {
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    model: 'gpt-5-mini-2025-08-07',
    choices: [{ index: 0, message, finish_reason: finishReason }],
    usage: { prompt_tokens: 5, completion_tokens: 2, total_tokens: 7 },
  };
}

const tealAnswer = answer({ role: 'assistant', content: 'Teal.' });
const wholeTeal = reply(200, 'application/json', tealAnswer);

const richAnswer = answer(
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

describe('who wants no stream', () => {
  it('asks for one JSON', async () => {
    await using site = await Served.start(wholeTeal, whole);
    expect(await site.ask()).toMatchObject({ text: 'Teal.', error: undefined });
    const [received] = site.received;
    expect(received?.headers['accept']).toBe('application/json');
    expect(JSON.parse(received?.body ?? '')).toEqual({
      model: 'gpt-5-mini',
      messages,
      stream: false,
    });
  });

  it('is given the events of a stream', async () => {
    await using site = await Served.start(reply(200, 'application/json', richAnswer), whole);
    const { events, error } = await site.ask();
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

  it('has all of it in response()', async () => {
    await using site = await Served.start((received, response) => {
      response.setHeader('x-request-id', 'req_1');
      response.setHeader('x-ratelimit-remaining-tokens', '149984');
      reply(200, 'application/json', richAnswer)(received, response);
    }, whole);
    expect(await site.understudy.chat({ model, messages }).response()).toMatchObject({
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

  it('is told a refusal of the model as content-filter, with its words', async () => {
    const refusal = answer({ role: 'assistant', content: null, refusal: 'I can not.' });
    await using site = await Served.start(reply(200, 'application/json', refusal), whole);
    const response = await site.understudy.chat({ model, messages }).response();
    expect(response).toMatchObject({
      text: 'I can not.',
      finishReason: 'content-filter',
      rawFinishReason: 'refusal',
    });
  });

  it('is warned after the start of the answer', async () => {
    const quirks = { streams: false, unsupportedFields: ['seed'] } as const;
    await using site = await Served.start(wholeTeal, { quirks });
    const { events } = await site.ask({ seed: 7 });
    const types = events.map(({ type }) => type);
    expect(types.slice(0, 4)).toEqual(['attempt-start', 'response-start', 'warning', 'text-delta']);
    expect(types.filter((type) => type === 'warning')).toHaveLength(1);
  });

  it.each<[string, Handler]>([
    ['JSON as text/plain', reply(200, 'text/plain', tealAnswer)],
    ['JSON of another name', reply(200, 'application/vnd.api+json; charset=utf-8', tealAnswer)],
    ['JSON without a type', (_, response) => void response.end(JSON.stringify(tealAnswer))],
    ['a stream', teal],
    ['a stream that is not ended by [DONE]', say(chunk({ content: 'Teal.' }, 'stop'))],
  ])('takes %s', async (_, handler) => {
    await using site = await Served.start(handler, whole);
    expect(await site.ask()).toMatchObject({ text: 'Teal.', error: undefined });
  });
});

describe('a whole answer that is none', () => {
  const type = 'application/json';
  const page = '<!doctype html><html><body>It works!</body></html>';
  const half = JSON.stringify(tealAnswer).slice(0, 80);

  it.each<[string, Handler, ErrorCode, RegExp]>([
    [
      'a page',
      reply(200, 'text/html', page),
      'malformed-response',
      /the answer: expected JSON, and text\/html came; check baseUrl$/,
    ],
    [
      'plain words',
      reply(200, 'text/plain', 'It works!'),
      'malformed-response',
      /expected JSON, and text\/plain came/,
    ],
    [
      'words without a type',
      (_, response) => void response.end('It works!'),
      'malformed-response',
      /and something without a content type came/,
    ],
    ['broken JSON', reply(200, type, half), 'malformed-response', /JSON, and broken JSON came/],
    ['nothing', reply(200, type, ''), 'malformed-response', /expected JSON, and broken JSON came/],
    ['a number', reply(200, type, '7'), 'malformed-response', /expected an answer with choices/],
    ['no choices', reply(200, type, { id: '1' }), 'malformed-response', /with choices/],
    ['no choice', reply(200, type, { choices: [] }), 'malformed-response', /with choices/],
    [
      'an error under a 200',
      reply(200, type, { error: { message: 'x', code: 429 } }),
      'rate-limited',
      /refused with status 429/,
    ],
    ['an answer without a word', reply(200, type, answer({ content: '' })), 'empty-response', /./],
    ['nothing but a stream', say(), 'stream-truncated', /./],
    [
      'a socket that closes in the middle',
      (_, response) => {
        response.writeHead(200, { 'content-type': type });
        response.write(half, () => response.destroy());
      },
      'connection-failed',
      /./,
    ],
    [
      'more than 8 MiB',
      reply(200, type, answer({ content: 'x'.repeat(8_388_608) })),
      'response-too-large',
      /at most 8388608 bytes/,
    ],
    ['a bare 401', reply(401, 'text/plain', 'No'), 'authentication-failed', /no apiKey was given$/],
    ['a bare 500', reply(500, 'text/html', page), 'server-error', /status 500$/],
    ['a redirect', reply(302, 'text/html', page), 'malformed-response', /status 302; check/],
  ])('%s', async (_, handler, code, message) => {
    await using site = await Served.start(handler, whole);
    const { error, text } = await site.ask();
    expect(error?.message).toMatch(message);
    expect(error?.code).toBe(code);
    expect(text).toBe('');
  });

  it('may be a limit, with its wait', async () => {
    await using site = await Served.start((received, response) => {
      response.setHeader('retry-after', '2');
      reply(429, type, { error: { message: 'x', code: 'rate_limit_exceeded' } })(
        received,
        response,
      );
    }, whole);
    const { error } = await site.ask();
    expect(error).toMatchObject({ code: 'rate-limited', status: 429, retryAfterMs: 2000 });
  });

  it.each<[string, Handler, object, string]>([
    ['headers', () => {}, { headersMs: 50 }, 'headers'],
    [
      'the body',
      (_, response) => {
        response.writeHead(200, { 'content-type': type });
        response.write(half);
      },
      { firstContentMs: 50 },
      'first-content',
    ],
  ])('is waited for no longer than it may: %s', async (_, handler, timeouts, phase) => {
    await using site = await Served.start(handler, whole);
    const { error } = await site.ask({}, { timeouts });
    expect(error).toMatchObject({ code: 'timeout', phase });
  });
});

/** A chain of two, the first of which is asked as `streams` says, and the second the other way. */
function chainOf(lead: Served, stand: Served, streams: boolean): Understudy {
  return createUnderstudy({
    providers: [
      openai({ id: 'lead', baseUrl: `${lead.origin}/v1`, quirks: { streams } }),
      openai({ id: 'stand', baseUrl: `${stand.origin}/v1`, quirks: { streams: !streams } }),
    ],
    chains: { support: ['lead/a', 'stand/b'] },
  });
}

describe('in a chain of both kinds', () => {
  it.each([true, false])(
    'the next one is asked as it wants to be, streams: %s',
    async (streams) => {
      await using lead = await Served.start(reply(503, 'text/plain', 'Not now.'));
      await using stand = await Served.start(streams ? wholeTeal : teal);
      await using understudy = chainOf(lead, stand, streams);
      const response = await understudy.chat({ model: 'support', messages }).response();
      expect(response).toMatchObject({ text: 'Teal.', provider: 'stand', finishReason: 'stop' });
      const asked = [lead, stand].map(({ received }) => JSON.parse(received[0]?.body ?? '').stream);
      expect(asked).toEqual([streams, !streams]);
    },
  );

  it.each<[string, string | undefined]>([
    ['before its headers', undefined],
    ['in its middle', '{"choices": [{'],
  ])('an abort %s closes the socket, and nobody else is asked', async (_, beginning) => {
    let opened: ServerResponse | undefined;
    await using lead = await Served.start((_received, response) => {
      opened = response;
      if (beginning === undefined) return;
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write(beginning);
    });
    await using stand = await Served.start(teal);
    await using understudy = chainOf(lead, stand, false);
    const leaver = new AbortController();
    const chat = understudy.chat({ model: 'support', messages }, { signal: leaver.signal });
    const text = chat.text();
    await becomesTrue(() => opened !== undefined);
    leaver.abort(new Error('left'));
    await expect(text).rejects.toThrow('left');
    await becomesTrue(() => opened?.destroyed === true);
    expect([lead, stand].map(({ received }) => received.length)).toEqual([1, 0]);
  });
});

describe('a model that OpenAI streams to few', () => {
  const unverified: Handler = (received, response) => {
    if (!received.body.includes('"stream":true')) return wholeTeal(received, response);
    const error = {
      message: 'Your organization must be verified to stream this model.',
      type: 'invalid_request_error',
      param: 'stream',
      code: 'unsupported_value',
    };
    reply(400, 'application/json', { error })(received, response);
  };

  it('is refused with what to do about it, and the next target is asked', async () => {
    await using lead = await Served.start(unverified);
    await using stand = await Served.start(wholeTeal);
    const { error } = await lead.ask();
    expect(isProviderError(error) && error.code).toBe('permission-denied');
    expect(error?.message).toMatch(
      /status 400 \(unsupported_value, invalid_request_error\); quirks\.streams says whether a stream is asked for$/,
    );
    await using understudy = chainOf(lead, stand, true);
    expect(await understudy.chat({ model: 'support', messages }).text()).toBe('Teal.');
  });

  it('answers who asks for no stream', async () => {
    await using site = await Served.start(unverified, whole);
    expect(await site.ask()).toMatchObject({ text: 'Teal.', error: undefined });
  });
});
