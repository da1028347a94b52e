import { AIMessage, HumanMessage, SystemMessage, ToolMessage } from '@langchain/core/messages';
import { createUnderstudy } from '@understudy/core';
import { startAnthropicEmulator } from '@understudy/emulator';
import { anthropic } from '@understudy/provider-anthropic';
import { expect, it } from 'vitest';

import { toChatModel } from '../src/index.ts';
import { Chain } from './chain.ts';

const mark = { cache_control: { type: 'ephemeral' } };
const call = { type: 'tool_call', id: 'call_1', name: 'look', args: {} } as const;

const messages = [
  new SystemMessage({ content: [{ type: 'text', text: 'Be brief.', ...mark }] }),
  new HumanMessage({ content: [{ type: 'text', text: 'Hi', ...mark }] }),
  new AIMessage({ content: '', tool_calls: [call] }),
  new ToolMessage({ tool_call_id: 'call_1', content: [{ type: 'text', text: 'a', ...mark }] }),
];

it('sends the marks of blocks for the prompt cache to Anthropic', async () => {
  await using emulator = await startAnthropicEmulator();
  await using understudy = createUnderstudy({
    providers: [anthropic({ apiKey: 'any', baseUrl: emulator.baseUrl })],
  });
  await toChatModel(understudy, 'anthropic/claude-sonnet-5').invoke(messages);
  expect(emulator.requests[0]?.body).toMatchObject({
    system: [{ type: 'text', text: 'Be brief.', ...mark }],
    messages: [
      { content: [{ type: 'text', text: 'Hi', ...mark }] },
      { content: [{ type: 'tool_use' }] },
      { content: [{ type: 'tool_result', content: [{ type: 'text', text: 'a', ...mark }] }] },
    ],
  });
});

it('sends no marks to other vendors', async () => {
  await using chain = await Chain.start();
  await toChatModel(chain.understudy, 'support').invoke(messages);
  expect(chain.primary.requests[0]?.body).toMatchObject({
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Hi' },
      { role: 'assistant' },
      { role: 'tool', content: 'a' },
    ],
  });
});
