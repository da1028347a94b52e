import { createUnderstudy } from '@understudy/core';
import type { HedgeOptions } from '@understudy/core';
import { openai } from '@understudy/provider-openai';

import type { ChatClient } from '../../tasks/chat-client.ts';
import { openaiModel } from '../../upstreams/openai-script.ts';
import { apiKey, prompt } from '../openai/openai-target.ts';

/**
 * Creates a client that calls a chain of two targets.
 *
 * @param groupUrl - contains the targets `primary` and `backup`
 */
export async function createHedgingClient(
  groupUrl: string,
  hedge: HedgeOptions | undefined,
): Promise<ChatClient> {
  const ids = ['primary', 'backup'] as const;
  const understudy = createUnderstudy({
    providers: ids.map((id) => openai({ id, apiKey, baseUrl: `${groupUrl}/${id}/v1` })),
    chains: { main: { targets: [`primary/${openaiModel}`, `backup/${openaiModel}`], hedge } },
  });
  const messages = [{ role: 'user', content: prompt }] as const;
  return {
    chat: async (onText) => {
      const { textStream } = understudy.chat({ model: 'main', messages });
      for await (const text of textStream) onText(text);
    },
    close: () => understudy.close(),
  };
}
