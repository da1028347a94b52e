import type { ServerResponse } from 'node:http';

import { createUnderstudy, modelRef } from '@understudy/core';
import type { ChatRequest, Understudy } from '@understudy/core';
import { describe, expect, it } from 'vitest';

import { openai } from '../src/index.ts';
import { reply, tealStream, TestServer } from './test-server.ts';
import type { Handler } from './test-server.ts';

const messages = [{ role: 'user', content: 'Name a color' }] as const;

interface Chain extends AsyncDisposable {
  readonly understudy: Understudy;
  /** The servers of the first and the second target. */
  readonly first: TestServer;
  readonly second: TestServer;
  readonly chat: (extra?: Partial<ChatRequest>) => ReturnType<Understudy['chat']>;
}

/** Starts a chain of two targets. The second one always succeeds. */
async function startChain(handler: Handler): Promise<Chain> {
  const first = await TestServer.start(handler);
  const second = await TestServer.start(tealStream);
  const understudy = createUnderstudy({
    providers: [
      openai({ id: 'first', apiKey: 'test', baseUrl: `${first.origin}/v1` }),
      openai({ id: 'second', apiKey: 'test', baseUrl: `${second.origin}/v1` }),
    ],
    chains: { both: ['first/m', 'second/m'] },
    retry: { maxRetries: 0 },
  });
  return {
    understudy,
    first,
    second,
    chat: (extra = {}) => understudy.chat({ messages, ...extra, model: 'both' }),
    async [Symbol.asyncDispose]() {
      await understudy.close();
      await first[Symbol.asyncDispose]();
      await second[Symbol.asyncDispose]();
    },
  };
}

const openAiError = (message: string, fields: object = {}): object => ({
  error: { message, type: 'invalid_request_error', param: null, code: null, ...fields },
});

const tools = [{ name: 'get_billing_info', inputSchema: { type: 'object', properties: {} } }];

describe('a chain whose first target rejects the request', () => {
  it.each([405, 407, 409, 421, 423, 424, 425, 426, 428, 431, 451, 498, 499])(
    'falls back after status %i',
    async (status) => {
      await using chain = await startChain(reply(status, 'application/json', '{}'));
      const chat = chain.chat();
      expect(await chat.text()).toBe('Teal.');
      expect(chat.attempts[0]?.error?.code).toBe('request-rejected');
      expect(await chain.chat().text()).toBe('Teal.');
      expect(chain.first.received).toHaveLength(2);
    },
  );

  it.each([
    [
      'unsupported_parameter',
      openAiError("Unsupported parameter: 'temperature' is not supported with this model.", {
        param: 'temperature',
        code: 'unsupported_parameter',
      }),
      'temperature',
    ],
    [
      'unsupported_value',
      openAiError("Unsupported value: 'temperature' does not support 0.2 with this model.", {
        param: 'temperature',
        code: 'unsupported_value',
      }),
      'temperature',
    ],
    ['"does not support tools"', { error: 'library/gemma:7b does not support tools' }, 'tools'],
  ])('falls back after %s and names the parameter', async (_, body, parameter) => {
    await using chain = await startChain(reply(400, 'application/json', body));
    const chat = chain.chat();
    expect(await chat.text()).toBe('Teal.');
    const error = chat.attempts[0]?.error;
    expect(error?.code).toBe('unsupported-parameter');
    expect(error?.message).toContain(`parameter ${parameter}`);
    await chain.chat().text();
    expect(chain.first.received).toHaveLength(2);
  });

  it.each([
    [
      'the name of a tool',
      openAiError(
        "Invalid schema for function 'get_billing_info': billing details must be an object.",
        { param: 'tools[0].function.parameters', code: 'invalid_function_parameters' },
      ),
    ],
    [
      'a field of a schema',
      openAiError(
        "Invalid schema for response_format 'order': In context=('properties', 'billing_address'), 'billing details' is required.",
        { param: 'response_format' },
      ),
    ],
  ])('keeps the target for other chats after an error that contains %s', async (_, body) => {
    const rejectTools: Handler = (received, response) => {
      const handler = received.body.includes('"tools"')
        ? reply(400, 'application/json', body)
        : tealStream;
      handler(received, response);
    };
    await using chain = await startChain(rejectTools);
    const rejected = chain.understudy.chat({ model: modelRef('first/m'), messages, tools });
    await expect(rejected.text()).rejects.toMatchObject({
      code: 'invalid-request',
    });
    const other = chain.chat();
    expect(await other.text()).toBe('Teal.');
    expect(other.attempts).toHaveLength(1);
  });

  it('keeps a target whose vendors do not support tools for chats without tools', async () => {
    const noTools = { error: { message: 'No endpoints found that support tool use.', code: 404 } };
    const rejectTools: Handler = (received, response) => {
      const handler = received.body.includes('"tools"')
        ? reply(404, 'application/json', noTools)
        : tealStream;
      handler(received, response);
    };
    await using chain = await startChain(rejectTools);
    const withTools = chain.chat({ tools });
    expect(await withTools.text()).toBe('Teal.');
    expect(withTools.attempts[0]?.error?.code).toBe('unsupported-feature');
    const without = chain.chat();
    await without.text();
    expect(without.attempts).toHaveLength(1);
    expect(chain.second.received).toHaveLength(1);
  });

  it('does not send an invalid request to the second target', async () => {
    const body = openAiError("Invalid type for 'messages': expected an array.", {
      param: 'messages',
      code: 'invalid_type',
    });
    await using chain = await startChain(reply(400, 'application/json', body));
    await expect(chain.chat().text()).rejects.toMatchObject({
      code: 'invalid-request',
      param: 'messages',
    });
    expect(chain.second.received).toHaveLength(0);
  });
});

describe('a success status with an error', () => {
  it.each<[string, string | undefined]>([
    ['text/plain', 'text/plain'],
    ['no content type', undefined],
    ['text/html', 'text/html'],
    ['an octet stream', 'application/octet-stream'],
  ])('is an error with %s', async (_, type) => {
    const send = (response: ServerResponse): void => {
      response.writeHead(200, type === undefined ? {} : { 'content-type': type });
      response.end(JSON.stringify(openAiError('no', { code: 'insufficient_quota' })));
    };
    await using server = await TestServer.start((_received, response) => send(response));
    expect((await server.chat()).error).toMatchObject({ code: 'quota-exhausted', status: 200 });
  });
});
