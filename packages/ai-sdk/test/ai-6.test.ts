import { createProviderRegistry, generateText, Output, stepCountIs, streamText, tool } from 'ai-6';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { toLanguageModel, toProvider } from '../src/index.ts';
import { backupText, ChainFixture, primaryText, question } from './chain-fixture.ts';

const paint = {
  when: /paint/u,
  response: { text: 'Done.', toolCalls: [{ name: 'paint', arguments: { wall: 2 } }] },
};

describe('AI SDK 6', () => {
  it('streams text of the second target', async () => {
    await using fixture = await ChainFixture.start({ faults: ['overloaded'] });
    const model = toLanguageModel(fixture.understudy, 'support', { specification: 'v3' });
    const result = streamText({ model, prompt: question });
    expect((await Array.fromAsync(result.textStream)).join('')).toBe(backupText);
    expect(await result.finishReason).toBe('stop');
    expect(await result.providerMetadata).toMatchObject({
      understudy: { attempts: [{ outcome: 'failed' }, { outcome: 'succeeded' }] },
    });
  });

  it('generates text and objects', async () => {
    await using fixture = await ChainFixture.start();
    const model = toLanguageModel(fixture.understudy, 'support', { specification: 'v3' });
    expect((await generateText({ model, prompt: question })).text).toBe(primaryText);
    const output = Output.object({ schema: z.object({ color: z.string() }) });
    const { output: object } = await generateText({ model, output, prompt: 'A color' });
    expect(object).toEqual({ color: expect.any(String) });
  });

  it('runs tools in a loop', async () => {
    await using fixture = await ChainFixture.start({ emulator: { rules: [paint] } });
    const { text, steps } = await generateText({
      model: toLanguageModel(fixture.understudy, 'support', { specification: 'v3' }),
      prompt: 'Please paint.',
      tools: {
        paint: tool({
          inputSchema: z.object({ wall: z.number() }),
          execute: async () => 'painted',
        }),
      },
      stopWhen: stepCountIs(3),
    });
    expect([steps.length, text]).toEqual([2, 'Done.']);
  });

  it('reports a cut stream as an error', async () => {
    await using fixture = await ChainFixture.start({ faults: ['truncated-stream'] });
    const errors: unknown[] = [];
    const result = streamText({
      model: toLanguageModel(fixture.understudy, 'support', { specification: 'v3' }),
      prompt: question,
      onError: ({ error }) => void errors.push(error),
    });
    await result.consumeStream();
    expect(errors).toMatchObject([{ data: { code: 'stream-truncated' } }]);
    expect(await result.finishReason).toBe('error');
    expect(fixture.requests).toEqual([1, 0]);
  });

  it('calls a failed chain once', async () => {
    await using fixture = await ChainFixture.start({
      faults: ['overloaded'],
      backupFaults: ['server-error'],
    });
    const model = toLanguageModel(fixture.understudy, 'support', { specification: 'v3' });
    await expect(generateText({ model, prompt: question })).rejects.toMatchObject({
      isRetryable: false,
    });
    expect(fixture.requests).toEqual([1, 1]);
  });

  it('has the runtime in a registry', async () => {
    await using fixture = await ChainFixture.start();
    const ours = toProvider(fixture.understudy, { specification: 'v3' });
    const model = createProviderRegistry({ ours }).languageModel('ours:backup/gpt-5-mini');
    expect((await generateText({ model, prompt: question })).text).toBe(backupText);
  });
});
