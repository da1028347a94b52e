import { type ClientOptions, OpenAI } from 'openai';
import { describe, expect, it } from 'vitest';

import {
  type ResponsesEmulator,
  type ResponsesEmulatorOptions,
  startResponsesEmulator,
} from '../src/index.ts';

interface Pair extends AsyncDisposable {
  readonly emulator: ResponsesEmulator;
  readonly client: OpenAI;
}

/** Starts an emulator and the official client, which does not retry by default. */
async function startPair(
  options: ResponsesEmulatorOptions = {},
  clientOptions: ClientOptions = {},
): Promise<Pair> {
  const emulator = await startResponsesEmulator(options);
  const { baseUrl: baseURL } = emulator;
  const client = new OpenAI({ baseURL, apiKey: 'sk-1', maxRetries: 0, ...clientOptions });
  return { emulator, client, [Symbol.asyncDispose]: () => emulator.close() };
}

type Params = OpenAI.Responses.ResponseCreateParamsNonStreaming;

const request = { model: 'gpt-6-astra', input: '2+2*3', store: false } as const satisfies Params;

const paint: OpenAI.Responses.FunctionTool = {
  type: 'function',
  name: 'paint',
  description: 'Paints a wall.',
  parameters: {
    type: 'object',
    properties: { wall: { type: 'integer' } },
    required: ['wall'],
    additionalProperties: false,
  },
  strict: true,
};

const twoCalls: ResponsesEmulatorOptions = {
  rules: [
    {
      when: /paint/u,
      response: {
        reasoning: 'Which walls?\n\nTwo and three.',
        text: 'Painting.',
        toolCalls: [
          { name: 'paint', arguments: { wall: 2 } },
          { name: 'paint', arguments: { wall: 3 } },
        ],
      },
    },
  ],
};

it('creates a response', async () => {
  await using pair = await startPair();
  const { data, request_id: id } = await pair.client.responses.create(request).withResponse();
  expect(data).toMatchObject({
    status: 'completed',
    output_text: '2+2*3 = 8',
    usage: { input_tokens: 2, output_tokens: 3, total_tokens: 5 },
  });
  expect(id).toMatch(/^req_/u);
});

it('repeats the parameters of the request', async () => {
  await using pair = await startPair();
  const parameters = {
    instructions: 'Be brief.',
    metadata: { a: 'b' },
    text: { verbosity: 'low' },
    tool_choice: 'none',
  } as const;
  const response = await pair.client.responses.create({ ...request, ...parameters });
  expect(response).toMatchObject(parameters);
});

it('streams a response', async () => {
  await using pair = await startPair();
  const texts: string[] = [];
  const stream = pair.client.responses
    .stream(request)
    .on('response.output_text.delta', ({ delta }) => texts.push(delta));
  const response = await stream.finalResponse();
  expect(texts).toEqual(['2+2*', '3 = ', '8']);
  expect(response).toMatchObject({ status: 'completed', output_text: '2+2*3 = 8' });
  const events = [];
  for await (const event of await pair.client.responses.create({ ...request, stream: true })) {
    events.push(event);
  }
  expect(events.map(({ type }) => type)).toEqual([
    'response.created',
    'response.in_progress',
    'response.output_item.added',
    'response.content_part.added',
    'response.output_text.delta',
    'response.output_text.delta',
    'response.output_text.delta',
    'response.output_text.done',
    'response.content_part.done',
    'response.output_item.done',
    'response.completed',
  ]);
  expect(events.map((event) => 'sequence_number' in event && event.sequence_number)).toEqual([
    ...events.keys(),
  ]);
});

describe('tools', () => {
  const question = { role: 'user', content: 'Please paint.' } as const;
  const params: Omit<Params, 'input' | 'stream'> = {
    ...request,
    tools: [paint],
    include: ['reasoning.encrypted_content'],
    reasoning: { effort: 'high', summary: 'auto' },
  };

  it.each(['create', 'stream'] as const)('are called and answered with %s', async (method) => {
    await using pair = await startPair(twoCalls);
    const send = async (
      input: OpenAI.Responses.ResponseInput,
    ): Promise<Pick<OpenAI.Responses.Response, 'output' | 'output_text'>> =>
      method === 'create'
        ? await pair.client.responses.create({ ...params, input })
        : await pair.client.responses.stream({ ...params, input }).finalResponse();
    const called = await send([question]);
    expect(called.output).toMatchObject([
      {
        type: 'reasoning',
        summary: [{ text: 'Which walls?' }, { text: 'Two and three.' }],
        encrypted_content: expect.any(String),
      },
      { type: 'message', content: [{ type: 'output_text', text: 'Painting.' }] },
      { type: 'function_call', name: 'paint', arguments: '{"wall":2}' },
      { type: 'function_call', name: 'paint', arguments: '{"wall":3}' },
    ]);
    const output = called.output.filter(
      (item) =>
        item.type === 'reasoning' || item.type === 'message' || item.type === 'function_call',
    );
    const calls = output.filter((item) => item.type === 'function_call');
    const results = calls.map(
      ({ call_id: id }) => ({ type: 'function_call_output', call_id: id, output: 'ok' }) as const,
    );
    const answer = await send([question, ...output, ...results]);
    expect(answer.output_text).toBe('Painting.');
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
  const response = await pair.client.responses.parse({
    ...request,
    text: { format: { type: 'json_schema', name: 'color', schema, strict: true } },
  });
  expect(response.output_parsed).toEqual({ color: 'color' });
});

it('sends images and documents', async () => {
  await using pair = await startPair();
  const response = await pair.client.responses.create({
    ...request,
    input: [
      {
        role: 'user',
        content: [
          { type: 'input_image', image_url: 'data:image/png;base64,AAAA', detail: 'auto' },
          { type: 'input_file', filename: 'a.pdf', file_data: 'data:application/pdf;base64,JVBE' },
          { type: 'input_text', text: '1+1' },
        ],
      },
    ],
  });
  expect(response.output_text).toBe('1+1 = 2');
});

it('returns a refusal', async () => {
  await using pair = await startPair({ rules: [{ when: /./u, response: { refusal: 'No.' } }] });
  const { output } = await pair.client.responses.stream(request).finalResponse();
  expect(output).toMatchObject([{ content: [{ type: 'refusal', refusal: 'No.' }] }]);
});

it('counts tokens and lists models', async () => {
  await using pair = await startPair({ models: ['gpt-6-astra'] });
  const { model, input } = request;
  expect(await pair.client.responses.inputTokens.count({ model, input })).toEqual({
    object: 'response.input_tokens',
    input_tokens: 2,
  });
  const models = await pair.client.models.list();
  expect(models.data.map(({ id }) => id)).toEqual(['gpt-6-astra']);
});

describe('errors', () => {
  it('have their classes', async () => {
    await using pair = await startPair({ faults: ['rate-limit', 'server-error', 'invalid-key'] });
    const send = (): Promise<unknown> => pair.client.responses.create(request);
    await expect(send()).rejects.toBeInstanceOf(OpenAI.RateLimitError);
    await expect(send()).rejects.toBeInstanceOf(OpenAI.InternalServerError);
    await expect(send()).rejects.toBeInstanceOf(OpenAI.AuthenticationError);
  });

  it('are retried by the client', async () => {
    await using pair = await startPair({ faults: ['server-error'] }, { maxRetries: 1 });
    const response = await pair.client.responses.create(request);
    expect(response.output_text).toBe('2+2*3 = 8');
    expect(pair.emulator.requests).toHaveLength(2);
  });

  it('in a stream are thrown', async () => {
    await using pair = await startPair({
      faults: [{ kind: 'error-after-text', error: 'quota-exhausted', form: 'nested' }],
    });
    await expect(pair.client.responses.stream(request).finalResponse()).rejects.toThrow(
      /exceeded your current quota/u,
    );
  });
});

it('aborts a stream', async () => {
  await using pair = await startPair({ faults: ['stall-after-text'] });
  const stream = pair.client.responses.stream(request);
  await expect(
    (async () => {
      for await (const event of stream) {
        if (event.type === 'response.output_text.delta') stream.abort();
      }
    })(),
  ).rejects.toThrow(OpenAI.APIUserAbortError);
  const entry = await pair.emulator.nextRequest();
  expect(await entry.waitForEnd()).toMatchObject({ ending: 'client-aborted' });
});

describe('previous_response_id', () => {
  it('continues the conversation of a stored response, its calls included', async () => {
    const rules = [
      { when: /red/u, response: 'Red it is.' },
      { when: /paint/u, response: { toolCalls: [{ name: 'paint', arguments: { wall: 1 } }] } },
    ];
    await using pair = await startPair({ rules });
    const { responses } = pair.client;
    const stored = { ...request, tools: [paint], store: true };
    const first = await responses.create({ ...stored, input: 'Please paint.' });
    const [call] = first.output;
    if (call?.type !== 'function_call') throw new Error('expected a call');
    const result = { type: 'function_call_output', call_id: call.call_id, output: 'ok' } as const;
    const previous_response_id = first.id;
    const second = await responses.create({ ...stored, previous_response_id, input: [result] });
    expect(second.previous_response_id).toBe(previous_response_id);
    const third = await responses.create({
      ...stored,
      previous_response_id: second.id,
      input: 'Now red.',
    });
    expect(third.output_text).toBe('Red it is.');
    expect(pair.emulator.requests.at(-1)?.messages).toEqual([
      { role: 'user', text: 'Please paint.' },
      { role: 'assistant', text: second.output_text },
      { role: 'user', text: 'Now red.' },
    ]);
  });

  it('requires the results of calls, and a response that was stored', async () => {
    const rules = [{ when: 'paint', response: { toolCalls: [{ name: 'paint', arguments: {} }] } }];
    await using pair = await startPair({ rules });
    const { responses } = pair.client;
    const create = (fields: object): Promise<OpenAI.Responses.Response> =>
      responses.create({ ...request, tools: [paint], ...fields });
    const stored = await create({ input: 'paint', store: true });
    await expect(create({ previous_response_id: stored.id })).rejects.toThrow(
      'No tool output found for function call',
    );
    const other = await create({ store: false });
    await expect(create({ previous_response_id: other.id })).rejects.toMatchObject({
      status: 400,
      code: 'previous_response_not_found',
    });
  });
});
