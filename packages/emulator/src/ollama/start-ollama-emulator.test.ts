import { Ollama, type ChatResponse, type Tool } from 'ollama';
import { describe, expect, it } from 'vitest';

import { exchange } from '../../test/exchange.ts';
import { fingerprint } from '../journal/fingerprint.ts';
import { readOllamaFault } from './faults/ollama-fault.ts';
import type { OllamaEmulatorOptions } from './ollama-options.ts';
import { type OllamaEmulator, startOllamaEmulator } from './start-ollama-emulator.ts';

interface Pair extends AsyncDisposable {
  readonly emulator: OllamaEmulator;
  readonly client: Ollama;
}

/** Starts an emulator and the official client for it. */
async function startPair(options: OllamaEmulatorOptions = {}): Promise<Pair> {
  const emulator = await startOllamaEmulator(options);
  const client = new Ollama({ host: emulator.url, headers: { authorization: 'Bearer key-7' } });
  return { emulator, client, [Symbol.asyncDispose]: () => emulator.close() };
}

const model = 'qwen3:8b';
const ask = (content: string) => ({ model, messages: [{ role: 'user', content }] });

const paint: Tool = {
  type: 'function',
  function: {
    name: 'paint',
    description: 'Paints a wall.',
    parameters: { type: 'object', properties: { wall: { type: 'integer' } }, required: ['wall'] },
  },
};

async function collect(stream: AsyncIterable<ChatResponse>): Promise<readonly ChatResponse[]> {
  return Array.fromAsync(stream);
}

describe('the Ollama client with the emulator', () => {
  it('receives a complete response with counts and durations', async () => {
    await using pair = await startPair({ now: () => 1_700_000_000_123 });
    expect(await pair.client.chat(ask('2+2*3'))).toEqual({
      model,
      created_at: '2023-11-14T22:13:20.123Z',
      message: { role: 'assistant', content: '2+2*3 = 8' },
      done: true,
      done_reason: 'stop',
      total_duration: 890_000_000,
      load_duration: 0,
      prompt_eval_count: 2,
      prompt_eval_duration: 90_000_000,
      eval_count: 3,
      eval_duration: 800_000_000,
    });
    expect(pair.emulator.requests).toMatchObject([
      { method: 'POST', path: '/api/chat', model, key: fingerprint('key-7') },
    ]);
  });

  it('streams text and stops at num_predict', async () => {
    await using pair = await startPair({ rules: [{ when: /./, response: 'Teal, of course.' }] });
    const { client } = pair;
    const chunks = await collect(await client.chat({ ...ask('Hi'), stream: true }));
    expect(chunks.map(({ message }) => message.content).join('')).toBe('Teal, of course.');
    expect(chunks.length).toBe(5);
    expect(chunks.at(-1)).toMatchObject({ done: true, done_reason: 'stop' });
    const short = await client.chat({ ...ask('Hi'), options: { num_predict: 2 } });
    expect(short).toMatchObject({ message: { content: 'Teal, of' }, done_reason: 'length' });
  });

  it('streams thinking unless it is off', async () => {
    const rules = [{ when: 'Hi', response: { reasoning: 'Which?', text: 'Teal.' } }];
    await using pair = await startPair({ rules });
    const [first] = await collect(await pair.client.chat({ ...ask('Hi'), stream: true }));
    expect(first?.message.thinking).toBe('Whic');
    const off = await pair.client.chat({ ...ask('Hi'), think: false });
    expect(off.message).toEqual({ role: 'assistant', content: 'Teal.' });
    const oss = { ...ask('Hi'), model: 'gpt-oss:20b', think: false };
    expect((await pair.client.chat(oss)).message.thinking).toBe('Which?');
  });

  it('calls tools and reads their results', async () => {
    const toolCalls = [{ name: 'paint', arguments: { wall: 2 } }, { name: 'mix' }];
    await using pair = await startPair({ rules: [{ when: 'Paint', response: { toolCalls } }] });
    const { message } = await pair.client.chat({ ...ask('Paint'), tools: [paint] });
    expect(message.tool_calls).toEqual([
      {
        id: expect.stringMatching(/^call_/u),
        function: { index: 0, name: 'paint', arguments: { wall: 2 } },
      },
      { id: expect.stringMatching(/^call_/u), function: { index: 1, name: 'mix', arguments: {} } },
    ]);
    const result = { role: 'tool', tool_name: 'paint', content: 'done' };
    const messages = [...ask('Paint').messages, message, result];
    const second = await pair.client.chat({ model, messages, tools: [paint] });
    expect(second.message.content).toBe('The tool said: done.');
  });

  it('responds with JSON that matches a schema', async () => {
    await using pair = await startPair();
    const format = {
      type: 'object',
      properties: { color: { enum: ['teal'] } },
      required: ['color'],
    };
    const { message } = await pair.client.chat({ ...ask('Hi'), format });
    expect(JSON.parse(message.content)).toEqual({ color: 'teal' });
    const free = await pair.client.chat({ ...ask('Hi'), format: 'json' });
    expect(JSON.parse(free.message.content)).toHaveProperty('answer');
  });

  it('accepts images as base64 and rejects others', async () => {
    await using pair = await startPair();
    const chat = (image: string) =>
      pair.client.chat({ model, messages: [{ role: 'user', content: 'What?', images: [image] }] });
    expect((await chat('AQID')).done).toBe(true);
    await expect(chat('not base64!')).rejects.toMatchObject({ status_code: 400 });
  });

  it('ends the request when the client aborts', async () => {
    await using pair = await startPair({ chunkIntervalMs: 20 });
    const stream = await pair.client.chat({ ...ask('Tell me more'), stream: true });
    const read = async (): Promise<void> => {
      for await (const _ of stream) stream.abort();
    };
    await expect(read()).rejects.toMatchObject({ name: 'AbortError' });
    const request = await pair.emulator.nextRequest();
    expect((await request.waitForEnd()).ending).toBe('client-aborted');
  });

  it('lists and shows models', async () => {
    await using pair = await startPair({
      models: [
        { name: 'tiny', family: 'llama', capabilities: ['completion'], contextTokens: 2048 },
      ],
    });
    const { models } = await pair.client.list();
    expect(models.map(({ name }) => name)).toEqual(['tiny:latest']);
    const details = await pair.client.show({ model: 'tiny' });
    expect(details.capabilities).toEqual(['completion']);
    expect(details.model_info).toMatchObject({ 'llama.context_length': 2048 });
    await expect(pair.client.show({ model: 'nosuch' })).rejects.toThrow("model 'nosuch' not found");
  });

  it('loads a model once and unloads it with keep_alive 0', async () => {
    await using pair = await startPair({ loadMs: 30 });
    const { client, emulator } = pair;
    expect(await client.chat({ model, messages: [] })).toMatchObject({ done_reason: 'load' });
    expect((await client.ps()).models.map(({ name }) => name)).toEqual([model]);
    const [first] = emulator.requests;
    expect((first?.endedAtMs ?? 0) - (first?.startedAtMs ?? 0)).toBeGreaterThanOrEqual(28);
    expect((await client.chat(ask('Hi'))).load_duration).toBe(0);
    await client.chat({ model, messages: [], keep_alive: 0 });
    expect(emulator.loadedModels).toEqual([]);
  });

  it.each([
    [{ ...ask('Hi'), model: 'nosuch' }, 404, "model 'nosuch' not found"],
    [{ ...ask('Hi'), model: 'plain', tools: [paint] }, 400, '"plain" does not support tools'],
    [{ ...ask('Hi'), model: 'plain', think: true }, 400, '"plain" does not support thinking'],
    [
      { ...ask('x'.repeat(20_000)), truncate: false },
      400,
      'request (5000 tokens) exceeds the available context size (4096 tokens), try increasing it',
    ],
    [{ ...ask('Hi'), model: '' }, 400, 'model is required'],
    [{ model, messages: [{ role: 'poet', content: 'Hi' }] }, 400, 'invalid role: poet'],
    [
      { ...ask('Hi'), options: { temperature: 'warm' } },
      400,
      'option "temperature" must be of type float32',
    ],
    [{ ...ask('Hi'), think: 'often' }, 400, 'invalid think value: "often"'],
    [{ ...ask('Hi'), format: 'xml' }, 400, 'invalid format: "xml"'],
    [
      { model, messages: [{ role: 'user', content: [{ text: 'Hi' }] }] },
      400,
      'cannot unmarshal array into Go struct field ChatRequest.messages.content of type string',
    ],
    [
      {
        model,
        messages: [
          { role: 'assistant', tool_calls: [{ function: { name: 'a', arguments: '{}' } }] },
        ],
      },
      400,
      'cannot unmarshal string into Go struct field',
    ],
    [
      {
        ...ask('Hi'),
        tools: [{ function: { name: 'a', parameters: { properties: { b: true } } } }],
      },
      400,
      'tools.function.parameters.properties of type api.ToolProperty',
    ],
  ])('rejects %j', async (body, status, message) => {
    const models = [{ name: model }, { name: 'plain', capabilities: ['completion'] as const }];
    await using emulator = await startOllamaEmulator({ models });
    const response = await exchange(`${emulator.url}/api/chat`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(status);
    expect(JSON.parse(response.text).error).toContain(message);
  });

  it('cuts a long prompt silently unless truncate is false', async () => {
    await using pair = await startPair();
    const { prompt_eval_count: count } = await pair.client.chat(ask('x'.repeat(20_000)));
    expect(count).toBe(4096);
    const options = { num_ctx: 8192 };
    const { prompt_eval_count: all } = await pair.client.chat({
      ...ask('x'.repeat(20_000)),
      options,
    });
    expect(all).toBe(5000);
  });

  it('requires one of the keys', async () => {
    await using pair = await startPair({ apiKeys: ['another'] });
    await expect(pair.client.chat(ask('Hi'))).rejects.toMatchObject({
      status_code: 401,
      error: 'unauthorized',
    });
  });

  it('throws the error of a line', async () => {
    await using pair = await startPair({ faults: ['error-line'] });
    const stream = await pair.client.chat({ ...ask('Hi'), stream: true });
    await expect(collect(stream)).rejects.toThrow('model runner has unexpectedly stopped');
  });
});

describe('startOllamaEmulator', () => {
  it.each([
    [{ modles: [] }, 'modles: expected one of'],
    [{ models: [{ name: 'a', capabilities: ['tool'] }] }, 'models[0].capabilities[0]: expected'],
    [{ models: ['qwen3'] }, 'models[0]: expected an object'],
    [{ rules: [{ when: 'a', response: { refusal: 'no' } }] }, 'rules[0].response.refusal'],
    [
      { rules: [{ when: 'a', response: { toolCalls: [{ name: 'a', arguments: '{}' }] } }] },
      'rules[0].response.toolCalls[0].arguments: expected an object',
    ],
    [{ faults: ['cr'] }, 'faults[0]: expected the name of a fault'],
  ])('rejects the options %j', async (options, message) => {
    await expect(startOllamaEmulator(JSON.parse(JSON.stringify(options)))).rejects.toThrow(message);
  });

  it.each([
    ['GET', '/', 200, 'Ollama is running'],
    ['GET', '/api/version', 200, '"version"'],
    ['GET', '/api/chat', 405, 'method not allowed'],
    ['POST', '/v1/chat/completions', 404, 'page not found'],
  ])('responds to %s %s with %i', async (method, path, status, text) => {
    await using emulator = await startOllamaEmulator();
    const response = await exchange(emulator.url + path, { method });
    expect([response.status, response.text]).toEqual([status, expect.stringContaining(text)]);
  });

  it('reads a fault of a command line', () => {
    expect(readOllamaFault('server-busy=2')).toEqual({ kind: 'server-busy', times: 2 });
    expect(() => readOllamaFault('server-bussy')).toThrow('did you mean "server-busy"?');
  });
});
