import { createUnderstudy } from '@understudy/core';
import type { Understudy } from '@understudy/core';
import {
  startAnthropicEmulator,
  startOpenAiEmulator,
  startResponsesEmulator,
} from '@understudy/emulator';
import type { AnthropicEmulatorOptions } from '@understudy/emulator';
import { anthropic } from '@understudy/provider-anthropic';
import { openai } from '@understudy/provider-openai';
import { generateText, isStepCount, tool } from 'ai';
import type { ModelMessage, ToolResultPart } from 'ai';
import { expect, it } from 'vitest';
import { z } from 'zod';

import { toLanguageModel } from '../src/index.ts';

type ProviderOptions = NonNullable<Parameters<typeof generateText>[0]['providerOptions']>;

interface Fixture extends AsyncDisposable {
  readonly understudy: Understudy;
  /** The body of the last request to a target. */
  lastBody(): unknown;
}

/** One target for each wire format. */
async function start(rules: AnthropicEmulatorOptions['rules'] = []): Promise<Fixture> {
  const chat = await startOpenAiEmulator();
  const responses = await startResponsesEmulator();
  const messages = await startAnthropicEmulator({ rules });
  const emulators = [chat, responses, messages];
  const understudy = createUnderstudy({
    providers: [
      openai({ apiKey: 'key', baseUrl: chat.baseUrl }),
      openai({ id: 'responses', apiKey: 'key', baseUrl: responses.baseUrl, api: 'responses' }),
      anthropic({ apiKey: 'key', baseUrl: messages.baseUrl }),
    ],
  });
  return {
    understudy,
    lastBody: () => emulators.flatMap(({ requests }) => requests).at(-1)?.body,
    [Symbol.asyncDispose]: async () => {
      await understudy.close();
      await Promise.all(emulators.map((emulator) => emulator.close()));
    },
  };
}

const paint = tool({
  description: 'Paints.',
  inputSchema: z.object({}),
  execute: () => 'Done.',
  providerOptions: { anthropic: { cacheControl: { type: 'ephemeral' } } },
});

it.each<[string, ProviderOptions, object]>([
  [
    'openai/gpt-5-mini',
    {
      openai: {
        reasoningEffort: 'low',
        parallelToolCalls: false,
        serviceTier: 'flex',
        promptCacheKey: 'k',
        textVerbosity: 'low',
        logitBias: { someToken: 1 },
      },
    },
    {
      reasoning_effort: 'low',
      parallel_tool_calls: false,
      service_tier: 'flex',
      prompt_cache_key: 'k',
      verbosity: 'low',
      logit_bias: { someToken: 1 },
    },
  ],
  [
    'responses/gpt-6-astra',
    {
      responses: {
        reasoningEffort: 'low',
        reasoningSummary: 'detailed',
        textVerbosity: 'low',
        serviceTier: 'flex',
      },
    },
    {
      reasoning: { effort: 'low', summary: 'detailed' },
      text: { verbosity: 'low' },
      service_tier: 'flex',
    },
  ],
  [
    'anthropic/claude-sonnet-4-5',
    {
      anthropic: {
        thinking: { type: 'enabled', budgetTokens: 2000 },
        disableParallelToolUse: true,
        metadata: { userId: 'u1' },
      },
    },
    {
      thinking: { type: 'enabled', budget_tokens: 2000 },
      tool_choice: { disable_parallel_tool_use: true },
      tools: [{ name: 'paint', cache_control: { type: 'ephemeral' } }],
      metadata: { user_id: 'u1' },
    },
  ],
  [
    'anthropic/claude-sonnet-5',
    { anthropic: { effort: 'low', cache_control: { type: 'ephemeral' } } },
    { output_config: { effort: 'low' }, cache_control: { type: 'ephemeral' } },
  ],
])('sends the options of providers of the AI SDK to %s', async (name, providerOptions, body) => {
  await using fixture = await start();
  const model = toLanguageModel(fixture.understudy, name);
  await generateText({ model, prompt: 'Hi', tools: { paint }, providerOptions });
  const sent = Object(fixture.lastBody());
  expect(sent).toMatchObject(body);
  expect(Object.keys(sent).filter((field) => /[A-Z]/u.test(field))).toEqual([]);
});

it('sends the options of messages and parts', async () => {
  await using fixture = await start();
  const mark = { anthropic: { cacheControl: { type: 'ephemeral' } } };
  const messages: readonly ModelMessage[] = [
    { role: 'user', content: [{ type: 'text', text: 'Hi', providerOptions: mark }] },
    { role: 'assistant', content: 'Hello.', providerOptions: mark },
    { role: 'user', content: 'And?' },
  ];
  const model = toLanguageModel(fixture.understudy, 'anthropic/claude-sonnet-5');
  await generateText({ model, messages: [...messages] });
  const cached = { cache_control: { type: 'ephemeral' } };
  expect(fixture.lastBody()).toMatchObject({
    messages: [{ content: [cached] }, { content: [cached] }, {}],
  });
});

it('sends the options of results of tools and of their parts', async () => {
  await using fixture = await start();
  const mark = { anthropic: { cacheControl: { type: 'ephemeral' } } };
  const outputs: readonly ToolResultPart['output'][] = [
    { type: 'text', value: 'Done.', providerOptions: mark },
    { type: 'content', value: [{ type: 'text', text: 'Done.', providerOptions: mark }] },
    { type: 'text', value: 'Done.' },
  ];
  const called = (index: number) => ({ toolCallId: `call_${index}`, toolName: 'paint' });
  const messages: readonly ModelMessage[] = [
    { role: 'user', content: 'Paint.' },
    {
      role: 'assistant',
      content: outputs.map((_, index) => ({ type: 'tool-call', ...called(index), input: {} })),
    },
    {
      role: 'tool',
      content: outputs.map((output, index) => ({ type: 'tool-result', ...called(index), output })),
      providerOptions: mark,
    },
  ];
  const model = toLanguageModel(fixture.understudy, 'anthropic/claude-sonnet-5');
  await generateText({ model, messages: [...messages], tools: { paint } });
  const cached = { cache_control: { type: 'ephemeral' } };
  expect(fixture.lastBody()).toMatchObject({
    messages: [{}, {}, { content: [cached, { content: [cached] }, cached] }],
  });
});

it('sends the options that a tool of an agent sets for its output', async () => {
  const toolCalls = [{ name: 'paint', arguments: {} }];
  await using fixture = await start([{ when: 'Paint.', response: { toolCalls } }]);
  const mark = { anthropic: { cacheControl: { type: 'ephemeral' } } };
  await generateText({
    model: toLanguageModel(fixture.understudy, 'anthropic/claude-sonnet-5'),
    prompt: 'Paint.',
    stopWhen: isStepCount(2),
    tools: {
      paint: tool({
        inputSchema: z.object({}),
        execute: () => 'Done.',
        toModelOutput: ({ output }) => ({ type: 'text', value: output, providerOptions: mark }),
      }),
    },
  });
  expect(fixture.lastBody()).toMatchObject({
    messages: [{}, {}, { content: [{ cache_control: { type: 'ephemeral' } }] }],
  });
});

it('sends the detail of an image', async () => {
  await using fixture = await start();
  const image = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
  const part = {
    type: 'file',
    mediaType: 'image/png',
    data: image,
    providerOptions: { openai: { imageDetail: 'low' } },
  } as const;
  const model = toLanguageModel(fixture.understudy, 'openai/gpt-5-mini');
  await generateText({ model, messages: [{ role: 'user', content: [part] }] });
  expect(fixture.lastBody()).toMatchObject({
    messages: [{ content: [{ image_url: { detail: 'low' } }] }],
  });
});

it('warns about options that have no field, and drops metadata of earlier responses', async () => {
  await using fixture = await start();
  const model = toLanguageModel(fixture.understudy, 'openai/gpt-5-mini');
  const { warnings } = await generateText({
    model,
    messages: [
      { role: 'user', content: 'Hi' },
      {
        role: 'assistant',
        content: [
          { type: 'text', text: 'Hello.', providerOptions: { openai: { itemId: 'msg_1' } } },
        ],
      },
      { role: 'user', content: 'And?' },
    ],
    providerOptions: { openai: { strictJsonSchema: true } },
  });
  expect(warnings).toEqual([
    { type: 'unsupported', feature: 'providerOptions.openai.strictJsonSchema' },
  ]);
  expect(JSON.stringify(fixture.lastBody())).not.toMatch(/msg_1|trictJson/u);
});
