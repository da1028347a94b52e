import { createAnthropic } from '@ai-sdk/anthropic';
import { createGoogleGenerativeAI } from '@ai-sdk/google';
import { createOpenAI } from '@ai-sdk/openai';
import { APICallError, Output, generateText, streamText, tool } from 'ai';
import type { LanguageModel } from 'ai';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import {
  type AnthropicEmulator,
  type EmulatorOptions,
  startAnthropicEmulator,
  startGoogleEmulator,
  startResponsesEmulator,
} from '../src/index.ts';

type Emulator = Pick<AnthropicEmulator, 'baseUrl' | 'nextRequest'> & AsyncDisposable;
type Options = Pick<EmulatorOptions<'stall-after-text'>, 'faults' | 'rules'>;

/** An emulator, and the model of the AI SDK that uses it. */
interface Setup {
  readonly name: string;
  readonly start: (options: Options) => Promise<Emulator>;
  /** Starts an emulator whose next response is an error. */
  readonly startRejecting: () => Promise<Emulator>;
  readonly createModel: (baseURL: string) => LanguageModel;
}

const setups: readonly Setup[] = [
  {
    name: 'Anthropic',
    start: startAnthropicEmulator,
    startRejecting: () => startAnthropicEmulator({ faults: ['prompt-too-long'] }),
    createModel: (baseURL) => createAnthropic({ baseURL, apiKey: 'sk-ant-1' })('claude-haiku-4-5'),
  },
  {
    name: 'Google',
    start: startGoogleEmulator,
    startRejecting: () => startGoogleEmulator({ faults: ['prompt-too-long'] }),
    createModel: (baseURL) =>
      createGoogleGenerativeAI({ baseURL, apiKey: 'k-1' })('gemini-3.8-flash'),
  },
  {
    name: 'the Responses API',
    start: startResponsesEmulator,
    startRejecting: () => startResponsesEmulator({ faults: ['unsupported-parameter'] }),
    createModel: (baseURL) => createOpenAI({ baseURL, apiKey: 'sk-1' })('gpt-6-astra'),
  },
];

const rules: Options['rules'] = [
  {
    when: /paint/u,
    response: {
      reasoning: 'Which wall?',
      text: 'Done.',
      toolCalls: [{ name: 'paint', arguments: { wall: 2 } }],
    },
  },
];

describe.each(setups)('the AI SDK with $name', ({ start, startRejecting, createModel }) => {
  async function withModel<Result>(
    options: Options,
    run: (model: LanguageModel, emulator: Emulator) => Promise<Result>,
  ): Promise<Result> {
    await using emulator = await start(options);
    return await run(createModel(emulator.baseUrl), emulator);
  }

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
    await using emulator = await startRejecting();
    const model = createModel(emulator.baseUrl);
    const failed = generateText({ model, prompt: 'Hi', maxRetries: 0 });
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
