import { Anthropic } from '@anthropic-ai/sdk';
import type { ClientOptions } from '@anthropic-ai/sdk';
import { describe, expect, it } from 'vitest';

import {
  type AnthropicEmulator,
  type AnthropicEmulatorOptions,
  startAnthropicEmulator,
} from '../src/index.ts';

interface Pair extends AsyncDisposable {
  readonly emulator: AnthropicEmulator;
  readonly client: Anthropic;
}

/** Starts an emulator and the official client, which does not retry by default. */
async function startPair(
  options: AnthropicEmulatorOptions = {},
  clientOptions: ClientOptions = {},
): Promise<Pair> {
  const emulator = await startAnthropicEmulator(options);
  const baseURL = emulator.url;
  const client = new Anthropic({ baseURL, apiKey: 'sk-ant-1', maxRetries: 0, ...clientOptions });
  return { emulator, client, [Symbol.asyncDispose]: () => emulator.close() };
}

const model = 'claude-sonnet-5';
const request = {
  model,
  max_tokens: 1024,
  messages: [{ role: 'user', content: '2+2*3' }],
} as const satisfies Anthropic.MessageCreateParamsNonStreaming;

const paint: Anthropic.Tool = {
  name: 'paint',
  description: 'Paints a wall.',
  input_schema: { type: 'object', properties: { wall: { type: 'integer' } }, required: ['wall'] },
};

const twoCalls: AnthropicEmulatorOptions = {
  rules: [
    {
      when: /paint/u,
      response: {
        reasoning: 'Which walls?',
        text: 'Painting.',
        toolCalls: [
          { name: 'paint', arguments: { wall: 2 } },
          { name: 'paint', arguments: { wall: 3 } },
        ],
      },
    },
  ],
};

it('runs tools with the runner of the client, which continues stored threads', async () => {
  await using pair = await startPair(twoCalls);
  const walls: unknown[] = [];
  const runner = pair.client.beta.messages.toolRunner({
    model,
    max_tokens: 1024,
    messages: [{ role: 'user', content: 'Please paint.' }],
    tools: [
      {
        ...paint,
        type: 'custom',
        parse: (input: unknown) => input,
        run: (input: unknown) => {
          walls.push(input);
          return 'done';
        },
      },
    ],
  });
  const { stop_reason: reason } = await runner.runUntilDone();
  expect([reason, walls]).toEqual(['end_turn', [{ wall: 2 }, { wall: 3 }]]);
});

it('creates a message', async () => {
  await using pair = await startPair();
  const { data, request_id: id } = await pair.client.messages.create(request).withResponse();
  expect(data).toMatchObject({
    content: [{ type: 'text', text: '2+2*3 = 8' }],
    stop_reason: 'end_turn',
    usage: { input_tokens: 2, output_tokens: 3 },
  });
  expect(id).toMatch(/^req_/u);
});

it('streams a message', async () => {
  await using pair = await startPair();
  const texts: string[] = [];
  const stream = pair.client.messages.stream(request).on('text', (text) => texts.push(text));
  const message = await stream.finalMessage();
  expect(texts).toEqual(['2+2*', '3 = ', '8']);
  expect(message.usage).toMatchObject({ input_tokens: 2, output_tokens: 3 });
  const types: string[] = [];
  for await (const event of await pair.client.messages.create({ ...request, stream: true })) {
    types.push(event.type);
  }
  expect(types.at(0)).toBe('message_start');
  expect(types.at(-1)).toBe('message_stop');
});

describe('tools', () => {
  const messages: Anthropic.MessageParam[] = [{ role: 'user', content: 'Please paint.' }];
  const params: Anthropic.MessageCreateParamsNonStreaming = {
    ...request,
    messages,
    tools: [paint],
    thinking: { type: 'adaptive', display: 'summarized' },
  };

  it.each(['create', 'stream'] as const)('are called and answered with %s', async (method) => {
    await using pair = await startPair(twoCalls);
    const send = (sent: Anthropic.MessageParam[]): Promise<Anthropic.Message> =>
      method === 'create'
        ? pair.client.messages.create({ ...params, messages: sent })
        : pair.client.messages.stream({ ...params, messages: sent }).finalMessage();
    const called = await send(messages);
    expect(called.stop_reason).toBe('tool_use');
    expect(called.content).toMatchObject([
      { type: 'thinking', thinking: 'Which walls?', signature: expect.any(String) },
      { type: 'text', text: 'Painting.' },
      { type: 'tool_use', input: { wall: 2 } },
      { type: 'tool_use', input: { wall: 3 } },
    ]);
    const calls = called.content.filter((block) => block.type === 'tool_use');
    const results = calls.map(
      ({ id }) => ({ type: 'tool_result', tool_use_id: id, content: 'ok' }) as const,
    );
    const answer = await send([
      ...messages,
      { role: 'assistant', content: called.content },
      { role: 'user', content: results },
    ]);
    expect(answer.content.at(-1)).toMatchObject({ type: 'text', text: 'Painting.' });
  });
});

it('requests JSON with a schema', async () => {
  await using pair = await startPair();
  const schema = {
    type: 'object',
    properties: { color: { type: 'string' } },
    required: ['color'],
    additionalProperties: false,
  };
  const message = await pair.client.messages.parse({
    ...request,
    output_config: { format: { type: 'json_schema', schema } },
  });
  const [block] = message.content;
  expect(block?.type === 'text' && JSON.parse(block.text)).toEqual({ color: 'color' });
});

it('sends images and documents', async () => {
  await using pair = await startPair();
  const data = Buffer.from('a').toString('base64');
  const message = await pair.client.messages.create({
    ...request,
    messages: [
      {
        role: 'user',
        content: [
          { type: 'image', source: { type: 'base64', media_type: 'image/png', data } },
          { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data } },
          { type: 'text', text: '1+1' },
        ],
      },
    ],
  });
  expect(message.content).toMatchObject([{ text: '1+1 = 2' }]);
});

it('counts tokens and lists models', async () => {
  await using pair = await startPair({ models: ['claude-opus-5-5', model] });
  const { messages } = request;
  const count = await pair.client.messages.countTokens({ model, messages: [...messages] });
  expect(count).toEqual({ input_tokens: 2 });
  const ids: string[] = [];
  for await (const { id } of pair.client.models.list({ limit: 1 })) ids.push(id);
  expect(ids).toEqual(['claude-opus-5-5', model]);
  expect(await pair.client.models.retrieve(model)).toMatchObject({ max_tokens: 128_000 });
});

it('aborts a stream', async () => {
  await using pair = await startPair({ faults: ['stall-after-text'] });
  const stream = pair.client.messages.stream(request);
  await expect(
    (async () => {
      for await (const event of stream) if (event.type === 'content_block_delta') stream.abort();
    })(),
  ).rejects.toThrow(Anthropic.APIUserAbortError);
  const entry = await pair.emulator.nextRequest();
  expect(await entry.waitForEnd()).toMatchObject({ ending: 'client-aborted' });
});

it.each([
  ['invalid-key', Anthropic.AuthenticationError],
  ['permission-denied', Anthropic.PermissionDeniedError],
  ['prompt-too-long', Anthropic.BadRequestError],
  ['model-not-found', Anthropic.NotFoundError],
  ['rate-limit', Anthropic.RateLimitError],
  ['server-error', Anthropic.InternalServerError],
  ['overloaded', Anthropic.InternalServerError],
] as const)('throws its own error for %s', async (fault, error) => {
  await using pair = await startPair({ faults: [fault] });
  await expect(pair.client.messages.create(request)).rejects.toThrow(error);
});

it('throws for an error in a stream, and for a stream without an end', async () => {
  await using pair = await startPair({ faults: ['error-after-text', 'missing-done'] });
  await expect(pair.client.messages.stream(request).finalMessage()).rejects.toThrow(/overloaded/iu);
  await expect(pair.client.messages.stream(request).finalMessage()).rejects.toThrow(
    /message_stop|ended/u,
  );
});

it('retries by itself', async () => {
  await using pair = await startPair(
    { faults: [{ kind: 'rate-limit-retry-after', seconds: 0 }, 'none'] },
    { maxRetries: 1 },
  );
  const message = await pair.client.messages.create(request);
  expect(message.stop_reason).toBe('end_turn');
  expect(pair.emulator.requests).toHaveLength(2);
});
