import { inspect } from 'node:util';

import { APICallError, NoSuchModelError } from '@ai-sdk/provider';
import { UnderstudyError } from '@understudy/core';
import {
  generateText,
  isStepCount,
  Output,
  streamText,
  tool,
  ToolLoopAgent,
  wrapLanguageModel,
} from 'ai';
import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';

import { toLanguageModel } from '../src/index.ts';
import type { StreamPart } from '../src/index.ts';
import { apiKey, backupText, ChainFixture, primaryText, question } from './chain-fixture.ts';

const prompt = [{ role: 'user', content: [{ type: 'text', text: question }] }] as const;

const paint = {
  when: /paint/u,
  response: { text: 'Done.', toolCalls: [{ name: 'paint', arguments: { wall: 2 } }] },
};

describe('toLanguageModel', () => {
  it('streams text', async () => {
    await using fixture = await ChainFixture.start();
    const model = toLanguageModel(fixture.understudy, 'support');
    const result = streamText({ model, prompt: question });
    expect((await Array.fromAsync(result.textStream)).join('')).toBe(primaryText);
    expect(await result.finishReason).toBe('stop');
    expect((await result.usage).outputTokens).toBeGreaterThan(0);
    expect((await result.response).modelId).toBe('gpt-5-mini');
    expect(await result.providerMetadata).toMatchObject({
      understudy: {
        provider: 'primary',
        model: 'gpt-5-mini',
        attempts: [{ provider: 'primary', outcome: 'succeeded', finishReason: 'stop' }],
      },
    });
  });

  it('falls back, and reports the attempts', async () => {
    await using fixture = await ChainFixture.start({ faults: ['overloaded'] });
    const model = toLanguageModel(fixture.understudy, 'support');
    const result = streamText({ model, prompt: question });
    expect(await result.text).toBe(backupText);
    expect([model.provider, model.modelId]).toEqual(['understudy', 'support']);
    expect(await result.providerMetadata).toMatchObject({
      understudy: {
        provider: 'backup',
        attempts: [
          { provider: 'primary', outcome: 'failed', error: { code: 'overloaded' } },
          { provider: 'backup', outcome: 'succeeded' },
        ],
      },
    });
    expect(fixture.requests).toEqual([1, 1]);
  });

  it('generates text', async () => {
    await using fixture = await ChainFixture.start({ faults: ['overloaded'] });
    const model = toLanguageModel(fixture.understudy, 'support');
    const result = await generateText({ model, prompt: question });
    expect(result.text).toBe(backupText);
    expect(result.finishReason).toBe('stop');
    expect(result.usage.inputTokens).toBeGreaterThan(0);
    expect(result.providerMetadata).toMatchObject({
      understudy: { attempts: [{ outcome: 'failed' }, { outcome: 'succeeded' }] },
    });
  });

  it('sends one stream-start, the response metadata and blocks in order', async () => {
    await using fixture = await ChainFixture.start({ faults: ['server-error'] });
    const { stream, response } = await toLanguageModel(fixture.understudy, 'support').doStream({
      prompt,
    });
    const parts = await Array.fromAsync<StreamPart>(stream);
    const types = parts.map(({ type }) => type);
    expect(types.filter((type) => type !== 'text-delta')).toEqual([
      'stream-start',
      'response-metadata',
      'text-start',
      'text-end',
      'finish',
    ]);
    expect(types.indexOf('text-delta')).toBe(3);
    expect(parts[1]).toMatchObject({ modelId: 'gpt-5-mini', id: expect.any(String) });
    expect(response.headers).toEqual(expect.any(Object));
  });

  it('runs tools in a loop', async () => {
    await using fixture = await ChainFixture.start({
      faults: ['none', 'overloaded'],
      emulator: { rules: [paint] },
    });
    const walls: number[] = [];
    const { text, steps } = await generateText({
      model: toLanguageModel(fixture.understudy, 'support'),
      prompt: 'Please paint.',
      tools: {
        paint: tool({
          inputSchema: z.object({ wall: z.number() }),
          execute: async ({ wall }) => {
            walls.push(wall);
            return 'painted';
          },
        }),
      },
      stopWhen: isStepCount(3),
    });
    expect([walls, steps.length, text]).toEqual([[2], 2, 'Done.']);
    // The second step falls back within the conversation.
    expect(fixture.requests).toEqual([2, 1]);
    expect(fixture.backup.requests[0]?.messages.at(-1)).toMatchObject({
      role: 'tool',
      text: 'painted',
    });
  });

  it('reports to the model that its arguments are not JSON', async () => {
    await using fixture = await ChainFixture.start({ faults: ['tool-arguments-invalid'] });
    const execute = vi.fn();
    const { steps } = await generateText({
      model: toLanguageModel(fixture.understudy, 'support'),
      prompt: 'Please paint.',
      tools: { paint: tool({ inputSchema: z.object({ place: z.string() }), execute }) },
      stopWhen: isStepCount(3),
    });
    expect([execute.mock.calls, steps.length]).toEqual([[], 2]);
    expect(fixture.primary.requests[1]?.messages.at(-1)).toMatchObject({
      role: 'tool',
      text: expect.stringContaining('AI_InvalidToolInputError'),
    });
  });

  it('runs an agent that streams', async () => {
    await using fixture = await ChainFixture.start({ emulator: { rules: [paint] } });
    const agent = new ToolLoopAgent({
      model: toLanguageModel(fixture.understudy, 'support'),
      tools: {
        paint: tool({
          inputSchema: z.object({ wall: z.number() }),
          execute: async () => ({ painted: true }),
        }),
      },
    });
    const result = await agent.stream({ prompt: 'Please paint.' });
    expect(await result.text).toBe('Done.');
    expect((await result.steps)[0]?.toolResults).toMatchObject([{ output: { painted: true } }]);
  });

  it('generates objects', async () => {
    await using fixture = await ChainFixture.start();
    const { output } = await generateText({
      model: toLanguageModel(fixture.understudy, 'support'),
      output: Output.object({ schema: z.object({ color: z.string() }) }),
      prompt: 'A color',
    });
    expect(output).toEqual({ color: expect.any(String) });
    expect(fixture.primary.requests[0]?.body).toMatchObject({
      response_format: { type: 'json_schema' },
    });
  });

  it('works in a wrapped model', async () => {
    await using fixture = await ChainFixture.start({ faults: ['overloaded'] });
    const model = wrapLanguageModel({
      model: toLanguageModel(fixture.understudy, 'support'),
      middleware: { specificationVersion: 'v4' },
    });
    expect((await generateText({ model, prompt: question })).text).toBe(backupText);
  });

  it('throws an error that the AI SDK does not retry', async () => {
    await using fixture = await ChainFixture.start({
      faults: ['overloaded'],
      backupFaults: [{ kind: 'rate-limit-retry-after', seconds: 7 }],
    });
    const model = toLanguageModel(fixture.understudy, 'support');
    const error: unknown = await generateText({ model, prompt: question }).catch(
      (thrown: unknown) => thrown,
    );
    expect(APICallError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({
      isRetryable: false,
      statusCode: 429,
      responseHeaders: { 'retry-after-ms': expect.stringMatching(/^\d+$/u) },
      data: { code: 'all-targets-failed', attempts: [{ provider: 'primary' }, {}] },
      cause: { code: 'rate-limited', provider: 'backup' },
    });
    expect(inspect(error, { depth: 9 })).not.toMatch(new RegExp(`${apiKey}|${question}`, 'u'));
    expect(fixture.requests).toEqual([1, 1]);
  });

  it('ends a stream with one error, and does not start another target after the first content', async () => {
    await using fixture = await ChainFixture.start({ faults: ['disconnect-after-text'] });
    const errors: unknown[] = [];
    const result = streamText({
      model: toLanguageModel(fixture.understudy, 'support'),
      prompt: question,
      onError: ({ error }) => void errors.push(error),
    });
    const text = (await Array.fromAsync(result.textStream)).join('');
    expect(primaryText.startsWith(text) && text !== '').toBe(true);
    expect(errors).toMatchObject([{ isRetryable: false, data: { code: 'connection-failed' } }]);
    expect(await result.finishReason).toBe('interrupted');
    expect(fixture.requests).toEqual([1, 0]);
  });

  it('does not join two responses of a chain that restarts', async () => {
    await using fixture = await ChainFixture.start({
      faults: ['disconnect-after-text'],
      midStream: 'restart',
    });
    const { stream } = await toLanguageModel(fixture.understudy, 'support').doStream({ prompt });
    const parts = await Array.fromAsync<StreamPart>(stream);
    expect(parts.slice(-2)).toMatchObject([
      { type: 'error', error: { message: expect.stringContaining("midStream: 'restart'") } },
      { type: 'finish', finishReason: { unified: 'interrupted' } },
    ]);
  });

  it.each(['nobody', 'primary', 'other/gpt-5-mini'])('knows no model %s', async (name) => {
    await using fixture = await ChainFixture.start();
    const create = () => toLanguageModel(fixture.understudy, name);
    expect(create).toThrow(NoSuchModelError);
    expect(create).toThrow(expect.objectContaining({ modelId: name, modelType: 'languageModel' }));
  });
});

describe('the signal and the stream', () => {
  it('reject with the reason of an abort before the first content', async () => {
    await using fixture = await ChainFixture.start({ faults: ['stall-before-headers'] });
    const model = toLanguageModel(fixture.understudy, 'support');
    const controller = new AbortController();
    const reason = new Error('user left');
    const pending = model.doStream({ prompt, abortSignal: controller.signal });
    const entry = await fixture.primary.nextRequest();
    controller.abort(reason);
    await expect(pending).rejects.toBe(reason);
    // Also if it is an error of Understudy.
    const own = new UnderstudyError('closed', 'stopped');
    const signal = AbortSignal.abort(own);
    await expect(model.doStream({ prompt, abortSignal: signal })).rejects.toBe(own);
    await expect(model.doGenerate({ prompt, abortSignal: signal })).rejects.toBe(own);
    expect(await entry.waitForEnd()).toMatchObject({ ending: 'client-aborted' });
    expect(fixture.requests).toEqual([1, 0]);
  });

  it('reject with the reason of an abort inside the text', async () => {
    await using fixture = await ChainFixture.start({ faults: ['stall-after-text'] });
    const model = toLanguageModel(fixture.understudy, 'support');
    const controller = new AbortController();
    const reason = { code: 'left' };
    const { stream } = await model.doStream({ prompt, abortSignal: controller.signal });
    const read = async () => {
      for await (const part of stream) if (part.type === 'text-delta') controller.abort(reason);
    };
    await expect(read()).rejects.toBe(reason);
    expect(fixture.requests).toEqual([1, 0]);
  });

  it('end in streamText as an abort', async () => {
    await using fixture = await ChainFixture.start({ faults: ['stall-after-text'] });
    const controller = new AbortController();
    let isAborted = false;
    const result = streamText({
      model: toLanguageModel(fixture.understudy, 'support'),
      prompt: question,
      abortSignal: controller.signal,
      onAbort: () => void (isAborted = true),
    });
    for await (const part of result.stream) if (part.type === 'text-delta') controller.abort();
    expect(isAborted).toBe(true);
    expect(fixture.requests).toEqual([1, 0]);
  });

  it('cancel the attempt and start no other', async () => {
    await using fixture = await ChainFixture.start({ faults: ['stall-after-text'] });
    const { stream } = await toLanguageModel(fixture.understudy, 'support').doStream({ prompt });
    const reader = stream.getReader();
    await reader.read();
    await reader.cancel('enough');
    const [entry] = fixture.primary.requests;
    expect(await entry?.waitForEnd()).toMatchObject({ ending: 'client-aborted' });
    expect(fixture.requests).toEqual([1, 0]);
  });
});
