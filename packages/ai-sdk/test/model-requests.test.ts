import { createServer } from 'node:http';

import type { ChatInput, ImagePart, Message } from '@understudy/core';
import { describe, expect, it } from 'vitest';

import { chatWith, MockModel, stop, text } from './mock-model.ts';

async function send(request: Partial<ChatInput>, version = 'v4') {
  const model = new MockModel([text('A'), stop], version);
  const { warnings, error } = await chatWith(model, request);
  return { call: model.calls[0], warnings, error };
}

const png: ImagePart = {
  type: 'image',
  mediaType: 'image/png',
  data: { type: 'base64', base64: 'AA==' },
};

const conversation: readonly Message[] = [
  { role: 'system', content: 'Be short.' },
  { role: 'user', content: [{ type: 'text', text: 'Look' }, png] },
  {
    role: 'assistant',
    content: [
      {
        type: 'reasoning',
        text: 'Hm',
        origin: 'acme',
        originModel: 'one',
        providerMetadata: { mock: { signature: 's' } },
        providerOptions: { acme: { cache: true } },
      },
      { type: 'tool-call', id: 'c1', name: 'add', argumentsText: '{"a":1}' },
    ],
  },
  {
    role: 'tool',
    content: [
      { type: 'tool-result', toolCallId: 'c1', name: 'add', output: 'no', isError: true },
      {
        type: 'tool-result',
        toolCallId: 'c2',
        name: 'add',
        output: 'see',
        parts: [{ type: 'text', text: 'see' }, png],
      },
    ],
  },
  { role: 'user', content: 'Go on' },
];

/** How each version has a file in a prompt and in the result of a tool. */
const files = {
  v4: {
    inPrompt: { type: 'data', data: 'AA==' },
    inResult: { type: 'file', mediaType: 'image/png', data: { type: 'data', data: 'AA==' } },
  },
  v3: {
    inPrompt: 'AA==',
    inResult: { type: 'image-data', mediaType: 'image/png', data: 'AA==' },
  },
  v2: { inPrompt: 'AA==', inResult: { type: 'media', mediaType: 'image/png', data: 'AA==' } },
};

describe('the call of a model', () => {
  it.each(['v4', 'v3', 'v2'] as const)('has the conversation in version %s', async (version) => {
    const { call, error } = await send({ messages: conversation }, version);
    expect(error).toBeUndefined();
    expect(call).toMatchObject({
      prompt: [
        { role: 'system', content: 'Be short.' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Look' },
            { type: 'file', mediaType: 'image/png', data: files[version].inPrompt },
          ],
        },
        {
          role: 'assistant',
          content: [
            {
              type: 'reasoning',
              text: 'Hm',
              providerOptions: { mock: { signature: 's', cache: true } },
            },
            { type: 'tool-call', toolCallId: 'c1', toolName: 'add', input: { a: 1 } },
          ],
        },
        {
          role: 'tool',
          content: [
            {
              type: 'tool-result',
              toolCallId: 'c1',
              toolName: 'add',
              output: { type: 'error-text', value: 'no' },
            },
            {
              toolCallId: 'c2',
              output: {
                type: 'content',
                value: [{ type: 'text', text: 'see' }, files[version].inResult],
              },
            },
          ],
        },
        { role: 'user', content: [{ type: 'text', text: 'Go on' }] },
      ],
    });
  });

  it.each([
    [
      { output: '', isError: true },
      { type: 'error-text', value: 'no\ndisk' },
    ],
    [
      { output: 'failed', isError: true },
      { type: 'error-text', value: 'failed' },
    ],
    [{ output: '' }, { type: 'text', value: 'no\ndisk' }],
  ])('has the texts of a result: %j', async (fields, output) => {
    const parts = ['no', 'disk'].map((value) => ({ type: 'text', text: value }) as const);
    const { call } = await send({
      messages: [
        {
          role: 'assistant',
          content: [{ type: 'tool-call', id: 'c1', name: 'add', argumentsText: '{}' }],
        },
        {
          role: 'tool',
          content: [{ type: 'tool-result', toolCallId: 'c1', name: 'add', parts, ...fields }],
        },
      ],
    });
    expect(call).toMatchObject({ prompt: [{}, { content: [{ output }] }] });
  });

  it('has the settings, and reports those that it does not have', async () => {
    const inputSchema = { type: 'object' };
    const request = {
      maxOutputTokens: 9,
      temperature: 0.1,
      topK: 3,
      stop: ['x'],
      reasoningEffort: 'high',
      parallelToolCalls: false,
      user: 'u',
      toolChoice: { name: 'add' },
      tools: [{ name: 'add', description: 'adds', inputSchema, strict: true }],
      responseFormat: { type: 'json', name: 'n', schema: inputSchema },
      providerOptions: { acme: { tier: 'flex' } },
    } as const;
    const { call, warnings } = await send(request);
    expect(call).toMatchObject({
      maxOutputTokens: 9,
      temperature: 0.1,
      topK: 3,
      stopSequences: ['x'],
      reasoning: 'high',
      toolChoice: { type: 'tool', toolName: 'add' },
      tools: [{ type: 'function', name: 'add', description: 'adds', inputSchema, strict: true }],
      responseFormat: { type: 'json', name: 'n', schema: inputSchema },
      providerOptions: { mock: { tier: 'flex' } },
      abortSignal: expect.any(AbortSignal),
    });
    expect(warnings).toEqual(['unsupported settings ignored: parallelToolCalls, user']);
    const v3 = await send(request, 'v3');
    expect(v3.call).not.toHaveProperty('reasoning');
    expect(v3.warnings).toEqual([
      'unsupported settings ignored: reasoningEffort, parallelToolCalls, user',
    ]);
  });
});

/** A server with one file, which counts its requests. */
class FileServer implements AsyncDisposable {
  requests = 0;
  readonly #server = createServer((request, response) => {
    this.requests += 1;
    if (request.url !== '/a.png') response.writeHead(404);
    else response.writeHead(200, { 'content-type': 'image/png; x=1' });
    response.end('PNG');
  });

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  url(path: string): URL {
    const address = this.#server.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    return new URL(path, `http://127.0.0.1:${port}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

describe('a file with a URL', () => {
  const ask = (url: URL): Partial<ChatInput> => ({
    messages: [{ role: 'user', content: [{ type: 'image', data: { type: 'url', url } }] }],
  });
  const promptWith = (data: unknown, mediaType: string) => ({
    prompt: [{ role: 'user', content: [{ type: 'file', mediaType, data }] }],
  });

  it('is downloaded unless the vendor downloads it', async () => {
    await using server = await new FileServer().start();
    const url = server.url('/a.png');
    const model = new MockModel([text('A'), stop]);
    await chatWith(model, ask(url));
    const bytes = Buffer.from('PNG');
    expect(model.calls[0]).toMatchObject(promptWith({ type: 'data', data: bytes }, 'image/png'));
    for (const patterns of [{ 'image/*': [/^http:\/\/127/gu] }, { '*': [/a\.png$/u] }]) {
      const downloading = new MockModel([text('A'), stop], 'v4', patterns);
      // An expression with the flag `g` keeps its position from the first test.
      await chatWith(downloading, ask(url));
      await chatWith(downloading, ask(url));
      expect(downloading.calls[1]).toMatchObject(promptWith({ type: 'url', url }, 'image/*'));
      expect(downloading.calls[0]).toMatchObject(promptWith({ type: 'url', url }, 'image/*'));
    }
    const other = new MockModel([text('A'), stop], 'v3', { 'application/pdf': [/./u] });
    await chatWith(other, ask(url));
    expect(other.calls[0]).toMatchObject(promptWith(bytes, 'image/png'));
    expect(server.requests).toBe(2);
  });

  it('that cannot be downloaded fails, so that another target can be tried', async () => {
    await using server = await new FileServer().start();
    const model = new MockModel([text('A'), stop]);
    const missing = await chatWith(model, ask(server.url('/b.png')));
    expect(missing.error).toMatchObject({
      code: 'request-rejected',
      message: expect.stringMatching(/download of a file from http:\S+ failed: HTTP 404$/u),
    });
    const local = await chatWith(model, ask(new URL('file:///etc/hosts')));
    expect(local.error?.message).toContain('expected a URL with http or https, received file:');
    expect(model.calls).toEqual([]);
  });

  it('is downloaded by the function of the app', async () => {
    const model = new MockModel([text('A'), stop]);
    const url = new URL('https://files.example/a.png');
    const bytes = new Uint8Array([1]);
    await chatWith(model, ask(url), { download: async () => ({ bytes, mediaType: 'image/gif' }) });
    expect(model.calls[0]).toMatchObject(promptWith({ type: 'data', data: bytes }, 'image/gif'));
    const { error } = await chatWith(model, ask(url), {
      download: () => Promise.reject(new Error('blocked')),
    });
    expect(error).toMatchObject({ code: 'request-rejected', cause: { message: 'blocked' } });
  });
});
