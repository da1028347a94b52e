import { UnsupportedFunctionalityError } from '@ai-sdk/provider';
import { describe, expect, it } from 'vitest';

import type { CallOptions, PromptMessage } from '../src/index.ts';
import { call, createScriptedModel } from './scripted-model.ts';

const script = [
  { type: 'text-delta', text: 'A' },
  { type: 'finish', reason: 'stop' },
] as const;

async function send(options: Partial<CallOptions>) {
  const { model, provider } = createScriptedModel(script);
  const { warnings } = await model.doGenerate({ ...call, ...options });
  return { request: provider.requests[0], context: provider.contexts[0], warnings };
}

async function messagesOf(...prompt: readonly PromptMessage[]) {
  const { request, warnings } = await send({ prompt });
  return { messages: request?.messages, warnings };
}

const url = new URL('https://files.example/a.pdf');
const png = Buffer.from('iVBORw0KGgo=', 'base64');

describe('the prompt', () => {
  it('keeps roles, files and options of providers', async () => {
    const { messages, warnings } = await messagesOf(
      { role: 'system', content: 'Be short.', providerOptions: { acme: { cache: true } } },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Look', providerOptions: { acme: { n: 1 } } },
          { type: 'file', mediaType: 'image/png', data: { type: 'data', data: 'AA==' } },
          { type: 'file', mediaType: 'image', data: { type: 'data', data: new Uint8Array(png) } },
          { type: 'file', mediaType: 'image/*', data: png.toString('base64') },
          { type: 'file', mediaType: 'application/pdf', data: { type: 'url', url }, filename: 'a' },
          { type: 'file', mediaType: 'application/pdf', data: url.href },
          { type: 'file', mediaType: 'text', data: { type: 'text', text: 'Hi' } },
          { type: 'file', mediaType: 'image/png', data: new URL('data:image/png;base64,AA==') },
          { type: 'file', mediaType: 'text/plain', data: 'data:text/plain;a=b;base64,SGk=' },
        ],
      },
    );
    expect(warnings).toEqual([]);
    expect(messages).toEqual([
      { role: 'system', content: 'Be short.', providerOptions: { acme: { cache: true } } },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Look', providerOptions: { acme: { n: 1 } } },
          { type: 'image', mediaType: 'image/png', data: { type: 'base64', base64: 'AA==' } },
          {
            type: 'image',
            mediaType: 'image/png',
            data: { type: 'bytes', bytes: new Uint8Array(png) },
          },
          {
            type: 'image',
            mediaType: 'image/png',
            data: { type: 'base64', base64: png.toString('base64') },
          },
          { type: 'file', mediaType: 'application/pdf', data: { type: 'url', url }, name: 'a' },
          { type: 'file', mediaType: 'application/pdf', data: { type: 'url', url } },
          {
            type: 'file',
            mediaType: 'text/plain',
            data: { type: 'bytes', bytes: new TextEncoder().encode('Hi') },
          },
          { type: 'image', mediaType: 'image/png', data: { type: 'base64', base64: 'AA==' } },
          { type: 'file', mediaType: 'text/plain', data: { type: 'base64', base64: 'SGk=' } },
        ],
      },
    ]);
  });

  it('keeps reasoning, tool calls and results', async () => {
    const own = { origin: 'acme', originModel: 'one', signature: 's' };
    const { messages } = await messagesOf(
      {
        role: 'assistant',
        content: [
          { type: 'reasoning', text: 'Hm', providerOptions: { understudy: own } },
          { type: 'tool-call', toolCallId: 'c1', toolName: 'add', input: { a: 1 } },
          { type: 'tool-call', toolCallId: 'c2', toolName: 'add', input: '{"a' },
        ],
      },
      {
        role: 'tool',
        content: [
          result('c1', { type: 'json', value: { b: 2 } }),
          result('c2', { type: 'error-text', value: 'no' }),
          result('c3', { type: 'execution-denied', reason: 'never' }),
          result('c4', { type: 'error-json', value: [1] }),
          result('c5', {
            type: 'content',
            value: [
              { type: 'text', text: 'see' },
              { type: 'file', mediaType: 'image/png', data: { type: 'data', data: 'AA==' } },
              { type: 'image-data', mediaType: 'image/png', data: 'AA==' },
              { type: 'file-url', mediaType: 'application/pdf', url: url.href },
            ],
          }),
        ],
      },
    );
    const image = {
      type: 'image',
      mediaType: 'image/png',
      data: { type: 'base64', base64: 'AA==' },
    };
    expect(messages).toEqual([
      {
        role: 'assistant',
        content: [
          { type: 'reasoning', text: 'Hm', ...own },
          { type: 'tool-call', id: 'c1', name: 'add', argumentsText: '{"a":1}' },
          { type: 'tool-call', id: 'c2', name: 'add', argumentsText: '{"a' },
        ],
      },
      {
        role: 'tool',
        content: [
          { type: 'tool-result', toolCallId: 'c1', name: 'add', output: '{"b":2}' },
          { type: 'tool-result', toolCallId: 'c2', name: 'add', output: 'no', isError: true },
          { type: 'tool-result', toolCallId: 'c3', name: 'add', output: 'never', isError: true },
          { type: 'tool-result', toolCallId: 'c4', name: 'add', output: '[1]', isError: true },
          {
            type: 'tool-result',
            toolCallId: 'c5',
            name: 'add',
            output: 'see',
            parts: [
              { type: 'text', text: 'see' },
              image,
              image,
              { type: 'file', mediaType: 'application/pdf', data: { type: 'url', url } },
            ],
          },
        ],
      },
    ]);
  });

  it('reports parts of a user that a chat does not have', async () => {
    const { messages, warnings } = await messagesOf({
      role: 'user',
      content: [{ type: 'text', text: 'Hi' }, { type: 'custom' }],
    });
    expect(messages).toEqual([{ role: 'user', content: [{ type: 'text', text: 'Hi' }] }]);
    expect(warnings).toEqual([{ type: 'unsupported', feature: 'custom' }]);
  });

  it('reports parts that a chat does not have', async () => {
    const { messages, warnings } = await messagesOf(
      {
        role: 'assistant',
        content: [
          { type: 'text', text: 'A' },
          { type: 'custom' },
          {
            type: 'tool-call',
            toolCallId: 'c1',
            toolName: 'web',
            input: {},
            providerExecuted: true,
          },
          result('c1', { type: 'text', value: 'x' }),
        ],
      },
      { role: 'tool', content: [{ type: 'tool-approval-response' }] },
      ...call.prompt,
    );
    expect(messages?.map(({ role }) => role)).toEqual(['assistant', 'user']);
    expect(warnings).toEqual([
      { type: 'unsupported', feature: 'custom' },
      { type: 'unsupported', feature: 'tools that a vendor has run' },
      { type: 'unsupported', feature: 'tool-approval-response' },
    ]);
  });

  it('rejects a file that is stored at one vendor', async () => {
    const data = { type: 'reference', reference: { openai: 'file-1' } } as const;
    const pending = messagesOf({
      role: 'user',
      content: [{ type: 'file', mediaType: 'application/pdf', data }],
    });
    await expect(pending).rejects.toThrow(UnsupportedFunctionalityError);
  });
});

function result(toolCallId: string, output: ToolOutput) {
  return { type: 'tool-result', toolCallId, toolName: 'add', output } as const;
}

type ToolOutput = Extract<
  Extract<PromptMessage, { readonly role: 'tool' }>['content'][number],
  { readonly type: 'tool-result' }
>['output'];

describe('the options of a call', () => {
  it('become settings, options and headers', async () => {
    const inputSchema = { type: 'object', properties: {} };
    const { request, context } = await send({
      maxOutputTokens: 9,
      temperature: 0.1,
      topP: 0.2,
      topK: 3,
      presencePenalty: 0.4,
      frequencyPenalty: 0.5,
      seed: 6,
      stopSequences: ['x'],
      reasoning: 'high',
      toolChoice: { type: 'tool', toolName: 'add' },
      tools: [{ type: 'function', name: 'add', inputSchema, strict: true }],
      responseFormat: { type: 'json', name: 'n', schema: inputSchema },
      headers: { 'x-a': '1', 'x-b': undefined },
      providerOptions: {
        acme: { tier: 'flex' },
        understudy: { user: 'u-1', parallelToolCalls: false, deadlineMs: 5000, affinity: 'c' },
      },
    });
    expect(request).toMatchObject({
      maxOutputTokens: 9,
      temperature: 0.1,
      topP: 0.2,
      topK: 3,
      presencePenalty: 0.4,
      frequencyPenalty: 0.5,
      seed: 6,
      stop: ['x'],
      reasoningEffort: 'high',
      toolChoice: { name: 'add' },
      tools: [{ name: 'add', inputSchema, strict: true }],
      responseFormat: { type: 'json', name: 'n', schema: inputSchema },
      providerOptions: { acme: { tier: 'flex' } },
      user: 'u-1',
      parallelToolCalls: false,
    });
    expect(context?.headers).toEqual({ 'x-a': '1' });
  });

  it('leave the effort to the vendor by default', async () => {
    const { request } = await send({ reasoning: 'provider-default', toolChoice: { type: 'none' } });
    expect(request).not.toHaveProperty('reasoningEffort');
    expect(request?.toolChoice).toBe('none');
  });

  it('that a chat does not have become warnings', async () => {
    const { request, warnings } = await send({
      tools: [
        { type: 'provider', id: 'openai.web_search', name: 'web_search' },
        { type: 'function', name: 'add', inputSchema: { type: 'object' }, inputExamples: [] },
      ],
      responseFormat: { type: 'json', description: 'd' },
      providerOptions: { nobody: { n: 1 } },
    });
    expect(request?.tools).toHaveLength(1);
    expect(warnings).toEqual([
      { type: 'unsupported', feature: 'provider tool openai.web_search' },
      { type: 'unsupported', feature: 'inputExamples' },
      { type: 'unsupported', feature: 'responseFormat.description' },
      { type: 'other', message: expect.stringContaining('providerOptions.nobody not sent') },
    ]);
  });

  it('leave the choice to the model if the chosen tool is not sent', async () => {
    const { request, warnings } = await send({
      tools: [
        { type: 'provider', id: 'openai.web_search', name: 'web_search' },
        { type: 'function', name: 'add', inputSchema: { type: 'object' } },
      ],
      toolChoice: { type: 'tool', toolName: 'web_search' },
    });
    expect(request).not.toHaveProperty('toolChoice');
    expect(warnings).toContainEqual({ type: 'unsupported', feature: 'toolChoice web_search' });
  });

  it.each([
    [{ maxRetries: 1 }, 'providerOptions.understudy.maxRetries'],
    [{ deadlineMs: 'soon' }, 'options.deadlineMs'],
    [null, 'providerOptions.understudy'],
    [['deadlineMs'], 'providerOptions.understudy'],
  ])('of Understudy are checked: %j', async (understudy, path) => {
    const providerOptions = JSON.parse(JSON.stringify({ understudy }));
    await expect(send({ providerOptions })).rejects.toMatchObject({
      name: 'AI_APICallError',
      isRetryable: false,
      message: expect.stringContaining(path),
      data: { code: 'invalid-configuration', path },
    });
  });
});
