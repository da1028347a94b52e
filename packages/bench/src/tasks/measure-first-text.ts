import { performance } from 'node:perf_hooks';

import { assertText } from './assert-text.ts';
import type { ChatClient } from './chat-client.ts';

/** Sends the prompt once. Resolves to the time to the first text, in milliseconds. */
export async function measureFirstText(client: ChatClient, responseText: string): Promise<number> {
  const startedAt = performance.now();
  let text = '';
  let firstTextMs = Number.NaN;
  await client.chat((chunk) => {
    if (text === '') firstTextMs = performance.now() - startedAt;
    text += chunk;
  });
  assertText(text, responseText);
  return firstTextMs;
}
