import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { ChatOpenAI } from '@langchain/openai';
import { createUnderstudy } from '@understudy/core';
import type { OpenAiEmulator } from '@understudy/emulator';
import { openai } from '@understudy/provider-openai';
import { expect, it } from 'vitest';

import { apiKey, question } from '../../ai-sdk/test/chain-fixture.ts';
import { measureRows, readRows, silenceMs } from '../../ai-sdk/test/fallback-table.ts';
import type { CreateLibrary, StreamedCall } from '../../ai-sdk/test/fallback-table.ts';
import { toChatModel } from '../src/index.ts';

it('the table of the page shows what withFallbacks() and a chain do', async () => {
  const rows = await measureRows([withFallbacks, understudyChain]);
  expect(readRows('langchain-fallback.md'), rows.join('\n')).toEqual(
    expect.arrayContaining([...rows]),
  );
}, 120_000);

const withFallbacks: CreateLibrary = (primary, backup) => {
  const model = createModel(primary).withFallbacks([createModel(backup)]);
  return { stream: (signal) => read(model, signal) };
};

const understudyChain: CreateLibrary = (primary, backup) => {
  const understudy = createUnderstudy({
    providers: [
      openai({ id: 'primary', apiKey, baseUrl: primary.baseUrl }),
      openai({ id: 'backup', apiKey, baseUrl: backup.baseUrl }),
    ],
    chains: { support: ['primary/gpt-5-mini', 'backup/gpt-5-mini'] },
    timeouts: { firstContentMs: silenceMs, idleMs: silenceMs },
  });
  const model = toChatModel(understudy, 'support');
  return { stream: (signal) => read(model, signal), close: () => understudy.close() };
};

/** The page of LangChain about fallbacks recommends to disable the retries. */
function createModel({ baseUrl: baseURL }: OpenAiEmulator): ChatOpenAI {
  return new ChatOpenAI({
    model: 'gpt-5-mini',
    apiKey,
    maxRetries: 0,
    timeout: silenceMs,
    configuration: { baseURL },
  });
}

async function read(
  model: Pick<BaseChatModel, 'stream'>,
  signal: AbortSignal,
): Promise<StreamedCall> {
  let text = '';
  try {
    for await (const chunk of await model.stream(question, { signal })) text += chunk.text;
  } catch {
    return { text, errors: 1 };
  }
  return { text, errors: 0 };
}
