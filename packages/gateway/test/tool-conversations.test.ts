import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { createUnderstudy } from '@understudy/core';
import { startGoogleEmulator } from '@understudy/emulator';
import { createGateway } from '@understudy/gateway';
import { google } from '@understudy/provider-google';
import { isStepCount, streamText, tool } from 'ai';
import type { LanguageModel } from 'ai';
import { expect, it } from 'vitest';
import { z } from 'zod';

const model = 'google/gemini-3.1-pro-preview';
const apiKey = 'any';

const languageModels: Readonly<Record<string, (url: string) => LanguageModel>> = {
  '@ai-sdk/openai chat': (url) => createOpenAI({ apiKey, baseURL: `${url}/v1` }).chat(model),
  '@ai-sdk/openai responses': (url) =>
    createOpenAI({ apiKey, baseURL: `${url}/v1` }).responses(model),
  '@ai-sdk/anthropic': (url) => createAnthropic({ apiKey, baseURL: `${url}/v1` })(model),
  '@ai-sdk/openai-compatible': (url) =>
    createOpenAICompatible({ name: 'gateway', apiKey, baseURL: `${url}/v1` })(model),
};

/** Those that send the signature of a call back. The others send none, or the placeholder of the API. */
const keepsSignatures = ['@ai-sdk/openai-compatible'];

it.each(Object.entries(languageModels))(
  '%s calls tools of a target with signatures, and sends the results',
  async (name, create) => {
    const toolCalls = ['Paris', 'Oslo'].map((city) => ({ name: 'weather', arguments: { city } }));
    const rules = [{ when: 'Compare.', response: { reasoning: 'Both.', text: 'So.', toolCalls } }];
    await using vendor = await startGoogleEmulator({ rules });
    const baseUrl = vendor.baseUrl;
    await using understudy = createUnderstudy({ providers: [google({ apiKey, baseUrl })] });
    await using gateway = createGateway({ understudy });
    const asked: string[] = [];
    const result = streamText({
      model: create(await gateway.listen({ port: 0 })),
      prompt: 'Compare.',
      stopWhen: isStepCount(3),
      maxRetries: 0,
      // Without it, the client refers to items that the gateway does not store.
      providerOptions: { openai: { store: false } },
      tools: {
        weather: tool({
          inputSchema: z.object({ city: z.string() }),
          execute: ({ city }) => {
            asked.push(city);
            return { degrees: 20 };
          },
        }),
      },
      onError: () => {},
    });
    const reasons = [];
    for await (const part of result.fullStream) {
      if (part.type === 'error') throw part.error;
      if (part.type === 'finish-step') reasons.push(part.finishReason);
    }
    expect({ asked, reasons }).toEqual({
      asked: ['Paris', 'Oslo'],
      reasons: ['tool-calls', 'stop'],
    });
    expect(vendor.requests.map(({ status }) => status)).toEqual([200, 200]);
    if (!keepsSignatures.includes(name)) return;
    // The placeholder for a missing signature.
    expect(JSON.stringify(vendor.requests[1]?.body)).not.toContain('skip_thought_signature');
  },
);
