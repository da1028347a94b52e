import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import type { LanguageModelV4 } from '@ai-sdk/provider';
import { createUnderstudy } from '@understudy/core';
import type { OpenAiEmulator } from '@understudy/emulator';
import { streamText } from 'ai';
import { createFallback } from 'ai-fallback';
import { createRetryableModel } from 'ai-retry/language-model';
import { expect, it } from 'vitest';

import { fromLanguageModel, toLanguageModel } from '../src/index.ts';
import { apiKey, question } from './chain-fixture.ts';
import { measureRows, readRows, silenceMs } from './fallback-table.ts';
import type { CreateLibrary, FallbackLibrary, StreamedCall } from './fallback-table.ts';

it('the table of the page shows what the libraries do', async () => {
  const rows = await measureRows([aiFallback, aiRetry, understudyChain]);
  expect(readRows('ai-sdk-fallback.md'), rows.join('\n')).toEqual(
    expect.arrayContaining([...rows]),
  );
}, 120_000);

const aiFallback: CreateLibrary = (...servers) =>
  toLibrary(createFallback({ models: createModels(...servers) }));

const aiRetry: CreateLibrary = (...servers) => {
  const [model, ...retries] = createModels(...servers);
  return toLibrary(createRetryableModel({ model, retries }));
};

const understudyChain: CreateLibrary = (...servers) => {
  const [primary, backup] = createModels(...servers);
  const understudy = createUnderstudy({
    providers: [
      fromLanguageModel(primary, { id: 'primary' }),
      fromLanguageModel(backup, { id: 'backup' }),
    ],
    chains: { support: ['primary/gpt-5-mini', 'backup/gpt-5-mini'] },
    timeouts: { firstContentMs: silenceMs, idleMs: silenceMs },
  });
  const model = toLanguageModel(understudy, 'support');
  return { ...toLibrary(model), close: () => understudy.close() };
};

/** The names differ, because ai-retry does not call a model of the same name again. */
function createModels(
  primary: OpenAiEmulator,
  backup: OpenAiEmulator,
): [primary: LanguageModelV4, backup: LanguageModelV4] {
  return [createModel('primary', primary), createModel('backup', backup)];
}

function createModel(name: string, { baseUrl }: OpenAiEmulator): LanguageModelV4 {
  return createOpenAICompatible({ name, apiKey, baseURL: baseUrl }).chatModel('gpt-5-mini');
}

function toLibrary(model: LanguageModelV4): FallbackLibrary {
  return { stream: (signal) => read(model, signal) };
}

async function read(model: LanguageModelV4, abortSignal: AbortSignal): Promise<StreamedCall> {
  let errors = 0;
  let text = '';
  const result = streamText({
    model,
    prompt: question,
    abortSignal,
    timeout: { chunkMs: 2 * silenceMs },
    // Both libraries recommend it; Understudy does not need it.
    maxRetries: model.provider === 'understudy' ? 2 : 0,
    onError: () => void (errors += 1),
  });
  for await (const part of result.stream) {
    if (part.type === 'text-delta') text += part.text;
    if (part.type === 'abort') errors += 1;
  }
  return { text, errors };
}
