import {
  ApiError,
  FinishReason,
  FunctionCallingConfigMode,
  GoogleGenAI,
  Type,
} from '@google/genai';
import type {
  Content,
  GenerateContentParameters,
  GenerateContentResponse,
  Tool,
} from '@google/genai';
import { describe, expect, it } from 'vitest';

import {
  type GoogleEmulator,
  type GoogleEmulatorOptions,
  startGoogleEmulator,
} from '../src/index.ts';

interface Pair extends AsyncDisposable {
  readonly emulator: GoogleEmulator;
  readonly client: GoogleGenAI;
}

/** Starts an emulator and the official client. */
async function startPair(options: GoogleEmulatorOptions = {}): Promise<Pair> {
  const emulator = await startGoogleEmulator(options);
  const client = new GoogleGenAI({ apiKey: 'k-1', httpOptions: { baseUrl: emulator.url } });
  return { emulator, client, [Symbol.asyncDispose]: () => emulator.close() };
}

const model = 'gemini-3.8-flash';
const request: GenerateContentParameters = { model, contents: '2+2*3' };

const paint: Tool = {
  functionDeclarations: [
    {
      name: 'paint',
      description: 'Paints a wall.',
      parameters: {
        type: Type.OBJECT,
        properties: { wall: { type: Type.INTEGER } },
        required: ['wall'],
      },
    },
  ],
};

const twoCalls: GoogleEmulatorOptions = {
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

type Method = 'generateContent' | 'generateContentStream';

/** Returns the chunks of a response. */
async function send(
  { models }: GoogleGenAI,
  method: Method,
  params: GenerateContentParameters,
): Promise<readonly GenerateContentResponse[]> {
  if (method === 'generateContent') return [await models.generateContent(params)];
  return Array.fromAsync(await models.generateContentStream(params));
}

it('generates content', async () => {
  await using pair = await startPair();
  const response = await pair.client.models.generateContent(request);
  expect(response.text).toBe('2+2*3 = 8');
  expect(response).toMatchObject({
    modelVersion: model,
    candidates: [{ finishReason: FinishReason.STOP }],
    usageMetadata: { promptTokenCount: 2, candidatesTokenCount: 3, totalTokenCount: 5 },
  });
});

it('streams content', async () => {
  await using pair = await startPair();
  const chunks = await send(pair.client, 'generateContentStream', request);
  expect(chunks.map(({ text }) => text)).toEqual(['2+2*', '3 = ', '8', '']);
  expect(chunks.at(-1)?.usageMetadata).toMatchObject({ candidatesTokenCount: 3 });
});

describe('function calls', () => {
  const question: Content = { role: 'user', parts: [{ text: 'Please paint.' }] };

  it.each<Method>(['generateContent', 'generateContentStream'])(
    'are made and answered with %s',
    async (method) => {
      await using pair = await startPair(twoCalls);
      const config = { tools: [paint], thinkingConfig: { includeThoughts: true } };
      const called = await send(pair.client, method, { model, contents: [question], config });
      const parts = called.flatMap(({ candidates }) => candidates?.[0]?.content?.parts ?? []);
      const calls = parts.flatMap(({ functionCall }) => functionCall ?? []);
      expect(calls.map(({ args }) => args)).toEqual([{ wall: 2 }, { wall: 3 }]);
      expect(
        parts
          .filter(({ thought }) => thought)
          .map(({ text }) => text)
          .join(''),
      ).toBe('Which walls?');
      const results = calls.map(({ id = '', name = '' }) => ({
        functionResponse: { id, name, response: { output: 'ok' } },
      }));
      const contents = [question, { role: 'model', parts }, { role: 'user', parts: results }];
      const answered = await send(pair.client, method, { model, contents, config });
      const texts = answered.flatMap(({ candidates }) => candidates?.[0]?.content?.parts ?? []);
      const text = texts.filter(({ thought }) => thought !== true).map((part) => part.text);
      expect(text.join('')).toBe('Painting.');
    },
  );

  it('are required by the mode ANY', async () => {
    await using pair = await startPair();
    const { functionCalls } = await pair.client.models.generateContent({
      ...request,
      config: {
        tools: [paint],
        toolConfig: { functionCallingConfig: { mode: FunctionCallingConfigMode.ANY } },
      },
    });
    expect(functionCalls).toMatchObject([{ name: 'paint', args: { wall: expect.any(Number) } }]);
  });
});

it.each(['responseJsonSchema', 'responseSchema'] as const)('returns JSON for %s', async (field) => {
  await using pair = await startPair();
  const isJsonSchema = field === 'responseJsonSchema';
  const schema = {
    type: isJsonSchema ? 'object' : Type.OBJECT,
    properties: { color: { type: isJsonSchema ? 'string' : Type.STRING } },
    required: ['color'],
  };
  const { text } = await pair.client.models.generateContent({
    ...request,
    config: { responseMimeType: 'application/json', [field]: schema },
  });
  expect(JSON.parse(text ?? '')).toEqual({ color: 'color' });
});

it('chooses one of several texts', async () => {
  await using pair = await startPair();
  const { text } = await pair.client.models.generateContent({
    model,
    contents: 'Which color?',
    config: {
      responseMimeType: 'text/x.enum',
      responseSchema: { type: Type.STRING, enum: ['red', 'blue'] },
    },
  });
  expect(text).toBe('red');
});

it('keeps the turns of a chat', async () => {
  await using pair = await startPair();
  const chat = pair.client.chats.create({ model });
  expect((await chat.sendMessage({ message: '1+1' })).text).toBe('1+1 = 2');
  expect((await chat.sendMessage({ message: '2+2' })).text).toBe('2+2 = 4');
  expect(pair.emulator.requests[1]?.messages.map(({ role }) => role)).toEqual([
    'user',
    'model',
    'user',
  ]);
});

it('sends images and addresses', async () => {
  await using pair = await startPair();
  const data = Buffer.from('a').toString('base64');
  const { text } = await pair.client.models.generateContent({
    model,
    contents: [
      { inlineData: { mimeType: 'image/png', data } },
      { fileData: { mimeType: 'application/pdf', fileUri: 'https://example.com/a.pdf' } },
      '1+1',
    ],
  });
  expect(text).toBe('1+1 = 2');
});

it('continues a response that needs several requests', async () => {
  await using pair = await startPair({ faults: [{ kind: 'continuation', requests: 3 }, 'none'] });
  const chunks = await send(pair.client, 'generateContentStream', request);
  expect(chunks.map(({ text }) => text).join('')).toBe('2+2*3 = 8');
  expect(pair.emulator.requests).toHaveLength(3);
});

it('counts tokens and lists models', async () => {
  await using pair = await startPair({ models: ['gemini-2.5-pro', model] });
  const count = await pair.client.models.countTokens({ model, contents: '2+2*3' });
  expect(count.totalTokens).toBe(2);
  const names: (string | undefined)[] = [];
  for await (const { name } of await pair.client.models.list({ config: { pageSize: 1 } })) {
    names.push(name);
  }
  expect(names).toEqual(['models/gemini-2.5-pro', `models/${model}`]);
  expect(await pair.client.models.get({ model })).toMatchObject({ inputTokenLimit: 1_048_576 });
});

it('aborts a stream', async () => {
  await using pair = await startPair({ faults: ['stall-after-text'] });
  const controller = new AbortController();
  const stream = await pair.client.models.generateContentStream({
    ...request,
    config: { abortSignal: controller.signal },
  });
  await expect(
    (async () => {
      for await (const { text } of stream) if (text !== '') controller.abort();
    })(),
  ).rejects.toThrow(/abort/iu);
  const entry = await pair.emulator.nextRequest();
  expect(await entry.waitForEnd()).toMatchObject({ ending: 'client-aborted' });
});

it.each([
  ['invalid-key', 400],
  ['permission-denied', 403],
  ['model-not-found', 404],
  ['quota-per-day', 429],
  ['server-error', 500],
  ['overloaded', 503],
] as const)('throws its own error for %s', async (fault, status) => {
  await using pair = await startPair({ faults: [fault] });
  const failure: unknown = await pair.client.models
    .generateContent(request)
    .catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ApiError);
  expect(failure).toMatchObject({ status });
});

it('throws for error-after-text', async () => {
  await using pair = await startPair({ faults: ['error-after-text'] });
  await expect(send(pair.client, 'generateContentStream', request)).rejects.toThrow(/overloaded/u);
});

it('throws for error-as-json', async () => {
  await using pair = await startPair({ faults: ['error-as-json'] });
  const sent = send(pair.client, 'generateContentStream', request);
  // The SDK recognizes the error only if a read contains nothing else. The kernel may join it with the
  // event before it.
  await expect(sent).rejects.toThrow(/overloaded|Incomplete JSON segment/u);
});
