import type { ChatEvent, ChatRequest, Message } from '@understudy/core';
import { fingerprint } from '@understudy/emulator';
import { describe, expect, it } from 'vitest';

import { apiKey, model, question, responseText, startFixture } from './emulator-fixture.ts';

const messages: readonly Message[] = [{ role: 'user', content: question }];

const tools: ChatRequest['tools'] = ['paint', 'mix'].map((name) => ({
  name,
  inputSchema: {
    type: 'object',
    properties: { color: { type: 'string' } },
    required: ['color'],
  },
}));

const twoCalls = {
  reasoning: 'Which color?',
  text: 'Painted.',
  toolCalls: [
    { name: 'paint', arguments: { color: 'teal' } },
    { name: 'mix', arguments: { color: 'blue' } },
  ],
};

describe('google with the emulator', () => {
  it('requests a stream with the key, and streams the text', async () => {
    await using fixture = await startFixture();
    const { events, text, finish } = await fixture.chat();
    expect({ text, finish }).toEqual({ text: responseText, finish: 'stop' });
    expect(events.filter(({ type }) => type === 'text-delta').length).toBeGreaterThan(3);
    expect(fixture.emulator.requests).toMatchObject([
      {
        method: 'POST',
        path: '/v1beta/models/gemini-3.1-pro-preview:streamGenerateContent',
        query: { alt: 'sse' },
        headers: { 'x-goog-api-key': fingerprint(apiKey) },
        body: { contents: [{ role: 'user', parts: [{ text: question }] }] },
      },
    ]);
  });

  it('reports usage, model and id', async () => {
    await using fixture = await startFixture();
    const response = await fixture.understudy.chat({ model, messages }).response();
    expect(response).toMatchObject({
      text: responseText,
      rawFinishReason: 'STOP',
      provider: 'google',
      model: 'gemini-3.1-pro-preview',
      id: expect.stringMatching(/^[0-9a-f]{22}$/),
      usage: {
        inputTokens: Math.ceil(question.length / 4),
        outputTokens: Math.ceil(responseText.length / 4),
      },
    });
  });

  it.each([
    ['gemini-4-argon', expect.any(String)],
    ['gemini-3.8-flash', expect.any(String)],
    ['gemini-3-flash-preview', expect.any(String)],
    ['gemini-2.5-pro', undefined],
  ])('continues after tool calls with the signatures of %s', async (name, signature) => {
    const rules = [{ when: question, response: twoCalls }];
    await using fixture = await startFixture({ rules });
    const request = { model: `google/${name}`, tools, reasoningEffort: 'low' } as const;
    const first = await fixture.understudy.chat({ ...request, messages }).response();
    expect(first).toMatchObject({ finishReason: 'tool-calls', reasoning: 'Which color?' });
    expect(first.toolCalls).toMatchObject([
      { name: 'paint', input: { color: 'teal' } },
      { name: 'mix', input: { color: 'blue' } },
    ]);
    const results = first.toolCalls.map(
      ({ id, name: toolName }, index) =>
        ({
          type: 'tool-result',
          toolCallId: id,
          name: toolName,
          output: 'done',
          isError: index === 1,
        }) as const,
    );
    const second = await fixture.understudy
      .chat({
        ...request,
        messages: [...messages, first.message, { role: 'tool', content: results }],
      })
      .response();
    expect(second).toMatchObject({ finishReason: 'stop', text: 'Painted.' });
    const [paint, mix] = first.toolCalls;
    expect(fixture.emulator.requests[1]?.body).toMatchObject({
      contents: [
        {},
        {
          role: 'model',
          parts: [
            { text: 'Painted.' },
            { functionCall: { id: paint?.id, args: { color: 'teal' } } },
            { functionCall: { id: mix?.id, args: { color: 'blue' } } },
          ],
        },
        {
          role: 'user',
          parts: [
            { functionResponse: { id: paint?.id, name: 'paint', response: { output: 'done' } } },
            { functionResponse: { id: mix?.id, name: 'mix', response: { error: 'done' } } },
          ],
        },
      ],
    });
    const [, turn] = Object(fixture.emulator.requests[1]?.body).contents;
    expect(turn.parts[1].thoughtSignature).toEqual(signature);
  });

  it('sends the signature of a text back in a part of its own, as it was received', async () => {
    await using fixture = await startFixture();
    const { message } = await fixture.understudy.chat({ model, messages }).response();
    expect(message.content).toMatchObject([{ type: 'text', text: responseText }]);
    await fixture.understudy.chat({ model, messages: [...messages, message, ...messages] }).text();
    expect(fixture.emulator.requests[1]?.body).toMatchObject({
      contents: [
        {},
        { parts: [{ text: responseText }, { text: '', thoughtSignature: expect.any(String) }] },
        {},
      ],
    });
  });

  it('continues a conversation of another vendor with calls', async () => {
    await using fixture = await startFixture();
    const call = {
      type: 'tool-call',
      id: 'toolu_1',
      name: 'paint',
      argumentsText: '{"color":"teal"}',
      signature: 'foreign',
      origin: 'anthropic',
      originModel: 'claude-sonnet-5',
    } as const;
    const content = [{ ...call }, { ...call, id: 'toolu_2' }];
    const results = content.map(
      ({ id, name }) => ({ type: 'tool-result', toolCallId: id, name, output: 'done' }) as const,
    );
    const { error } = await fixture.chat({
      messages: [...messages, { role: 'assistant', content }, { role: 'tool', content: results }],
      tools,
    });
    expect(error).toBeUndefined();
    const [, turn] = Object(fixture.emulator.requests[0]?.body).contents;
    expect(turn.parts.map((part: object) => Object(part).thoughtSignature)).toEqual([
      'skip_thought_signature_validator',
      undefined,
    ]);
  });

  it.each(['gemini-3.8-flash', 'gemini-2.5-flash'])('returns JSON of %s', async (name) => {
    await using fixture = await startFixture({ rules: [] });
    const schema = {
      type: 'object',
      properties: { color: { type: 'string', minLength: 3 }, kind: { const: 'a' } },
      required: ['color'],
    } as const;
    for (const extra of [{}, { tools }, { tools, toolChoice: 'none' }] as const) {
      const response = await fixture.understudy
        .chat({
          model: `google/${name}`,
          messages,
          responseFormat: { type: 'json', schema },
          ...extra,
        })
        .response();
      expect(response).toMatchObject({ output: { color: 'color' }, finishReason: 'stop' });
      expect(response.toolCalls).toEqual([]);
    }
  });

  it('sends images and files that the API accepts', async () => {
    await using fixture = await startFixture({ rules: [] });
    const bytes = Buffer.from('a');
    const content = [
      { type: 'text', text: '1+1' },
      { type: 'image', data: { type: 'bytes', bytes }, mediaType: 'image/png' },
      { type: 'file', data: { type: 'bytes', bytes }, mediaType: 'application/pdf', name: 'a.pdf' },
      { type: 'image', data: { type: 'url', url: new URL('https://example.com/a.png') } },
    ] as const;
    const { text } = await fixture.chat({ messages: [{ role: 'user', content }] });
    expect(text).toBe('1+1 = 2');
    const { error } = await fixture.chat({
      messages: [{ role: 'user', content }],
      model: 'google/gemini-2.5-pro',
    });
    expect(error).toMatchObject({ code: 'unsupported-feature' });
  });

  it('sends settings that each model accepts, and warns about the others', async () => {
    await using fixture = await startFixture();
    const settings = {
      temperature: 0.5,
      topP: 0.5,
      topK: 5,
      seed: 1,
      presencePenalty: 0.5,
      toolChoice: 'required',
      parallelToolCalls: false,
      tools,
      stop: ['1', '2', '3', '4', '5', '6'],
    } as const;
    const names = [
      'gemini-4-argon',
      'gemini-4-hydrogen',
      'gemini-3.8-flash',
      'gemini-3.5-flash',
      'gemini-3.1-pro-preview',
      'gemini-3-pro-preview',
      'gemini-2.5-pro',
      'gemini-2.5-flash-lite',
      'gemini-2.0-flash',
      'gemma-3-27b-it',
      'gemini-flash-latest',
      'another-model',
    ];
    const efforts = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'] as const;
    for (const name of names) {
      for (const reasoningEffort of efforts) {
        const { error, events } = await fixture.chat({
          ...settings,
          reasoningEffort,
          model: `google/${name}`,
        });
        expect([name, reasoningEffort, error]).toEqual([name, reasoningEffort, undefined]);
        expect(events.filter(({ type }) => type === 'warning').length).toBeGreaterThan(0);
      }
    }
  });

  it('sends options of the API, merged into its configuration', async () => {
    const settings = { headers: { 'x-app': 'mine' } };
    await using fixture = await startFixture({}, settings);
    const safetySettings = [{ category: 'HARM_CATEGORY_HARASSMENT', threshold: 'BLOCK_NONE' }];
    const { error } = await fixture.chat({
      maxOutputTokens: 99,
      reasoningEffort: 'high',
      tools,
      providerOptions: {
        google: {
          safetySettings,
          tools: [{ googleSearch: {} }],
          generationConfig: { thinkingConfig: { thinkingLevel: 'low' }, mediaResolution: 'LOW' },
        },
      },
    });
    expect(error).toBeUndefined();
    expect(fixture.emulator.requests).toMatchObject([
      {
        headers: { 'x-app': 'mine' },
        body: {
          safetySettings,
          tools: [{ functionDeclarations: [{}, {}] }, { googleSearch: {} }],
          generationConfig: {
            maxOutputTokens: 99,
            mediaResolution: 'LOW',
            thinkingConfig: { thinkingLevel: 'low' },
          },
        },
      },
    ]);
  });

  it('continues a response that needs several requests, and adds their usage', async () => {
    await using fixture = await startFixture({
      faults: [{ kind: 'continuation', requests: 3 }],
    });
    const response = await fixture.understudy.chat({ model, messages }).response();
    const { requests } = fixture.emulator;
    expect(response).toMatchObject({ text: responseText, finishReason: 'stop' });
    expect(response.attempts).toMatchObject([{ requests: 3 }]);
    expect(response.usage?.inputTokens).toBe(3 * Math.ceil(question.length / 4));
    expect(response.usage?.outputTokens).toBeGreaterThanOrEqual(responseText.length / 4);
    expect(requests.map(({ body }) => Object(body).continuationToken !== undefined)).toEqual([
      false,
      true,
      true,
    ]);
  });

  it('ends a response that needs more requests than an attempt may send', async () => {
    await using fixture = await startFixture({
      faults: [{ kind: 'continuation', requests: 6 }],
    });
    const response = await fixture.understudy.chat({ model, messages }).response();
    expect(response).toMatchObject({ finishReason: 'length', rawFinishReason: 'CONTINUATION' });
    expect(responseText.startsWith(response.text)).toBe(true);
    expect(response.providerMetadata).toMatchObject({ continuationToken: expect.any(String) });
    expect(fixture.emulator.requests).toHaveLength(3);
  });

  it('reports the reason for a blocked response, and its message', async () => {
    await using fixture = await startFixture({
      faults: ['safety-after-text', { kind: 'prompt-blocked', reason: 'PROHIBITED_CONTENT' }],
    });
    const response = await fixture.understudy.chat({ model, messages }).response();
    expect(response).toMatchObject({
      text: responseText,
      finishReason: 'content-filter',
      rawFinishReason: 'SAFETY',
      finishMessage: 'The response was blocked.',
    });
    const { error } = await fixture.chat();
    expect(error).toMatchObject({ code: 'content-filtered' });
  });

  it('reports progress while the model thinks in silence', async () => {
    await using fixture = await startFixture({
      faults: [{ kind: 'silent-thinking', chunks: 3 }],
    });
    const { events } = await fixture.chat();
    const isProgress = ({ type }: ChatEvent): boolean => type === 'progress';
    expect(events.filter(isProgress)).toHaveLength(3);
    expect(events.findLastIndex(isProgress)).toBeLessThan(
      events.findIndex(({ type }) => type === 'text-delta'),
    );
  });

  it('reports each source once', async () => {
    await using fixture = await startFixture({ faults: ['grounding'] });
    const { sources, providerMetadata } = await fixture.understudy
      .chat({ model, messages })
      .response();
    expect(sources).toEqual([
      { type: 'source', url: 'https://example.com/a', title: 'A' },
      { type: 'source', url: 'https://example.com/b', title: 'B' },
    ]);
    expect(providerMetadata).toHaveProperty('groundingMetadata');
  });

  it.each(['tool-id-missing', 'tool-id-repeated'] as const)(
    'gives calls unique ids: %s',
    async (fault) => {
      await using fixture = await startFixture({ faults: [fault] });
      const { toolCalls } = await fixture.understudy.chat({ model, messages, tools }).response();
      expect(new Set(toolCalls.map(({ id }) => id)).size).toBe(2);
    },
  );

  it('reads arguments that are sent in pieces', async () => {
    const rules = [{ when: question, response: { toolCalls: twoCalls.toolCalls } }];
    await using fixture = await startFixture({
      rules,
      faults: ['tool-arguments-in-pieces'],
    });
    const { toolCalls } = await fixture.understudy.chat({ model, messages, tools }).response();
    expect(toolCalls.map(({ input }) => input)).toEqual([{ color: 'teal' }, { color: 'blue' }]);
    expect(toolCalls[0]).toHaveProperty('signature');
  });

  it('reports the counts of a response that failed', async () => {
    await using fixture = await startFixture({ faults: ['missing-finish-reason'] });
    const { events, error } = await fixture.chat();
    expect(error).toMatchObject({ code: 'stream-truncated' });
    expect(events.findLast(({ type }) => type === 'usage')).toMatchObject({
      outputTokens: Math.ceil(responseText.length / 4),
    });
  });

  it('sends names that the API accepts, and reports the original ones', async () => {
    const name = '1st tool/paint';
    const rules = [{ when: question, response: { toolCalls: [{ name: '_1st_tool_paint' }] } }];
    await using fixture = await startFixture({ rules });
    const request = {
      model,
      tools: [{ name, inputSchema: { type: 'object' } }],
      toolChoice: { name },
    } as const;
    const { message, toolCalls } = await fixture.understudy
      .chat({ ...request, messages })
      .response();
    expect(toolCalls).toMatchObject([{ name }]);
    const [call] = toolCalls;
    const result = {
      type: 'tool-result',
      toolCallId: call?.id ?? '',
      name,
      output: 'done',
    } as const;
    const { finishReason } = await fixture.understudy
      .chat({ ...request, messages: [...messages, message, { role: 'tool', content: [result] }] })
      .response();
    expect(finishReason).toBe('stop');
  });

  it('counts tokens', async () => {
    await using fixture = await startFixture();
    const request = { model, messages, tools, temperature: 1, maxOutputTokens: 9 };
    const { inputTokens } = await fixture.understudy.countTokens(request);
    expect(inputTokens).toBeGreaterThan(Math.ceil(question.length / 4));
    expect(fixture.emulator.requests[0]?.path).toMatch(/:countTokens$/);
  });

  it('lists the models that can chat with their limits, from all pages', async () => {
    const models = Array.from({ length: 1001 }, (_, index) => `gemini-3.8-flash-${index}`);
    await using fixture = await startFixture({
      models: ['gemini-embedding-2', ...models, 'tunedModels/mine'],
    });
    const list = await fixture.understudy.models('google');
    expect(list.source).toBe('live');
    expect(list.models).toHaveLength(1002);
    expect(list.models[1000]).toEqual({
      id: 'gemini-3.8-flash-1000',
      label: 'gemini-3.8-flash-1000',
      contextTokens: 1_048_576,
      maxOutputTokens: 65_536,
    });
    const { error } = await fixture.chat({ model: 'google/tunedModels/mine' });
    expect(error).toBeUndefined();
  });

  it('emits the chunks of the vendor', async () => {
    await using fixture = await startFixture();
    const { events } = await fixture.chat({}, { includeRaw: true });
    const raw = events.filter((event) => event.type === 'raw');
    expect(raw.length).toBeGreaterThan(3);
    expect(raw[0]?.value).toHaveProperty('candidates');
  });

  it('closes the socket when the caller stops iterating', async () => {
    await using fixture = await startFixture({ chunkIntervalMs: 5 });
    for await (const text of fixture.understudy.chat({ model, messages }).textStream) {
      expect(text).not.toBe('');
      break;
    }
    await expect.poll(() => fixture.emulator.requests[0]?.ending).toBe('client-aborted');
  });
});

describe('errors', () => {
  it('report the wait of the details and the status', async () => {
    await using fixture = await startFixture({
      faults: [{ kind: 'quota-per-minute', seconds: 34.4 }],
    });
    const { error } = await fixture.chat();
    expect(error).toMatchObject({
      code: 'rate-limited',
      retryAfterMs: 34_400,
      status: 429,
      message: expect.stringContaining('failed with HTTP 429 (RESOURCE_EXHAUSTED)'),
    });
  });

  it('recommend a key and an address', async () => {
    await using withoutKey = await startFixture({}, { apiKey: undefined });
    expect((await withoutKey.chat()).error).toMatchObject({
      code: 'authentication-failed',
      message: expect.stringContaining('apiKey is not set'),
    });
    await using fixture = await startFixture();
    const { url } = fixture.emulator;
    await using other = await startFixture({}, { baseUrl: url });
    expect((await other.chat()).error).toMatchObject({
      code: 'model-not-found',
      message: expect.stringContaining('most end with /v1beta'),
    });
    await using limited = await startFixture({ models: ['x'] });
    const { error } = await limited.chat();
    expect(error).toMatchObject({ code: 'model-not-found' });
    expect(error?.message).not.toContain('baseUrl');
  });

  it('use the credentials of the headers instead of the key', async () => {
    const headers = { authorization: 'Bearer token-1' };
    await using fixture = await startFixture({ apiKeys: ['token-1'] }, { headers });
    expect((await fixture.chat()).error).toBeUndefined();
    expect(fixture.emulator.requests[0]?.headers).not.toHaveProperty('x-goog-api-key');
  });

  it('accept an address with another version', async () => {
    await using fixture = await startFixture();
    await using stable = await startFixture({}, { baseUrl: `${fixture.emulator.url}/v1?key=k` });
    expect((await stable.chat()).error).toBeUndefined();
    expect(fixture.emulator.requests[0]?.path).toMatch(/^\/v1\/models\//);
  });
});
