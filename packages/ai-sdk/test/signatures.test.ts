import { createUnderstudy } from '@understudy/core';
import { startAnthropicEmulator, startOpenAiEmulator } from '@understudy/emulator';
import { anthropic } from '@understudy/provider-anthropic';
import { openai } from '@understudy/provider-openai';
import { generateText, isStepCount, streamText, tool } from 'ai';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { toLanguageModel } from '../src/index.ts';

const rules = [
  {
    when: /paint/u,
    response: {
      reasoning: 'Which wall?',
      text: 'Done.',
      toolCalls: [{ name: 'paint', arguments: { wall: 2 } }],
    },
  },
];

const tools = {
  paint: tool({ inputSchema: z.object({ wall: z.number() }), execute: async () => 'painted' }),
};

const conversation = {
  reasoning: 'medium',
  tools,
  stopWhen: isStepCount(3),
} as const;

const settings = { apiKey: 'any', id: 'claude' } as const;
const model = 'claude/claude-sonnet-5';

/** The server rejects a changed or missing signature of the last turn. */
describe('the signatures of a thinking model', () => {
  it.each(['streamText', 'generateText'] as const)('return to it in %s', async (name) => {
    await using emulator = await startAnthropicEmulator({ rules });
    await using understudy = createUnderstudy({
      providers: [anthropic({ ...settings, baseUrl: emulator.baseUrl })],
    });
    const options = {
      ...conversation,
      prompt: 'Please paint.',
      model: toLanguageModel(understudy, model),
    };
    const { text } = name === 'streamText' ? streamText(options) : await generateText(options);
    expect(await text).toBe('Done.');
    const [, second] = emulator.requests;
    expect(second?.body).toMatchObject({
      messages: [
        {},
        {
          role: 'assistant',
          content: [
            { type: 'thinking', thinking: 'Which wall?', signature: expect.stringMatching(/./u) },
            { type: 'text', text: 'Done.' },
            { type: 'tool_use' },
          ],
        },
        { role: 'user', content: [{ type: 'tool_result' }] },
      ],
    });
  });

  it('are not sent to another target, and return to the model that created them', async () => {
    await using emulator = await startAnthropicEmulator({ rules, faults: ['none', 'overloaded'] });
    await using backup = await startOpenAiEmulator({ rules });
    await using understudy = createUnderstudy({
      providers: [
        anthropic({ ...settings, baseUrl: emulator.baseUrl }),
        openai({ id: 'backup', apiKey: 'any', baseUrl: backup.baseUrl }),
      ],
      chains: { support: [model, 'backup/gpt-5-mini'] },
      retry: { maxRetries: 0 },
    });
    const chain = toLanguageModel(understudy, 'support');
    const first = await generateText({
      ...conversation,
      prompt: 'Please paint.',
      model: chain,
    });
    expect(first.text).toBe('Done.');
    expect(JSON.stringify(backup.requests[0]?.body)).not.toMatch(/signature|Which wall/u);
    // The next turn of the user goes to the first target again.
    const { text } = await generateText({
      ...conversation,
      model: chain,
      messages: [
        { role: 'user', content: 'Please paint.' },
        ...first.responseMessages,
        { role: 'user', content: 'Thanks' },
      ],
    });
    expect(text).not.toBe('');
    expect(JSON.stringify(emulator.requests.at(-1)?.body)).toContain('"signature":"');
  });
});
