import { type ClientOptions, OpenAI } from 'openai';

import {
  type OpenAiEmulator,
  type OpenAiEmulatorOptions,
  startOpenAiEmulator,
} from '../src/index.ts';

/** An emulator and the official OpenAI client for it. */
export interface Pair extends AsyncDisposable {
  readonly emulator: OpenAiEmulator;
  readonly client: OpenAI;
}

/** Starts a pair. The client does not retry by default. */
export async function startPair(
  options: OpenAiEmulatorOptions = {},
  clientOptions: ClientOptions = {},
): Promise<Pair> {
  const emulator = await startOpenAiEmulator(options);
  const client = new OpenAI({
    baseURL: emulator.baseUrl,
    apiKey: 'sk-emulated-key-0001',
    maxRetries: 0,
    ...clientOptions,
  });
  return { emulator, client, [Symbol.asyncDispose]: () => emulator.close() };
}

/** Returns the smallest valid request body. */
export function createChatBody(content: string): {
  model: string;
  messages: { role: 'user'; content: string }[];
} {
  return { model: 'gpt-5-mini', messages: [{ role: 'user', content }] };
}
