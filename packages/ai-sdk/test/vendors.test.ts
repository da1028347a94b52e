import { createAnthropic } from '@ai-sdk/anthropic';
import { createGoogleGenerativeAI } from '@ai-sdk/google';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { createOpenAICompatible as createOpenAICompatible2 } from '@ai-sdk/openai-compatible-2';
import { createUnderstudy } from '@understudy/core';
import type { ChatResponse, Message, ToolInput } from '@understudy/core';
import {
  startAnthropicEmulator,
  startGoogleEmulator,
  startOpenAiEmulator,
  startResponsesEmulator,
} from '@understudy/emulator';
import type { RequestJournal } from '@understudy/emulator';
import { generateText } from 'ai';
import { describe, expect, it } from 'vitest';

import { fromLanguageModel, fromProvider, toLanguageModel } from '../src/index.ts';
import type { ModelSource } from '../src/index.ts';

const rules = [
  { when: 'Name a color', response: 'Teal.' },
  {
    when: /paint/u,
    response: {
      reasoning: 'Which wall?',
      text: 'Done.',
      toolCalls: [{ name: 'paint', arguments: { wall: 2 } }],
    },
  },
];

interface Vendor {
  readonly emulator: RequestJournal & AsyncDisposable;
  readonly model: ModelSource;
}

const apiKey = 'k-1';

/** The packages of the AI SDK, each with the emulator of its vendor. */
const vendors: Readonly<Record<string, (faults: readonly 'overloaded'[]) => Promise<Vendor>>> = {
  'openai-compatible': async (faults) => {
    const emulator = await startOpenAiEmulator({ rules, faults });
    const settings = { name: 'acme', apiKey, baseURL: emulator.baseUrl, includeUsage: true };
    return { emulator, model: createOpenAICompatible(settings).chatModel('gpt-5-mini') };
  },
  'openai-compatible of AI SDK 6': async (faults) => {
    const emulator = await startOpenAiEmulator({ rules, faults });
    const settings = { name: 'acme', apiKey, baseURL: emulator.baseUrl, includeUsage: true };
    return { emulator, model: createOpenAICompatible2(settings).chatModel('gpt-5-mini') };
  },
  'openai, chat completions': async (faults) => {
    const emulator = await startOpenAiEmulator({ rules, faults });
    return {
      emulator,
      model: createOpenAI({ apiKey, baseURL: emulator.baseUrl }).chat('gpt-5-mini'),
    };
  },
  'openai, responses': async (faults) => {
    const emulator = await startResponsesEmulator({ rules, faults });
    return {
      emulator,
      model: createOpenAI({ apiKey, baseURL: emulator.baseUrl }).responses('gpt-5-mini'),
    };
  },
  anthropic: async (faults) => {
    const emulator = await startAnthropicEmulator({ rules, faults });
    return {
      emulator,
      model: createAnthropic({ apiKey, baseURL: emulator.baseUrl })('claude-sonnet-5'),
    };
  },
  google: async (faults) => {
    const emulator = await startGoogleEmulator({ rules, faults });
    const vendor = createGoogleGenerativeAI({ apiKey, baseURL: emulator.baseUrl });
    return { emulator, model: vendor('gemini-3.8-flash') };
  },
};

/** Where a vendor expects the signatures of its reasoning. */
const signatures: Readonly<Record<string, RegExp>> = {
  anthropic: /"signature":"\w/u,
  google: /"thoughtSignature":"\w/u,
  'openai, responses': /"encrypted_content":"\w/u,
};

const paint: ToolInput = {
  name: 'paint',
  inputSchema: { type: 'object', properties: { wall: { type: 'number' } } },
};

function createRuntime(model: ModelSource) {
  return createUnderstudy({
    providers: [fromLanguageModel(model, { id: 'acme' })],
    retry: { initialDelayMs: 1, maxDelayMs: 1 },
  });
}

async function ask(model: ModelSource, messages: readonly Message[]): Promise<ChatResponse> {
  await using understudy = createRuntime(model);
  const chat = understudy.chat({
    model: `acme/${model.modelId}`,
    messages,
    tools: [paint],
    reasoningEffort: 'medium',
    // Without it, the package openai sends references to stored items.
    ...(model.provider === 'openai.responses' && { providerOptions: { acme: { store: false } } }),
  });
  return await chat.response();
}

describe.each(Object.entries(vendors))('fromLanguageModel with %s', (name, start) => {
  it('returns a response, after a retry', async () => {
    const { emulator, model } = await start(['overloaded']);
    await using _ = emulator;
    const response = await ask(model, [{ role: 'user', content: 'Name a color' }]);
    expect(response).toMatchObject({
      text: 'Teal.',
      finishReason: 'stop',
      provider: 'acme',
      attempts: [{ outcome: 'failed', error: { code: 'overloaded' } }, { outcome: 'succeeded' }],
    });
    expect(response.usage?.outputTokens).toBeGreaterThan(0);
    expect(emulator.requests).toHaveLength(2);
  });

  it('calls tools, and sends reasoning and results back', async () => {
    const { emulator, model } = await start([]);
    await using _ = emulator;
    const question: Message = { role: 'user', content: 'Please paint' };
    const { message, toolCalls, finishReason } = await ask(model, [question]);
    expect(toolCalls).toMatchObject([{ name: 'paint', input: { wall: 2 } }]);
    expect(finishReason).toBe('tool-calls');
    const { text } = await ask(model, [
      question,
      message,
      {
        role: 'tool',
        content: toolCalls.map(({ id: toolCallId, name: toolName }) => ({
          type: 'tool-result',
          toolCallId,
          name: toolName,
          output: 'painted',
        })),
      },
    ]);
    expect(text).toBe('Done.');
    const body = JSON.stringify(emulator.requests[1]?.body);
    expect(body).toContain('painted');
    expect(body).toMatch(signatures[name] ?? 'painted');
  });
});

describe('both directions together', () => {
  it('answer generateText through a chain of models of the AI SDK', async () => {
    await using emulator = await startAnthropicEmulator({ rules, faults: ['overloaded'] });
    await using backup = await startGoogleEmulator({ rules });
    const claude = createAnthropic({ apiKey, baseURL: emulator.baseUrl });
    const gemini = createGoogleGenerativeAI({ apiKey, baseURL: backup.baseUrl });
    await using understudy = createUnderstudy({
      providers: [
        fromProvider(claude, { id: 'claude' }),
        fromLanguageModel(gemini('gemini-3.8-flash'), { id: 'gemini' }),
      ],
      chains: { support: ['claude/claude-sonnet-5', 'gemini/gemini-3.8-flash'] },
      retry: { maxRetries: 0 },
    });
    const model = toLanguageModel(understudy, 'support');
    const { text, providerMetadata } = await generateText({ model, prompt: 'Name a color' });
    expect(text).toBe('Teal.');
    expect(providerMetadata).toMatchObject({ understudy: { provider: 'gemini' } });
    expect([emulator.requests.length, backup.requests.length]).toEqual([1, 1]);
  });
});
