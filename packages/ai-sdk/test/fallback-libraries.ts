import { setTimeout } from 'node:timers/promises';

import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import type { LanguageModelV4 } from '@ai-sdk/provider';
import { createUnderstudy } from '@understudy/core';
import { readOpenAiFault, startOpenAiEmulator } from '@understudy/emulator';
import type { OpenAiEmulator } from '@understudy/emulator';
import { streamText } from 'ai';
import { createFallback } from 'ai-fallback';
import { createRetryableModel } from 'ai-retry/language-model';

import { fromLanguageModel, toLanguageModel } from '../src/index.ts';
import { apiKey, backupText, primaryText, question } from './chain-fixture.ts';

/** The faults of the table, by the description of its rows. */
export const faults: Readonly<Record<string, string>> = {
  'HTTP 503': 'overloaded',
  'HTTP 429': 'rate-limit',
  'HTTP 401': 'invalid-key',
  'HTTP 404, unknown model': 'model-not-found',
  'HTTP 400, unsupported parameter': 'unsupported-parameter',
  'connection reset': 'reset-before-headers',
  'no response': 'stall-before-headers',
  'HTML page with status 200': 'html-page',
  'error in the stream, before the text': 'error-before-text',
  'stream without text': 'empty-response',
  'content filter, before the text': 'content-filter-before-text',
  'error in the stream, inside the text': 'error-after-text',
  'stream cut inside the text': 'truncated-stream',
  'connection closed inside the text': 'disconnect-after-text',
  'silence inside the text': 'stall-after-text',
};

/** How long a stream may send nothing: the timeouts of the chain, and `timeout.chunkMs` of the AI SDK. */
const silenceMs = 300;
/** How long a call may take. */
const limitMs = 3000;

interface Fallback {
  readonly model: LanguageModelV4;
  readonly close?: () => Promise<void>;
}

type Create = (primary: LanguageModelV4, backup: LanguageModelV4) => Fallback;

/** The libraries, each as its documentation recommends. */
export const libraries: Readonly<Record<string, Create>> = {
  'ai-fallback 3.0.0': (primary, backup) => ({
    model: createFallback({ models: [primary, backup] }),
  }),
  'ai-retry 2.4.0': (primary, backup) => ({
    model: createRetryableModel({ model: primary, retries: [backup] }),
  }),
  Understudy: (primary, backup) => {
    const understudy = createUnderstudy({
      providers: [
        fromLanguageModel(primary, { id: 'primary' }),
        fromLanguageModel(backup, { id: 'backup' }),
      ],
      chains: { support: ['primary/gpt-5-mini', 'backup/gpt-5-mini'] },
      timeouts: { firstContentMs: silenceMs, idleMs: silenceMs },
    });
    return { model: toLanguageModel(understudy, 'support'), close: () => understudy.close() };
  },
};

/** Returns what the user of `streamText` sees, and the requests to both servers. */
export async function measure(create: Create, fault: string): Promise<string> {
  await using primary = await startOpenAiEmulator({
    rules: [{ when: question, response: primaryText }],
    faults: [readOpenAiFault(`${fault}=always`)],
  });
  await using backup = await startOpenAiEmulator({
    rules: [{ when: question, response: backupText }],
  });
  const { model, close } = create(createModel('primary', primary), createModel('backup', backup));
  const controller = new AbortController();
  try {
    const ended = await Promise.race([read(model, controller.signal), setTimeout(limitMs)]);
    const requests = `${primary.requests.length} + ${backup.requests.length}`;
    return `${ended ?? 'no end within 3 s'} (${requests})`;
  } finally {
    controller.abort();
    await close?.();
  }
}

/** The names differ, because ai-retry does not call a model of the same name again. */
function createModel(name: string, { baseUrl }: OpenAiEmulator): LanguageModelV4 {
  return createOpenAICompatible({ name, apiKey, baseURL: baseUrl }).chatModel('gpt-5-mini');
}

async function read(model: LanguageModelV4, abortSignal: AbortSignal): Promise<string> {
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
  return describe(text, errors);
}

function describe(text: string, errors: number): string {
  if (text === backupText) return 'backup';
  const end = errors === 0 ? 'no error' : 'error';
  if (text === '') return `no text, ${end}`;
  if (text.endsWith(backupText)) return `two texts joined, ${end}`;
  return primaryText.startsWith(text) ? `part of the text, ${end}` : `other text, ${end}`;
}
