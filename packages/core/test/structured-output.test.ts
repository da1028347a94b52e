import type { ChatInput, StandardSchema } from '@understudy/core';
import type { ScriptStep } from '@understudy/core/testing';
import { toStandardJsonSchema } from '@valibot/to-json-schema';
import { type } from 'arktype';
import { Type } from 'typebox';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';

import { failureOf, finish, scriptedUnderstudy, text } from './scripted-understudy.ts';

const messages = [{ role: 'user', content: 'Name a color' }] as const;
const answer = '{"name":"teal","codes":["008080"]}';

/** Runs a chat whose response is `reply`. */
async function ask<Output>(schema: StandardSchema<Output>, reply: string = answer) {
  const fixture = scriptedUnderstudy([text(reply), finish]);
  const responseFormat = { type: 'json', name: 'color', schema } as const;
  const request: ChatInput<'scripted/model', Output> = {
    model: 'scripted/model',
    messages,
    responseFormat,
  };
  const chat = fixture.understudy.chat<'scripted/model', Output>(request);
  return {
    provider: fixture.provider,
    response: () => chat.response(),
    text: () => chat.text(),
    [Symbol.asyncDispose]: () => fixture.understudy.close(),
  };
}

const zodSchema = z.object({
  name: z.string(),
  codes: z.array(z.string().transform((code) => Number.parseInt(code, 16))),
});
const expected = { name: 'teal', codes: [0x008080] };

describe('a Standard Schema', () => {
  const libraries: readonly (readonly [string, StandardSchema])[] = [
    ['zod', z.object({ name: z.string(), codes: z.array(z.string()) })],
    ['arktype', type({ name: 'string', codes: 'string[]' })],
    ['valibot', toStandardJsonSchema(v.object({ name: v.string(), codes: v.array(v.string()) }))],
  ];

  it.each(libraries)(
    'of %s is sent as JSON Schema and validates the response',
    async (_, schema) => {
      await using chat = await ask(schema);
      expect((await chat.response()).output).toEqual({ name: 'teal', codes: ['008080'] });
      expect(chat.provider.requests[0]?.responseFormat).toMatchObject({
        type: 'json',
        name: 'color',
        schema: {
          type: 'object',
          properties: { name: { type: 'string' }, codes: { type: 'array' } },
        },
      });
    },
  );

  it('sends its input and returns its output', async () => {
    await using chat = await ask(zodSchema);
    const { output, text: received } = await chat.response();
    expect(output).toEqual(expected);
    expect(received).toBe(answer);
  });

  it('can validate asynchronously', async () => {
    const schema = z.object({ name: z.string().refine(async (name) => name === 'teal') });
    await using chat = await ask(schema);
    expect((await chat.response()).output).toEqual({ name: 'teal' });
  });

  it.each([
    ['another type', '{"name":7,"codes":[]}', 'response does not match the schema at name'],
    ['a nested value', '{"name":"x","codes":[1]}', 'response does not match the schema at codes.0'],
    ['no JSON', 'teal my-secret', 'response is not valid JSON'],
    ['truncated JSON', '{"name": "te', 'response is not valid JSON'],
  ])('rejects %s, without the text of the response', async (_name, reply, message) => {
    await using chat = await ask(zodSchema, reply);
    const error = await failureOf(chat.response());
    expect(error).toMatchObject({
      code: 'response-rejected',
      message: `scripted: ${message}`,
      provider: 'scripted',
      model: 'model',
      partialText: reply,
    });
    expect(await failureOf(chat.response())).toBe(error);
    expect(await failureOf(chat.text())).toBe(error);
  });

  it('that throws rejects the response with the cause', async () => {
    const cause = new Error('a schema');
    const schema: StandardSchema = {
      '~standard': {
        ...z.string()['~standard'],
        validate: () => {
          throw cause;
        },
      },
    };
    await using chat = await ask(schema, '"teal"');
    expect(await failureOf(chat.response())).toMatchObject({ code: 'response-rejected', cause });
  });

  it.each(['cancel()', 'signal', 'close()'] as const)(
    'that does not settle after an iteration ends with %s',
    async (how) => {
      const schema: StandardSchema = {
        '~standard': {
          ...z.string()['~standard'],
          validate: () => new Promise(() => {}),
        },
      };
      const fixture = scriptedUnderstudy([text('"teal"'), finish]);
      const controller = new AbortController();
      const chat = fixture.understudy.chat(
        { model: 'scripted/model', messages, responseFormat: { type: 'json', schema } },
        { signal: controller.signal },
      );
      for await (const _ of chat.textStream);
      const failed = failureOf(chat.response());
      expect(await chat.text()).toBe('"teal"');
      const closing = how === 'close()' ? failureOf(fixture.understudy.close()) : undefined;
      if (how === 'cancel()') await chat.cancel();
      if (how === 'signal') controller.abort();
      expect(await failed).toMatchObject(
        how === 'close()' ? { code: 'closed' } : { name: 'AbortError' },
      );
      const abandoned = closing ?? failureOf(fixture.understudy.close());
      await fixture.clock.advance(10_000);
      expect(await abandoned).toMatchObject({
        code: 'timeout',
        message: expect.stringContaining('validation of a response'),
      });
    },
  );

  it.each(['cancel()', 'signal', 'close()', 'totalMs'] as const)(
    'that does not settle ends with %s',
    async (how) => {
      const standard = { ...z.string()['~standard'], validate: () => new Promise<never>(() => {}) };
      const responseFormat = { type: 'json', schema: { '~standard': standard } } as const;
      await using fixture = scriptedUnderstudy([text('"teal"'), finish]);
      const controller = new AbortController();
      const chat = fixture.understudy.chat(
        { model: 'scripted/model', messages, responseFormat },
        { signal: controller.signal, timeouts: { totalMs: 100 } },
      );
      const failed = failureOf(chat.response());
      await fixture.clock.advance(1);
      if (how === 'cancel()') await chat.cancel();
      if (how === 'signal') controller.abort();
      if (how === 'close()') await fixture.understudy.close();
      await fixture.clock.advance(100);
      const codes = { 'close()': 'closed', totalMs: 'timeout' };
      expect(await failed).toMatchObject(
        how === 'close()' || how === 'totalMs' ? { code: codes[how] } : { name: 'AbortError' },
      );
      expect(fixture.clock.timerCount).toBe(0);
    },
  );

  it('without JSON Schema output is rejected before any request', async () => {
    const { jsonSchema: _output, ...validator } = z.string()['~standard'];
    await using chat = await ask({ '~standard': validator });
    expect(await failureOf(chat.response())).toMatchObject({
      code: 'invalid-request',
      path: 'responseFormat.schema',
      received: 'a Standard Schema without JSON Schema output (zod)',
    });
  });

  it.each([
    ['resolves', () => Promise.resolve({ type: 'string' })],
    ['rejects', () => Promise.reject(new Error('a schema'))],
  ])('whose conversion is a promise that %s is rejected', async (_name, input) => {
    const schema = { '~standard': { ...z.string()['~standard'], jsonSchema: { input } } };
    await using chat = await ask(schema);
    expect(await failureOf(chat.response())).toMatchObject({
      code: 'invalid-request',
      message:
        'responseFormat.schema: expected a Standard Schema that can be converted to JSON Schema, received a promise of zod',
    });
    expect(chat.provider.requests).toEqual([]);
  });

  it.each([5, null, undefined, 'teal', {}, [], { issues: 5 }, { issues: {} }])(
    'whose validation returns %j rejects the response',
    async (result) => {
      const standard = { ...z.string()['~standard'], validate: () => result as never };
      await using chat = await ask({ '~standard': standard }, '"teal"');
      const message =
        'scripted: the result of the schema is not valid, expected an object with value or issues';
      expect(await failureOf(chat.response())).toMatchObject({
        code: 'response-rejected',
        message,
      });
    },
  );

  it('whose validation returns an undefined value has the output undefined', async () => {
    const standard = { ...z.string()['~standard'], validate: () => ({ value: undefined }) };
    await using chat = await ask({ '~standard': standard }, '"teal"');
    expect((await chat.response()).output).toBeUndefined();
  });

  it('that cannot be converted is rejected with the cause', async () => {
    await using chat = await ask(z.object({ at: z.date() }));
    const error = await failureOf(chat.response());
    expect(error).toMatchObject({ code: 'invalid-request', path: 'responseFormat.schema' });
    expect(Reflect.get(Object(error), 'cause')).toBeInstanceOf(Error);
  });

  it.each<readonly [string, readonly ScriptStep[]]>([
    [
      'with tool calls',
      [
        text('Let me see.'),
        { type: 'tool-call-start', id: '1', name: 'now' },
        { type: 'tool-call-end', id: '1', name: 'now', argumentsText: '{}' },
        { type: 'finish', reason: 'tool-calls' },
      ],
    ],
    ['that refuses', [text('I cannot.'), { type: 'finish', reason: 'content-filter' }]],
  ])('is not applied to a response %s', async (_name, script) => {
    await using fixture = scriptedUnderstudy(script);
    const responseFormat = { type: 'json', schema: zodSchema } as const;
    const chat = fixture.understudy.chat({ model: 'scripted/model', messages, responseFormat });
    expect((await chat.response()).output).toBeUndefined();
  });

  it('describes the arguments of a tool', async () => {
    await using fixture = scriptedUnderstudy([text('ok'), finish]);
    const tools = [{ name: 'paint', inputSchema: z.object({ wall: z.number() }) }];
    await fixture.understudy.chat({ model: 'scripted/model', messages, tools }).text();
    expect(fixture.provider.requests[0]?.tools).toMatchObject([
      { name: 'paint', inputSchema: { type: 'object', properties: { wall: { type: 'number' } } } },
    ]);
  });
});

describe('a JSON Schema', () => {
  it.each<readonly [string, object]>([
    ['of zod', z.toJSONSchema(z.object({ name: z.string() }))],
    ['of TypeBox', Type.Object({ name: Type.String() })],
    ['as a literal', { type: 'object', properties: { name: { type: 'string' } } }],
  ])('%s is sent, and the response is parsed but not validated', async (_name, schema) => {
    await using fixture = scriptedUnderstudy([text('{"other":1}'), finish]);
    const responseFormat = { type: 'json', schema } as never;
    const chat = fixture.understudy.chat({ model: 'scripted/model', messages, responseFormat });
    expect((await chat.response()).output).toEqual({ other: 1 });
    expect(fixture.provider.requests[0]?.responseFormat).toMatchObject({
      schema: { type: 'object', properties: { name: { type: 'string' } } },
    });
  });

  it('that is missing means any JSON', async () => {
    await using fixture = scriptedUnderstudy([text('[1]'), finish]);
    const responseFormat = { type: 'json' } as const;
    const chat = fixture.understudy.chat({ model: 'scripted/model', messages, responseFormat });
    expect((await chat.response()).output).toEqual([1]);
  });

  it('does not make text that is not JSON an error', async () => {
    await using fixture = scriptedUnderstudy([text('teal'), finish]);
    const responseFormat = { type: 'json' } as const;
    const chat = fixture.understudy.chat({ model: 'scripted/model', messages, responseFormat });
    expect(await chat.response()).toMatchObject({ text: 'teal', output: undefined });
  });
});

it('output is undefined for the format text', async () => {
  await using fixture = scriptedUnderstudy([text('{"a":1}'), finish]);
  expect((await fixture.ask().response()).output).toBeUndefined();
});
