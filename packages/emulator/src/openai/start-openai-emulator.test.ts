import {
  APIConnectionError,
  APIConnectionTimeoutError,
  AuthenticationError,
  BadRequestError,
  InternalServerError,
  NotFoundError,
  OpenAI,
  PermissionDeniedError,
  RateLimitError,
} from 'openai';
import type {
  ChatCompletionChunk,
  ChatCompletionMessageParam,
  ChatCompletionTool,
} from 'openai/resources/chat/completions';
import { describe, expect, it } from 'vitest';

import { createChatBody, startPair } from '../../test/openai-client.ts';
import { readOpenAiFault } from './faults/openai-fault.ts';
import { startOpenAiEmulator } from './start-openai-emulator.ts';

const weather: ChatCompletionTool = {
  type: 'function',
  function: {
    name: 'get_weather',
    parameters: {
      type: 'object',
      properties: { city: { type: 'string' }, days: { type: 'integer', minimum: 2 } },
      required: ['city', 'days'],
      additionalProperties: false,
    },
    strict: true,
  },
};

const clock: ChatCompletionTool = {
  type: 'function',
  function: { name: 'get_time', parameters: { type: 'object', properties: {} } },
};

const twoCalls = {
  rules: [
    {
      when: 'Weather and time?',
      response: {
        toolCalls: [
          { name: 'get_weather', arguments: { city: 'Omsk', days: 3 } },
          { name: 'get_time' },
        ],
      },
    },
  ],
};

async function collect(
  stream: AsyncIterable<ChatCompletionChunk>,
): Promise<readonly ChatCompletionChunk[]> {
  const chunks: ChatCompletionChunk[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}

function textOf(chunks: readonly ChatCompletionChunk[]): string {
  return chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('');
}

describe('a chat without a stream', () => {
  it('returns a completion with its usage', async () => {
    await using pair = await startPair({ now: () => 1_700_000_000_123 });
    const completion = await pair.client.chat.completions.create(createChatBody('2+2*3'));
    expect(completion).toMatchObject({
      id: expect.stringMatching(/^chatcmpl-[0-9a-f]{32}$/u),
      object: 'chat.completion',
      created: 1_700_000_000,
      model: 'gpt-5-mini',
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: '2+2*3 = 8', refusal: null },
          finish_reason: 'stop',
        },
      ],
      usage: { prompt_tokens: 2, completion_tokens: 3, total_tokens: 5 },
    });
    expect(completion).toHaveProperty('_request_id', expect.stringMatching(/^req_[0-9a-f]{32}$/u));
  });

  it('reports equal usage for equal messages, and more for longer ones', async () => {
    await using pair = await startPair();
    const countTokens = async (text: string): Promise<number> =>
      (await pair.client.chat.completions.create(createChatBody(text))).usage?.total_tokens ?? 0;
    expect(await countTokens('Explain it')).toBe(await countTokens('Explain it'));
    expect(await countTokens('Explain it in much more detail')).toBeGreaterThan(
      await countTokens('Explain it'),
    );
  });

  it('counts reasoning tokens', async () => {
    const rules = [{ when: 'Think', response: { reasoning: 'Twelve chars', text: 'Yes.' } }];
    await using pair = await startPair({ rules });
    const { usage } = await pair.client.chat.completions.create(createChatBody('Think'));
    expect(usage).toMatchObject({
      completion_tokens: 4,
      total_tokens: 6,
      completion_tokens_details: { reasoning_tokens: 3 },
    });
  });

  it('waits for firstChunkMs', async () => {
    await using pair = await startPair({ firstChunkMs: 40 });
    const startedAt = performance.now();
    await pair.client.chat.completions.create(createChatBody('Hi'));
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(38);
  });

  it('returns the headers of OpenAI', async () => {
    await using pair = await startPair();
    const { response } = await pair.client.chat.completions
      .create(createChatBody('Hi'))
      .withResponse();
    const names = [...response.headers.keys()];
    expect(names).toEqual(
      expect.arrayContaining([
        'x-request-id',
        'openai-processing-ms',
        'x-ratelimit-limit-requests',
        'x-ratelimit-remaining-tokens',
        'x-ratelimit-reset-requests',
      ]),
    );
  });

  it.each([
    ['max_completion_tokens', 2],
    ['max_tokens', 2],
  ])('finishes with `length` if %s is reached', async (name, tokens) => {
    await using pair = await startPair();
    const body = { ...createChatBody('Count'), [name]: tokens };
    const { choices, usage } = await pair.client.chat.completions.create(body);
    expect(choices[0]).toMatchObject({ finish_reason: 'length', message: { content: 'You said' } });
    expect(usage?.completion_tokens).toBe(tokens);
  });

  it('does not split a surrogate pair at the token limit', async () => {
    await using pair = await startPair({ rules: [{ when: 'Smile', response: 'abc😀def' }] });
    const body = { ...createChatBody('Smile'), max_tokens: 1 };
    const { choices } = await pair.client.chat.completions.create(body);
    expect(choices[0]?.message.content).toBe('abc😀');
  });

  it.each([
    ['three', 'one two '],
    [['nine', 'two'], 'one '],
    [['nine'], 'one two three'],
  ])('stops before the stop sequence %j', async (stop, text) => {
    await using pair = await startPair({ rules: [{ when: 'Count', response: 'one two three' }] });
    const { choices } = await pair.client.chat.completions.create({
      ...createChatBody('Count'),
      stop,
    });
    expect(choices[0]).toMatchObject({ finish_reason: 'stop', message: { content: text } });
  });

  it('returns the reasoning, text or refusal of a rule', async () => {
    const rules = [
      { when: 'Think', response: { reasoning: 'Hm.', text: 'Yes.' } },
      { when: 'Steal', response: { refusal: 'I will not.' } },
      { when: /^Say (.+)$/u, response: (message: string) => message.slice(4) },
    ];
    await using pair = await startPair({ rules, reasoningField: 'reasoning' });
    const message = async (text: string) =>
      (await pair.client.chat.completions.create(createChatBody(text))).choices[0]?.message;
    expect(await message('Think')).toMatchObject({ reasoning: 'Hm.', content: 'Yes.' });
    expect(await message('Steal')).toMatchObject({ refusal: 'I will not.', content: null });
    expect(await message('Say cheese')).toMatchObject({ content: 'cheese' });
  });

  it('responds to the last user message, whose content may be a list of parts', async () => {
    await using pair = await startPair();
    const messages: ChatCompletionMessageParam[] = [
      { role: 'developer', content: 'Be brief.' },
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content: 'Hello!' },
      {
        role: 'user',
        content: [
          { type: 'text', text: '3*' },
          { type: 'image_url', image_url: { url: 'https://example.invalid/a.png' } },
          { type: 'text', text: '4' },
        ],
      },
    ];
    const { choices } = await pair.client.chat.completions.create({ model: 'gpt-5', messages });
    expect(choices[0]?.message.content).toBe('3*\n4 = 12');
  });
});

describe('a chat with a stream', () => {
  it('sends the text in chunks, then the finish reason', async () => {
    await using pair = await startPair();
    const stream = await pair.client.chat.completions.create({
      ...createChatBody('2+2*3'),
      stream: true,
    });
    const chunks = await collect(stream);
    expect(chunks[0]?.choices[0]?.delta).toEqual({ role: 'assistant', content: '', refusal: null });
    expect(chunks.slice(1, -1).map(({ choices }) => choices[0]?.delta)).toEqual([
      { content: '2+2*' },
      { content: '3 = ' },
      { content: '8' },
    ]);
    expect(chunks.at(-1)?.choices[0]).toMatchObject({ delta: {}, finish_reason: 'stop' });
    expect(new Set(chunks.map(({ id }) => id)).size).toBe(1);
    expect(chunks.every((chunk) => !('usage' in chunk))).toBe(true);
  });

  it('sends the usage in the last chunk if include_usage is true', async () => {
    await using pair = await startPair();
    const stream = await pair.client.chat.completions.create({
      ...createChatBody('2+2*3'),
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks = await collect(stream);
    expect(chunks.slice(0, -1).every(({ usage }) => usage === null)).toBe(true);
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: 5 } });
  });

  it('is decoded by the stream helper of the official client', async () => {
    await using pair = await startPair({
      rules: [{ when: 'Hi', response: { reasoning: 'A greeting.', text: 'Привет 😀!' } }],
      charactersPerChunk: 1,
      escapeNonAscii: false,
      bytesPerWrite: 3,
      eventsPerPing: 2,
      lineEnding: 'crlf',
    });
    const stream = pair.client.chat.completions.stream(createChatBody('Hi'));
    const deltas: string[] = [];
    const reasoning: unknown[] = [];
    stream.on('content', (delta) => deltas.push(delta));
    stream.on('chunk', ({ choices }) =>
      reasoning.push(Object(choices[0]?.delta).reasoning_content),
    );
    const completion = await stream.finalChatCompletion();
    expect(completion.choices[0]).toMatchObject({
      finish_reason: 'stop',
      message: { content: 'Привет 😀!' },
    });
    expect(deltas).toEqual(Array.from('Привет 😀!'));
    expect(reasoning.join('')).toBe('A greeting.');
  });

  it('sends a refusal in chunks', async () => {
    const rules = [{ when: 'Steal', response: { refusal: 'I will not.' } }];
    await using pair = await startPair({ rules });
    const stream = pair.client.chat.completions.stream(createChatBody('Steal'));
    const deltas: string[] = [];
    stream.on('refusal.delta', ({ delta }) => deltas.push(delta));
    expect(await stream.finalMessage()).toMatchObject({ refusal: 'I will not.' });
    expect(deltas).toEqual(['I wi', 'll n', 'ot.']);
  });

  it('waits for firstChunkMs and chunkIntervalMs', async () => {
    await using pair = await startPair({ firstChunkMs: 40, chunkIntervalMs: 20 });
    const startedAt = performance.now();
    const stream = await pair.client.chat.completions.create({
      ...createChatBody('2+2*3'),
      stream: true,
    });
    await collect(stream);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(75);
  });

  it('ends as client-aborted if the client stops reading', async () => {
    await using pair = await startPair({ chunkIntervalMs: 5 });
    const stream = await pair.client.chat.completions.create({
      ...createChatBody('Hello'),
      stream: true,
    });
    for await (const chunk of stream) if (textOf([chunk]) !== '') break;
    await expect.poll(() => pair.emulator.requests[0]).toMatchObject({ ending: 'client-aborted' });
  });

  it('ends as client-aborted if the client aborts', async () => {
    await using pair = await startPair({ faults: ['stall-after-text'] });
    const controller = new AbortController();
    const stream = await pair.client.chat.completions.create(
      { ...createChatBody('Hello'), stream: true },
      { signal: controller.signal },
    );
    for await (const chunk of stream) if (textOf([chunk]) !== '') controller.abort();
    await expect.poll(() => pair.emulator.requests[0]?.ending).toBe('client-aborted');
  });
});

describe('tool calls', () => {
  const body = { ...createChatBody('Weather and time?'), tools: [weather, clock] };
  const expected = [
    { name: 'get_weather', arguments: { city: 'Omsk', days: 3 } },
    { name: 'get_time', arguments: {} },
  ];

  it('are the parallel calls of a rule', async () => {
    await using pair = await startPair(twoCalls);
    const { choices } = await pair.client.chat.completions.create(body);
    expect(choices[0]).toMatchObject({ finish_reason: 'tool_calls', message: { content: null } });
    const calls = choices[0]?.message.tool_calls ?? [];
    expect(calls.map((call) => call.type === 'function' && readCall(call.function))).toEqual(
      expected,
    );
    expect(new Set(calls.map(({ id }) => id)).size).toBe(2);
  });

  it('are sent in chunks in a stream', async () => {
    await using pair = await startPair(twoCalls);
    const stream = pair.client.chat.completions.stream(body);
    const deltas: string[] = [];
    const contents: unknown[] = [];
    stream.on('chunk', ({ choices }) => contents.push(choices[0]?.delta.content));
    stream.on('tool_calls.function.arguments.delta', (event) =>
      deltas.push(`${event.index}${event.arguments_delta}`),
    );
    const message = await stream.finalMessage();
    const calls = message.tool_calls ?? [];
    expect(calls.map((call) => call.type === 'function' && readCall(call.function))).toEqual(
      expected,
    );
    expect(deltas.slice(0, 3)).toEqual(['0', '0{"ci', '0ty":']);
    expect(deltas.at(-1)).toBe('1{}');
    expect(new Set(contents)).toEqual(new Set([null, undefined]));
  });

  it('are limited to one if parallel_tool_calls is false', async () => {
    await using pair = await startPair(twoCalls);
    const { choices } = await pair.client.chat.completions.create({
      ...body,
      parallel_tool_calls: false,
    });
    expect(choices[0]?.message.tool_calls).toHaveLength(1);
  });

  it.each([
    ['required', 'get_weather', { city: 'city', days: 2 }],
    [{ type: 'function', function: { name: 'get_time' } }, 'get_time', {}],
  ] as const)('are generated if tool_choice is %j', async (choice, name, args) => {
    await using pair = await startPair();
    const { choices } = await pair.client.chat.completions.create({
      ...body,
      ...createChatBody('Hi'),
      tool_choice: choice,
    });
    const [call] = choices[0]?.message.tool_calls ?? [];
    expect(call?.type === 'function' && readCall(call.function)).toEqual({ name, arguments: args });
  });

  it('are not sent if tool_choice is none, or if neither rule nor request requires them', async () => {
    await using pair = await startPair(twoCalls);
    for (const request of [
      { ...body, tool_choice: 'none' as const },
      { ...body, ...createChatBody('Hi') },
    ]) {
      const { choices } = await pair.client.chat.completions.create(request);
      expect(choices[0]?.message.tool_calls).toBeUndefined();
      expect(choices[0]?.finish_reason).toBe('stop');
    }
  });

  it('are followed by a text after their results', async () => {
    await using pair = await startPair(twoCalls);
    const first = await pair.client.chat.completions.create(body);
    const message = first.choices[0]?.message;
    if (message === undefined) throw new Error('no message');
    const results = (message.tool_calls ?? []).map(({ id }, index) => ({
      role: 'tool' as const,
      tool_call_id: id,
      content: `result ${index}`,
    }));
    const { choices } = await pair.client.chat.completions.create({
      ...body,
      messages: [...body.messages, message, ...results],
    });
    expect(choices[0]).toMatchObject({
      finish_reason: 'stop',
      message: { content: 'The tools said: result 0; result 1.' },
    });
  });

  it('are the calls of the rule with the change of a fault', async () => {
    await using pair = await startPair({ ...twoCalls, faults: ['tool-ids-repeated'] });
    const { choices } = await pair.client.chat.completions.create(body);
    const calls = choices[0]?.message.tool_calls ?? [];
    expect(calls.map((call) => call.type === 'function' && readCall(call.function))).toEqual(
      expected,
    );
    expect(new Set(calls.map(({ id }) => id)).size).toBe(1);
  });

  it('have the argument string of a rule unchanged, even if it is not valid JSON', async () => {
    const toolCalls = [{ name: 'get_time', arguments: '{"zone":' }];
    await using pair = await startPair({ rules: [{ when: 'Time?', response: { toolCalls } }] });
    const { choices } = await pair.client.chat.completions.create(createChatBody('Time?'));
    expect(choices[0]?.message.tool_calls).toMatchObject([{ function: { arguments: '{"zone":' } }]);
  });
});

function readCall(call: { readonly name: string; readonly arguments: string }): unknown {
  return { name: call.name, arguments: JSON.parse(call.arguments) };
}

describe('response_format', () => {
  const schema = {
    type: 'object',
    properties: {
      name: { type: 'string' },
      tags: { type: 'array', items: { enum: ['a', 'b'] }, minItems: 2 },
      where: { anyOf: [{ $ref: '#/$defs/place' }, { type: 'null' }] },
    },
    required: ['name', 'tags', 'where'],
    additionalProperties: false,
    $defs: { place: { type: 'object', properties: { lat: { type: 'number' } } } },
  };
  const format = {
    type: 'json_schema' as const,
    json_schema: { name: 'thing', schema, strict: true },
  };

  it('returns JSON that matches the schema', async () => {
    await using pair = await startPair();
    const body = { ...createChatBody('A thing'), response_format: format };
    const completion = await pair.client.chat.completions.parse(body);
    expect(completion.choices[0]?.message.parsed).toEqual({
      name: 'name',
      tags: ['a', 'a'],
      where: { lat: 1 },
    });
  });

  it('streams JSON that matches the schema', async () => {
    await using pair = await startPair();
    const stream = pair.client.chat.completions.stream({
      ...createChatBody('A thing'),
      response_format: format,
    });
    const { choices } = await stream.finalChatCompletion();
    expect(JSON.parse(choices[0]?.message.content ?? '')).toHaveProperty('where.lat', 1);
  });

  it('returns an object without a schema, and the text of a rule unchanged', async () => {
    await using pair = await startPair({ rules: [{ when: 'Mine', response: '{"mine":true}' }] });
    const readResponse = async (text: string): Promise<unknown> => {
      const { choices } = await pair.client.chat.completions.create({
        ...createChatBody(text),
        messages: [
          { role: 'system', content: 'Answer in JSON.' },
          { role: 'user', content: text },
        ],
        response_format: { type: 'json_object' },
      });
      return JSON.parse(choices[0]?.message.content ?? '');
    };
    expect(await readResponse('1+1')).toEqual({ answer: '1+1 = 2' });
    expect(await readResponse('Mine')).toEqual({ mine: true });
  });
});

describe('the models', () => {
  it('are listed and returned by id', async () => {
    await using pair = await startPair({ models: ['meta/llama', 'tiny'] });
    const listed = await Array.fromAsync(pair.client.models.list());
    expect(listed.map(({ id }) => id)).toEqual(['meta/llama', 'tiny']);
    expect(await pair.client.models.retrieve('meta/llama')).toMatchObject({
      id: 'meta/llama',
      object: 'model',
    });
  });

  it('are not found if the option models does not contain them', async () => {
    await using pair = await startPair({ models: ['tiny'] });
    await expect(pair.client.models.retrieve('huge')).rejects.toThrow(NotFoundError);
    await expect(pair.client.chat.completions.create(createChatBody('Hi'))).rejects.toMatchObject({
      status: 404,
      code: 'model_not_found',
      message: expect.stringContaining('`gpt-5-mini` does not exist'),
    });
  });

  it('have any name without the option models', async () => {
    await using pair = await startPair();
    const body = { ...createChatBody('1+1'), model: 'anything/at:all' };
    expect((await pair.client.chat.completions.create(body)).model).toBe('anything/at:all');
    expect((await Array.fromAsync(pair.client.models.list())).length).toBeGreaterThan(3);
  });
});

describe('errors of the official client', () => {
  it('for a wrong and for a missing key', async () => {
    await using pair = await startPair({ apiKeys: ['sk-right'] });
    const failure = await pair.client.chat.completions
      .create(createChatBody('Hi'))
      .catch((error) => error);
    expect(failure).toBeInstanceOf(AuthenticationError);
    expect(failure).toMatchObject({ status: 401, code: 'invalid_api_key' });
    expect(failure.message).toContain('sk-***0001');
    const short = new OpenAI({ baseURL: pair.emulator.baseUrl, apiKey: 'short', maxRetries: 0 });
    await expect(short.models.list()).rejects.toThrow('provided: *****.');
    const withoutKey = await fetch(`${pair.emulator.baseUrl}/models`);
    expect([withoutKey.status, await withoutKey.text()]).toEqual([
      401,
      expect.stringContaining("didn't provide"),
    ]);
    const right = new OpenAI({ baseURL: pair.emulator.baseUrl, apiKey: 'sk-right' });
    expect((await right.models.list()).data.length).toBeGreaterThan(0);
  });

  it('retries a rate limit after retry-after-ms', async () => {
    await using pair = await startPair(
      { faults: [{ kind: 'rate-limit-retry-after-ms', milliseconds: 30 }] },
      { maxRetries: 1 },
    );
    const startedAt = performance.now();
    const { choices } = await pair.client.chat.completions.create(createChatBody('1+1'));
    expect(choices[0]?.message.content).toBe('1+1 = 2');
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(30);
    expect(pair.emulator.requests.map(({ status }) => status)).toEqual([429, 200]);
  });

  it.each([
    ['rate-limit-retry-after', RateLimitError, 429],
    ['quota-exhausted', RateLimitError, 429],
    ['invalid-key', AuthenticationError, 401],
    ['permission-denied', PermissionDeniedError, 403],
    ['model-not-found', NotFoundError, 404],
    ['context-length-exceeded', BadRequestError, 400],
    ['server-error', InternalServerError, 500],
    ['overloaded', InternalServerError, 503],
  ] as const)('for the fault %s', async (fault, errorClass, status) => {
    await using pair = await startPair({ faults: [{ kind: fault, times: 2 }] });
    for (const stream of [false, true]) {
      const pending = pair.client.chat.completions.create({ ...createChatBody('Hi'), stream });
      const failure = await pending.catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(errorClass);
      expect(failure).toMatchObject({ status });
    }
  });

  it('for a timeout', async () => {
    await using pair = await startPair({ faults: ['stall-before-headers'] }, { timeout: 50 });
    await expect(pair.client.chat.completions.create(createChatBody('Hi'))).rejects.toThrow(
      APIConnectionTimeoutError,
    );
    await expect.poll(() => pair.emulator.requests[0]?.ending).toBe('client-aborted');
  });

  it('for a connection reset', async () => {
    await using pair = await startPair({ faults: ['reset-before-headers'] });
    await expect(pair.client.chat.completions.create(createChatBody('Hi'))).rejects.toThrow(
      APIConnectionError,
    );
  });

  it('for an error in the stream', async () => {
    await using pair = await startPair({ faults: ['error-after-text'] });
    const stream = await pair.client.chat.completions.create({
      ...createChatBody('Hi'),
      stream: true,
    });
    await expect(collect(stream)).rejects.toThrow('The server had an error');
  });
});

describe('startOpenAiEmulator', () => {
  it('accepts faults read by readOpenAiFault, and other faults later', async () => {
    expect(readOpenAiFault('overloaded=2')).toEqual({ kind: 'overloaded', times: 2 });
    await using pair = await startPair({ faults: [readOpenAiFault('overloaded=1')] });
    await expect(pair.client.chat.completions.create(createChatBody('Hi'))).rejects.toThrow(
      'overloaded',
    );
    expect((await pair.client.chat.completions.create(createChatBody('1+1'))).choices).toHaveLength(
      1,
    );
    pair.emulator.setFaults(['server-error']);
    await expect(pair.client.chat.completions.create(createChatBody('Hi'))).rejects.toThrow('500');
  });

  it('returns its URL with and without /v1', async () => {
    await using emulator = await startOpenAiEmulator();
    expect(emulator.baseUrl).toBe(`${emulator.url}/v1`);
    expect(emulator.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/u);
  });

  it('calls onRequestEnd', async () => {
    const seen: unknown[] = [];
    await using pair = await startPair({
      faults: ['server-error'],
      onRequestEnd: ({ method, path, status, fault, ending }) =>
        seen.push({ method, path, status, fault, ending }),
    });
    await pair.client.chat.completions.create(createChatBody('Hi')).catch(() => undefined);
    await expect
      .poll(() => seen)
      .toEqual([
        {
          method: 'POST',
          path: '/v1/chat/completions',
          status: 500,
          fault: 'server-error',
          ending: 'finished',
        },
      ]);
  });

  it.each([
    [
      { charactersPerChunk: 0 },
      'charactersPerChunk: expected a whole number of at least 1, received 0',
    ],
    [
      { chunkIntervalMs: -1 },
      'chunkIntervalMs: expected a number from 0 to 2147483647, received -1',
    ],
  ])('rejects the options %j', async (options, message) => {
    await expect(startOpenAiEmulator(options)).rejects.toThrow(message);
  });

  it('rejects a list of faults with holes', async () => {
    const faults: 'rate-limit'[] = [];
    faults.length = 2;
    await expect(startOpenAiEmulator({ faults })).rejects.toThrow(
      'faults[0]: expected a fault or the name of one, received nothing',
    );
  });

  it('rejects an unknown fault and suggests a similar name', async () => {
    await expect(
      // @ts-expect-error the name is unknown
      startOpenAiEmulator({ faults: ['rate-limits'] }),
    ).rejects.toThrow(
      'faults[0]: expected the name of a fault, received "rate-limits"; did you mean "rate-limit"',
    );
  });
});
