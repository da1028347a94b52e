import { getEventListeners } from 'node:events';

import type { AcceptFunction, ChatOptions, ChatResponse, ChatStream } from '@understudy/core';
import { createUnderstudy } from '@understudy/core';
import type { ScriptStep } from '@understudy/core/testing';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';

import { chainFixture, eventsOf, fails, inTurn, logOf, settle } from './chain-fixture.ts';
import { defineTestProvider } from './define-test-provider.ts';
import { failureOf, finish, text } from './scripted-understudy.ts';

const messages = [{ role: 'user', content: 'Hi' }] as const;
const short = [text('No.'), finish];
const whole = [text('A long text.'), finish];
const cut: readonly ScriptStep[] = [text('A long te'), { type: 'finish', reason: 'length' }];
const json = [text('{"color":"teal"}'), finish];
const call: readonly ScriptStep[] = [
  { type: 'tool-call-end', id: '1', name: 'now', argumentsText: '{}' },
  { type: 'finish', reason: 'tool-calls' },
];
const jsonFormat = { responseFormat: { type: 'json' } } as const;

type Conditions = Exclude<ChatOptions['accept'], AcceptFunction>;

interface Rejection {
  readonly name: string;
  readonly accept: Conditions;
  readonly rejected: readonly ScriptStep[];
  readonly accepted: readonly ScriptStep[];
  readonly message: string;
}

const rejections: readonly Rejection[] = [
  {
    name: 'another finish reason',
    accept: { finishReasons: ['stop', 'tool-calls'] },
    rejected: cut,
    accepted: whole,
    message: 'finish reason "length", expected stop, tool-calls (accept.finishReasons)',
  },
  {
    name: 'a text that is too short',
    accept: { minTextLength: 4 },
    rejected: [text('\n No. '), finish],
    accepted: whole,
    message: 'text of length 3, expected at least 4 (accept.minTextLength)',
  },
  {
    name: 'text that is not JSON',
    accept: { schema: true },
    rejected: [text('{"color":'), finish],
    accepted: json,
    message: 'response is not valid JSON',
  },
  {
    name: 'no text instead of JSON',
    accept: { schema: true },
    rejected: [{ type: 'finish', reason: 'length' }],
    accepted: json,
    message: 'response is not valid JSON',
  },
];

describe.each(rejections)('accept rejects $name', ({ accept, rejected, accepted, message }) => {
  const scripts = { a: rejected, b: accepted };
  const expected = accepted === json ? '{"color":"teal"}' : 'A long text.';

  it.each(['the chain', 'the call'])('as an option of %s', async (place) => {
    const inCall = place === 'the call';
    await using fixture = chainFixture(scripts, inCall ? {} : { chain: { accept } });
    const chat = fixture.ask(inCall ? { accept } : {}, jsonFormat);
    expect(await chat.text()).toBe(expected);
    expect(await chat.response()).toMatchObject({ text: expected, provider: 'b' });
    expect(logOf(chat)).toEqual(['a failed response-rejected', 'b succeeded']);
    expect(chat.attempts[0]?.error?.message).toBe(`a: ${message}`);
  });

  it('for a stream with the commit complete, which has nothing of it', async () => {
    const chain = { commit: 'complete', accept } as const;
    await using fixture = chainFixture(scripts, { chain });
    const chat = fixture.ask({}, jsonFormat);
    expect((await Array.fromAsync(chat.textStream)).join('')).toBe(expected);
    expect(logOf(chat)).toEqual(['a failed response-rejected', 'b succeeded']);
  });

  it('with the error of a lone target, without a retry', async () => {
    await using fixture = chainFixture({ a: rejected }, { chain: { accept } });
    const chat = fixture.ask({}, jsonFormat);
    const error = await settle(fixture.clock, failureOf(chat.text()));
    expect(error).toMatchObject({ code: 'response-rejected', message: `a: ${message}` });
    expect(fixture.called).toEqual(['a']);
  });
});

describe('a rejected response', () => {
  it('opens no circuit breaker and starts no cooldown', async () => {
    const chain = { accept: { minTextLength: 4 } };
    const breaker = { failures: 1 };
    await using fixture = chainFixture({ a: short, b: whole }, { chain, breaker });
    await fixture.ask().text();
    await fixture.ask().text();
    expect(fixture.called).toEqual(['a', 'b', 'a', 'b']);
    expect(fixture.understudy.health()[0]).toMatchObject({ breaker: 'closed' });
  });

  it('is in the errors as partialText only', async () => {
    const chain = { accept: { minTextLength: 40 } };
    const scripts = { a: [text('my secret'), finish], b: whole };
    await using fixture = chainFixture(scripts, { chain });
    const error = await failureOf(fixture.ask().text());
    expect(error).toMatchObject({
      code: 'all-targets-failed',
      errors: [{ code: 'response-rejected', partialText: 'my secret' }, {}],
    });
    expect(JSON.stringify(error)).not.toContain('my secret');
  });

  it('is retried if the chain says so', async () => {
    const errorRules = { 'response-rejected': { retry: 'once' } } as const;
    const chain = { accept: { minTextLength: 4 }, errorRules };
    await using fixture = chainFixture({ a: inTurn(short, whole) }, { chain });
    expect(await settle(fixture.clock, fixture.ask().text())).toBe('A long text.');
  });

  it('has its token counts in the attempt log', async () => {
    const usage: ScriptStep = { type: 'usage', inputTokens: 3, outputTokens: 1 };
    const chain = { accept: { minTextLength: 4 } };
    await using fixture = chainFixture({ a: [usage, ...short], b: whole }, { chain });
    const chat = fixture.ask();
    await chat.text();
    expect(chat.attempts[0]).toMatchObject({ usage: { inputTokens: 3 }, finishReason: 'stop' });
  });
});

describe('accept', () => {
  it.each<readonly [string, readonly ScriptStep[]]>([
    ['no events but the finish', [finish]],
    ['white space', [text(' \n'), finish]],
    ['reasoning', [{ type: 'reasoning-delta', text: 'Hm.' }, finish]],
  ])('accepts an empty response of %s with minTextLength 0', async (_name, script) => {
    const chain = { accept: { minTextLength: 0 } };
    await using fixture = chainFixture({ a: script }, { chain });
    expect(await fixture.ask().response()).toMatchObject({ finishReason: 'stop' });
    await using strict = chainFixture({ a: script }, { retry: { maxRetries: 0 } });
    const error = await failureOf(strict.ask({ accept: () => true }).response());
    expect(error).toMatchObject({ code: 'empty-response' });
  });

  it('does not accept a response that the content filter withheld', async () => {
    const script: readonly ScriptStep[] = [{ type: 'finish', reason: 'content-filter' }];
    await using fixture = chainFixture({ a: script }, { chain: { accept: { minTextLength: 0 } } });
    expect(await failureOf(fixture.ask().text())).toMatchObject({ code: 'content-filtered' });
  });

  it('applies schema and minTextLength to no response with tool calls', async () => {
    const chain = { accept: { schema: true, minTextLength: 4 } } as const;
    await using fixture = chainFixture({ a: call }, { chain });
    expect(await fixture.ask({}, jsonFormat).response()).toMatchObject({
      toolCalls: [{ id: '1' }],
    });
  });

  it('applies schema to no response in the format text', async () => {
    await using fixture = chainFixture({ a: short }, { chain: { accept: { schema: true } } });
    expect(await fixture.ask().text()).toBe('No.');
  });

  it('returns the parsed output', async () => {
    await using fixture = chainFixture({ a: json }, { chain: { accept: { schema: true } } });
    expect((await fixture.ask({}, jsonFormat).response()).output).toEqual({ color: 'teal' });
  });

  it('of the call takes precedence over the chain, field by field', async () => {
    const chain = { accept: { minTextLength: 40, finishReasons: ['length'] } } as const;
    await using fixture = chainFixture({ a: whole }, { chain });
    const accept = { minTextLength: 1 };
    const error = await failureOf(fixture.ask({ accept }).text());
    expect(error).toMatchObject({ message: expect.stringContaining('accept.finishReasons') });
    const both = { ...accept, finishReasons: ['stop'] } as const;
    expect(await fixture.ask({ accept: both }).text()).toBe('A long text.');
  });

  it('is shown by explain(), without the function of the call', async () => {
    const chain = { accept: { minTextLength: 4 } };
    await using fixture = chainFixture({ a: whole }, { chain });
    const request = { model: 'main', messages } as const;
    const explain = (accept: ChatOptions['accept']): unknown =>
      fixture.understudy.explain(request, { accept }).policy.accept;
    expect(explain(() => true)).toEqual({ minTextLength: 4 });
    expect(explain({ finishReasons: ['stop'] })).toEqual({
      minTextLength: 4,
      finishReasons: ['stop'],
    });
  });
});

describe('a stream with the commit first-content', () => {
  const readers: readonly (readonly [string, (chat: ChatStream) => Promise<unknown>])[] = [
    ['the iteration', (chat) => chat[Symbol.asyncIterator]().next()],
    ['textStream', (chat) => chat.textStream[Symbol.asyncIterator]().next()],
    ['batches', (chat) => chat.batches[Symbol.asyncIterator]().next()],
  ];

  it.each(readers)('rejects accept at the first pull of %s', async (_name, pull) => {
    await using fixture = chainFixture({ a: whole }, { chain: { accept: { minTextLength: 4 } } });
    const expected = {
      code: 'invalid-configuration',
      path: 'chains.main.accept',
      message:
        "chains.main.accept: expected text() or response() as the first read, or the commit 'complete', received an iteration with the commit 'first-content'; set commit: 'complete' in the chain, or read the response with text() or response()",
    };
    expect(await failureOf(pull(fixture.ask()))).toMatchObject(expected);
    const model = { targets: ['a/model'], accept: { minTextLength: 4 } };
    const inline: ChatStream = Reflect.apply(fixture.understudy.chat, fixture.understudy, [
      { model, messages },
    ]);
    expect(await failureOf(pull(inline))).toMatchObject({ path: 'model.accept' });
    await using plain = chainFixture({ a: whole });
    for (const accept of [{ minTextLength: 4 }, () => true]) {
      const error = await failureOf(pull(plain.ask({ accept })));
      expect(error).toMatchObject({ code: 'invalid-configuration', path: 'options.accept' });
    }
    expect([...fixture.called, ...plain.called]).toEqual([]);
  });
});

describe('a function accept', () => {
  it('decides once about each complete response', async () => {
    const seen: ChatResponse[] = [];
    const accept = async (response: ChatResponse): Promise<boolean> => {
      seen.push(response);
      await Promise.resolve();
      return response.text !== 'No.';
    };
    const usage: ScriptStep = { type: 'usage', inputTokens: 3, outputTokens: 1 };
    const scripts = { a: [usage, ...short], b: [fails('overloaded')], c: [usage, ...whole] };
    await using fixture = chainFixture(scripts);
    const chat = fixture.ask({ accept });
    const response = await chat.response();
    expect(response.text).toBe('A long text.');
    expect(await chat.text()).toBe('A long text.');
    expect(seen.map((given) => given.text)).toEqual(['No.', 'A long text.']);
    expect(chat.attempts[0]?.error?.message).toBe('a: the function accept returned false');
    // Its own attempt is still running.
    expect(seen.map(({ attempts }) => logOf({ attempts }))).toEqual([
      [],
      ['a failed response-rejected', 'b failed overloaded'],
    ]);
    expect(seen[1]?.totalUsage).toEqual(response.totalUsage);
    expect(seen[1]).toEqual({ ...response, attempts: response.attempts.slice(0, 2) });
  });

  it('is called in addition to the conditions of the chain', async () => {
    const chain = { accept: { minTextLength: 4 } };
    await using fixture = chainFixture({ a: short, b: whole }, { chain });
    const seen: string[] = [];
    const accept = (response: ChatResponse): boolean => {
      seen.push(response.text);
      return true;
    };
    expect(await fixture.ask({ accept }).text()).toBe('A long text.');
    expect(seen).toEqual(['A long text.']);
  });

  it('receives the validated output', async () => {
    const schema = z.object({ color: z.string().transform((color) => color.toUpperCase()) });
    await using fixture = chainFixture({ a: json });
    const outputs: unknown[] = [];
    const accept = ({ output }: ChatResponse): boolean => outputs.push(output) > 0;
    const request = { model: 'main', messages, responseFormat: { type: 'json', schema } } as const;
    await fixture.understudy.chat(request, { accept }).response();
    expect(outputs).toEqual([{ color: 'TEAL' }]);
  });

  const cause = new Error('an error of the app');
  it.each<readonly [string, AcceptFunction]>([
    [
      'throws',
      () => {
        throw cause;
      },
    ],
    ['rejects', () => Promise.reject(cause)],
  ])('that %s rejects the response with the cause', async (_name, accept) => {
    await using fixture = chainFixture({ a: short });
    const error = await failureOf(fixture.ask({ accept }).text());
    expect(error).toMatchObject({
      code: 'response-rejected',
      message: 'a: the function accept threw an error (see cause)',
      cause,
    });
  });

  it.each([undefined, 'my secret', 1, {}])(
    'that returns %j rejects the response',
    async (value) => {
      await using fixture = chainFixture({ a: short });
      const error = await failureOf(fixture.ask({ accept: () => value as never }).text());
      expect(error).toMatchObject({
        code: 'response-rejected',
        message: `a: the function accept returned a value of type ${typeof value}`,
      });
    },
  );

  it('that cancels the chat ends it', async () => {
    await using fixture = chainFixture({ a: short, b: whole });
    const chat: ChatStream = fixture.ask({
      accept: () => {
        void chat.cancel();
        return true;
      },
    });
    expect(await failureOf(chat.text())).toMatchObject({ name: 'AbortError' });
    expect(logOf(chat)).toEqual(['a aborted']);
  });
});

it('the provider is released once, before the app decides', async () => {
  const steps: string[] = [];
  const batch = [
    { type: 'text-delta', text: 'yes' },
    { type: 'finish', reason: 'stop' },
  ] as const;
  const iterator = {
    next: () => Promise.resolve({ done: false, value: batch } as const),
    return: () => {
      steps.push('released');
      return Promise.resolve({ done: true, value: undefined } as const);
    },
  };
  const definition = defineTestProvider('manual', () => ({
    chat: () => ({ [Symbol.asyncIterator]: () => iterator }),
  }));
  await using understudy = createUnderstudy({ providers: [definition] });
  const accept = (): boolean => steps.push('decided') > 0;
  expect(await understudy.chat({ model: 'manual/model', messages }, { accept }).text()).toBe('yes');
  await understudy.close();
  expect(steps).toEqual(['released', 'decided']);
});

describe('a function accept that never settles', () => {
  const accept = (): Promise<boolean> => new Promise(() => {});
  const commits = ['first-content', 'complete'] as const;

  it.each(commits)('is bounded by totalMs, with the commit %s', async (commit) => {
    const decide = (response: ChatResponse): Promise<boolean> | boolean =>
      response.provider === 'b' || accept();
    await using fixture = chainFixture({ a: short, b: whole }, { chain: { commit } });
    const chat = fixture.ask({ accept: decide, timeouts: { totalMs: 300 } });
    const reading =
      commit === 'complete' ? Array.fromAsync(chat.textStream) : chat.text().then((all) => [all]);
    await fixture.clock.advance(299);
    expect(logOf(chat)).toEqual(['a running']);
    // The provider is released while the app decides.
    expect(fixture.provider('a').open).toBe(0);
    await fixture.clock.advance(1);
    expect(await reading).toEqual(['A long text.']);
    expect(chat.attempts[0]).toMatchObject({
      error: {
        code: 'timeout',
        message: 'a: complete response not accepted within 0.3 s (timeouts.totalMs)',
      },
      totalMs: 300,
    });
    expect(fixture.understudy.health()[0]).toMatchObject({ breaker: 'closed', inFlight: 0 });
    expect(fixture.clock.timerCount).toBe(0);
  });

  it('is bounded by the deadline', async () => {
    await using fixture = chainFixture({ a: short, b: whole });
    const chat = fixture.ask({ accept, deadlineMs: 100 });
    const failing = failureOf(chat.text());
    await fixture.clock.advance(100);
    expect(await failing).toMatchObject({ code: 'timeout', phase: 'deadline' });
    expect(fixture.called).toEqual(['a']);
  });

  it.each(['cancel()', 'the signal', 'close()'] as const)('ends with %s', async (how) => {
    const controller = new AbortController();
    const fixture = chainFixture({ a: short, b: whole });
    const chat = fixture.ask({ accept, signal: controller.signal });
    const failing = failureOf(chat.response());
    await fixture.clock.advance(1);
    if (how === 'cancel()') await chat.cancel();
    if (how === 'the signal') controller.abort();
    await fixture.understudy.close();
    const expected = how === 'close()' ? { code: 'closed' } : { name: 'AbortError' };
    expect(await failing).toMatchObject(expected);
    expect(logOf(chat)).toEqual(['a aborted']);
    expect(fixture.clock.timerCount).toBe(0);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  });
});

describe('structured output', () => {
  const schema = z.object({ color: z.string().default('none') });
  const responseFormat = { type: 'json', schema } as const;
  const request = { model: 'main', messages, responseFormat } as const;
  const wrong = [text('{"color":7}'), finish];

  it.each(['text()', 'response()'])('that does not match falls back, with %s', async (reader) => {
    await using fixture = chainFixture({ a: wrong, b: [text('{}'), finish] });
    const chat = fixture.understudy.chat(request);
    if (reader === 'text()') await chat.text();
    expect((await chat.response()).output).toEqual({ color: 'none' });
    expect(logOf(chat)).toEqual(['a failed response-rejected', 'b succeeded']);
    expect(chat.attempts[0]?.error?.message).toBe('a: response does not match the schema at color');
  });

  it('falls back in a stream with the commit complete', async () => {
    const chain = { commit: 'complete' } as const;
    await using fixture = chainFixture({ a: wrong, b: json }, { chain });
    const chat = fixture.understudy.chat(request);
    expect(await Array.fromAsync(chat.textStream)).toEqual(['{"color":"teal"}']);
    expect((await chat.response()).output).toEqual({ color: 'teal' });
  });

  it('is validated once', async () => {
    const outputs: unknown[] = [];
    const counted = schema.refine((output) => outputs.push(output) > 0);
    await using fixture = chainFixture({ a: json });
    const chat = fixture.understudy.chat({
      ...request,
      responseFormat: { type: 'json', schema: counted },
    });
    await chat.text();
    await chat.response();
    expect(outputs).toEqual([{ color: 'teal' }]);
  });

  it('of a stream with the commit first-content is validated by response()', async () => {
    await using fixture = chainFixture({ a: wrong, b: json });
    const chat = fixture.understudy.chat(request);
    const { error } = await eventsOf(chat);
    expect(error).toBeUndefined();
    expect(await chat.text()).toBe('{"color":7}');
    expect(await failureOf(chat.response())).toMatchObject({
      code: 'response-rejected',
      provider: 'a',
      model: 'model',
      partialText: '{"color":7}',
    });
    expect(fixture.called).toEqual(['a']);
  });
});

describe('bad input', () => {
  it.each<readonly [unknown, string, string]>([
    [{ finishReasons: ['stop', 'end'] }, 'finishReasons[1]', 'one of stop, length'],
    [{ finishReasons: [] }, 'finishReasons', 'a non-empty list'],
    [{ finishReasons: 'stop' }, 'finishReasons', 'a non-empty list'],
    [{ minTextLength: -1 }, 'minTextLength', 'a whole number of at least 0'],
    [{ minTextLength: 1.5 }, 'minTextLength', 'a whole number of at least 0'],
    [{ minTextLength: '1' }, 'minTextLength', 'a whole number of at least 0'],
    [{ schema: false }, 'schema', 'true'],
    [{ schema: 'true' }, 'schema', 'true'],
    [{ minLength: 1 }, 'minLength', 'one of finishReasons, schema, minTextLength'],
    ['stop', '', 'object'],
    [true, '', 'object'],
    [null, '', 'object'],
    [[], '', 'object'],
  ])('accept of %j is rejected at its path', async (accept, field, expected) => {
    const pathOf = (place: string): string => (field === '' ? place : `${place}.${field}`);
    await using fixture = chainFixture({ a: whole });
    const error = await failureOf(fixture.ask({ accept: accept as never }).text());
    expect(error).toMatchObject({ code: 'invalid-configuration', path: pathOf('options.accept') });
    expect(Reflect.get(Object(error), 'expected')).toContain(expected);
    const chain = { accept: accept as never };
    expect(() => chainFixture({ a: whole }, { chain })).toThrow(
      expect.objectContaining({ path: pathOf('chains.main.accept') }),
    );
  });

  it('a function in a chain is rejected, because a chain is data', () => {
    const chain = { accept: (() => true) as never };
    expect(() => chainFixture({ a: whole }, { chain })).toThrow(
      /chains\.main\.accept: expected an object/,
    );
  });
});
