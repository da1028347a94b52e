import { createUnderstudy } from '@understudy/core';
import { defineProvider } from '@understudy/core/provider';
import type { ProviderEvent } from '@understudy/core/provider';

import type { Chatter } from '../../tasks/chatter.ts';
import type { Script } from './script.ts';

/** A provider that has its events at hand, asked the public way. */
export async function createScriptedChatter({ batches }: Script): Promise<Chatter> {
  const scripted = defineProvider({
    id: 'scripted',
    interfaceVersion: 1,
    label: 'Scripted',
    lifecycle: { state: 'active' },
    capabilities: { tools: false, images: false, files: false, json: false },
    models: [{ id: 'script' }],
    credentials: [],
    create: () => ({ chat: () => play(batches) }),
  });
  const understudy = createUnderstudy({ providers: [scripted] });
  return {
    ask: async (onText) => {
      const { textStream } = understudy.chat({
        model: 'scripted/script',
        messages: [{ role: 'user', content: 'Go on.' }],
      });
      for await (const text of textStream) onText(text);
    },
    close: () => understudy.close(),
  };
}

async function* play(
  batches: Script['batches'],
): AsyncGenerator<readonly ProviderEvent[], void, undefined> {
  for (const batch of batches) yield batch;
  yield [{ type: 'finish', reason: 'stop' }];
}
