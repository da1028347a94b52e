import { type ClientOptions, OpenAI } from 'openai';

import {
  type OpenAiEmulator,
  type OpenAiEmulatorOptions,
  startOpenAiEmulator,
} from '../src/index.ts';

/** An emulator, and the vendor's own client for it. */
export interface Pair extends AsyncDisposable {
  readonly emulator: OpenAiEmulator;
  readonly client: OpenAI;
}

/** The client tries once, unless it is told to try again. */
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

/** A question with the least that has to be told. */
export function ask(content: string): {
  model: string;
  messages: { role: 'user'; content: string }[];
} {
  return { model: 'gpt-5-mini', messages: [{ role: 'user', content }] };
}
