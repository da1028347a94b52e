import { createOpenAI } from '@ai-sdk/openai';
import { APICallError, Output, generateText, streamText, tool } from 'ai';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import {
  type ResponsesEmulator,
  type ResponsesEmulatorOptions,
  startResponsesEmulator,
} from '../src/index.ts';

async function withModel<Result>(
  options: ResponsesEmulatorOptions,
  run: (
    model: ReturnType<ReturnType<typeof createOpenAI>>,
    emulator: ResponsesEmulator,
  ) => Promise<Result>,
): Promise<Result> {
  await using emulator = await startResponsesEmulator(options);
  const provider = createOpenAI({ baseURL: emulator.baseUrl, apiKey: 'sk-1' });
  return await run(provider('gpt-6-astra'), emulator);
}

const rules: ResponsesEmulatorOptions['rules'] = [
  {
    when: /paint/u,
    response: {
      reasoning: 'Which wall?',
      text: 'Done.',
      toolCalls: [{ name: 'paint', arguments: { wall: 2 } }],
    },
  },
];

describe('the AI SDK with the Responses API', () => {
  it('generates text', async () => {
    const { text, usage } = await withModel({}, (model) =>
      generateText({ model, prompt: '2+2*3' }),
    );
    expect(text).toBe('2+2*3 = 8');
    expect(usage.outputTokens).toBe(3);
  });

  it('streams text', async () => {
    const pieces = await withModel({}, async (model) => {
      const { textStream } = streamText({ model, prompt: '2+2*3' });
      return Array.fromAsync(textStream);
    });
    expect(pieces.join('')).toBe('2+2*3 = 8');
  });

  it('calls tools and sends their results', async () => {
    const walls: number[] = [];
    const paint = tool({
      inputSchema: z.object({ wall: z.number() }),
      execute: async ({ wall }) => {
        walls.push(wall);
        return 'painted';
      },
    });
    const { text, steps } = await withModel({ rules }, (model) =>
      generateText({
        model,
        prompt: 'Please paint.',
        tools: { paint },
        stopWhen: ({ steps: done }) => done.length >= 2,
      }),
    );
    expect(walls).toEqual([2]);
    expect(steps).toHaveLength(2);
    expect(text).toBe('Done.');
  });

  it('generates objects', async () => {
    const schema = z.object({ color: z.string() });
    const { output } = await withModel({}, (model) =>
      generateText({ model, output: Output.object({ schema }), prompt: 'A color' }),
    );
    expect(output).toEqual({ color: 'color' });
  });

  it('sends images', async () => {
    const image = new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10]);
    const content = [
      { type: 'file', data: image, mediaType: 'image/png' },
      { type: 'text', text: '1+1' },
    ] as const;
    const { text } = await withModel({}, (model) =>
      generateText({ model, messages: [{ role: 'user', content: [...content] }] }),
    );
    expect(text).toBe('1+1 = 2');
  });

  it('throws for error responses', async () => {
    const failed = withModel({ faults: ['unsupported-parameter'] }, (model) =>
      generateText({ model, prompt: 'Hi', maxRetries: 0 }),
    );
    await expect(failed).rejects.toThrow(APICallError);
  });

  it('aborts', async () => {
    await withModel({ faults: ['stall-after-text'] }, async (model, emulator) => {
      const controller = new AbortController();
      const { fullStream } = streamText({ model, prompt: 'Hi', abortSignal: controller.signal });
      for await (const part of fullStream) if (part.type === 'text-delta') controller.abort();
      const entry = await emulator.nextRequest();
      expect(await entry.waitForEnd()).toMatchObject({ ending: 'client-aborted' });
    });
  });
});
