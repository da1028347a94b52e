import { createUnderstudy } from '@understudy/core';
import { defineProvider } from '@understudy/core/provider';
import type { ProviderEvent } from '@understudy/core/provider';
import { describe, expect, it } from 'vitest';

import { toLanguageModel } from '../src/index.ts';
import { call, createScriptedModel, streamParts } from './scripted-model.ts';

const finish: ProviderEvent = { type: 'finish', reason: 'stop', rawReason: 'end' };
const origin = { origin: 'acme', originModel: 'one' };

async function partsOf(...events: readonly ProviderEvent[]) {
  const parts = await streamParts(createScriptedModel([...events, finish]));
  return parts.filter(
    ({ type }) => !['stream-start', 'response-metadata', 'finish'].includes(type),
  );
}

describe('the parts of a stream', () => {
  it('are blocks with ids', async () => {
    const parts = await partsOf(
      { type: 'reasoning-delta', text: 'Hm' },
      { type: 'reasoning-end', signature: 'sig-1' },
      { type: 'text-delta', text: 'A' },
      { type: 'text-delta', text: 'B' },
      { type: 'reasoning-delta', text: 'So' },
      { type: 'text-delta', text: 'C' },
    );
    expect(parts).toEqual([
      { type: 'reasoning-start', id: 'reasoning-1' },
      { type: 'reasoning-delta', id: 'reasoning-1', delta: 'Hm' },
      {
        type: 'reasoning-end',
        id: 'reasoning-1',
        providerMetadata: { understudy: { ...origin, signature: 'sig-1' } },
      },
      { type: 'text-start', id: 'text-2' },
      { type: 'text-delta', id: 'text-2', delta: 'A' },
      { type: 'text-delta', id: 'text-2', delta: 'B' },
      { type: 'text-end', id: 'text-2' },
      { type: 'reasoning-start', id: 'reasoning-3' },
      { type: 'reasoning-delta', id: 'reasoning-3', delta: 'So' },
      { type: 'reasoning-end', id: 'reasoning-3', providerMetadata: { understudy: origin } },
      { type: 'text-start', id: 'text-4' },
      { type: 'text-delta', id: 'text-4', delta: 'C' },
      { type: 'text-end', id: 'text-4' },
    ]);
  });

  it('keep a block that has only a signature', async () => {
    const parts = await partsOf(
      { type: 'reasoning-end', signature: 'sealed', redacted: true },
      { type: 'text-delta', text: 'A' },
      { type: 'text-end', signature: 'sig-2', providerMetadata: { n: 1 } },
      { type: 'text-end', signature: '' },
    );
    expect(parts).toEqual([
      { type: 'reasoning-start', id: 'reasoning-1' },
      {
        type: 'reasoning-end',
        id: 'reasoning-1',
        providerMetadata: { understudy: { ...origin, signature: 'sealed' } },
      },
      { type: 'text-start', id: 'text-2' },
      { type: 'text-delta', id: 'text-2', delta: 'A' },
      {
        type: 'text-end',
        id: 'text-2',
        providerMetadata: {
          understudy: { ...origin, signature: 'sig-2', providerMetadata: { n: 1 } },
        },
      },
    ]);
  });

  it('are tool calls with JSON text', async () => {
    const parts = await partsOf(
      { type: 'text-delta', text: 'A' },
      { type: 'tool-call-start', id: 'c1', name: 'add' },
      { type: 'tool-call-start', id: 'c2', name: 'add' },
      { type: 'tool-call-delta', id: 'c1', argumentsText: '{"a"' },
      { type: 'tool-call-delta', id: 'c1', argumentsText: ':1}' },
      { type: 'tool-call-end', id: 'c1', name: 'add', argumentsText: '{"a":1}', signature: 's' },
      {
        type: 'tool-call-end',
        id: 'c2',
        name: 'add',
        argumentsText: '{"a',
        incomplete: true,
      },
      { type: 'tool-call-start', id: 'c3', name: 'add' },
      {
        type: 'tool-call-end',
        id: 'c3',
        name: 'add',
        argumentsText: '{}',
        incomplete: true,
      },
    );
    expect(parts.slice(3)).toEqual([
      { type: 'tool-input-start', id: 'c1', toolName: 'add' },
      { type: 'tool-input-start', id: 'c2', toolName: 'add' },
      { type: 'tool-input-delta', id: 'c1', delta: '{"a"' },
      { type: 'tool-input-delta', id: 'c1', delta: ':1}' },
      { type: 'tool-input-end', id: 'c1' },
      {
        type: 'tool-call',
        toolCallId: 'c1',
        toolName: 'add',
        input: '{"a":1}',
        providerMetadata: { understudy: { ...origin, signature: 's' } },
      },
      // The AI SDK reports it to the model as invalid.
      { type: 'tool-input-end', id: 'c2' },
      {
        type: 'tool-call',
        toolCallId: 'c2',
        toolName: 'add',
        input: '{"a',
        providerMetadata: { understudy: origin },
      },
      // Without a call, so that the AI SDK does not run the tool.
      { type: 'tool-input-start', id: 'c3', toolName: 'add' },
      { type: 'tool-input-end', id: 'c3' },
    ]);
  });

  it('are files and sources', async () => {
    const url = new URL('https://files.example/a.png');
    const script = [
      { type: 'file', mediaType: 'image/png', data: { type: 'base64', base64: 'AA==' } },
      { type: 'file', mediaType: 'image/png', data: { type: 'url', url } },
      { type: 'source', url: 'https://a.example/', title: 'A' },
      { type: 'document-source', title: 'B', quote: 'q' },
    ] as const;
    expect(await partsOf(...script)).toEqual([
      { type: 'file', mediaType: 'image/png', data: { type: 'data', data: 'AA==' } },
      { type: 'file', mediaType: 'image/png', data: { type: 'url', url } },
      {
        type: 'source',
        sourceType: 'url',
        id: 'source-1',
        url: 'https://a.example/',
        title: 'A',
      },
      {
        type: 'source',
        sourceType: 'document',
        id: 'source-2',
        mediaType: 'text/plain',
        title: 'B',
        providerMetadata: { understudy: { quote: 'q' } },
      },
    ]);
    const { v3 } = createScriptedModel([...script, finish]);
    const { stream } = await v3.doStream(call);
    const files = (await Array.fromAsync(stream)).slice(2, 4);
    expect(files).toMatchObject([
      { type: 'file', data: 'AA==' },
      { type: 'source', url: 'https://files.example/a.png' },
    ]);
  });

  it('are raw events if the caller includes them', async () => {
    const scripted = createScriptedModel([
      { type: 'raw', value: { n: 1 } },
      { type: 'text-delta', text: 'A' },
      finish,
    ]);
    const parts = await streamParts(scripted, { ...call, includeRawChunks: true });
    expect(parts).toContainEqual({ type: 'raw', rawValue: { n: 1 } });
    expect(scripted.provider.contexts[0]?.includeRaw).toBe(true);
  });

  it('end with usage, the raw finish reason and the fields of the vendor', async () => {
    const parts = await streamParts(
      createScriptedModel([
        { type: 'response-start', provider: 'acme', model: 'one-2', requestId: 'r-1' },
        { type: 'warning', message: 'early' },
        { type: 'text-delta', text: 'A' },
        { type: 'warning', message: 'late' },
        {
          type: 'usage',
          inputTokens: 10,
          outputTokens: 5,
          cachedInputTokens: 3,
          cacheWriteTokens: 2,
          reasoningTokens: 1,
        },
        { ...finish, providerMetadata: { tier: 'flex' } },
      ]),
    );
    expect(parts[0]).toEqual({
      type: 'stream-start',
      warnings: [{ type: 'other', message: 'early' }],
    });
    expect(parts.at(-1)).toMatchObject({
      type: 'finish',
      finishReason: { unified: 'stop', raw: 'end' },
      usage: {
        inputTokens: { total: 10, noCache: 5, cacheRead: 3, cacheWrite: 2 },
        outputTokens: { total: 5, text: 4, reasoning: 1 },
      },
      providerMetadata: {
        acme: { tier: 'flex' },
        understudy: {
          provider: 'acme',
          model: 'one-2',
          requestId: 'r-1',
          warnings: ['late'],
          attempts: [{ provider: 'acme', model: 'one', outcome: 'succeeded' }],
        },
      },
    });
    expect(JSON.parse(JSON.stringify(parts.at(-1)))).toEqual(parts.at(-1));
  });

  it('are content of a complete response', async () => {
    const { model } = createScriptedModel([
      { type: 'reasoning-delta', text: 'Hm' },
      { type: 'reasoning-end', signature: 'sig-1' },
      { type: 'text-delta', text: 'A' },
      { type: 'tool-call-start', id: 'c1', name: 'add' },
      { type: 'tool-call-end', id: 'c1', name: 'add', argumentsText: '{}' },
      { type: 'tool-call-start', id: 'c2', name: 'add' },
      { type: 'tool-call-end', id: 'c2', name: 'add', argumentsText: '', incomplete: true },
      { type: 'source', url: 'https://a.example/' },
      { ...finish, reason: 'length' },
    ]);
    const { content, finishReason, usage } = await model.doGenerate(call);
    expect(content).toEqual([
      {
        type: 'reasoning',
        text: 'Hm',
        providerMetadata: { understudy: { ...origin, signature: 'sig-1' } },
      },
      { type: 'text', text: 'A' },
      {
        type: 'tool-call',
        toolCallId: 'c1',
        toolName: 'add',
        input: '{}',
        providerMetadata: { understudy: origin },
      },
      { type: 'source', sourceType: 'url', id: 'source-0', url: 'https://a.example/' },
    ]);
    expect(finishReason).toEqual({ unified: 'length', raw: 'end' });
    expect(usage.inputTokens.total).toBeUndefined();
  });
});

describe('doStream', () => {
  it('resolves at the first content', async () => {
    const { model, provider } = createScriptedModel([
      { type: 'response-start', provider: 'acme', model: 'one' },
      { type: 'text-delta', text: ' ' },
      { type: 'hang' },
    ]);
    const controller = new AbortController();
    const pending = model.doStream({ ...call, abortSignal: controller.signal });
    const settled = pending.then(
      () => 'resolved',
      () => 'rejected',
    );
    await new Promise((resolve) => void setImmediate(resolve));
    expect(provider.open).toBe(1);
    controller.abort();
    expect(await settled).toBe('rejected');
  });

  it('reads one batch for each pull, and nothing ahead', async () => {
    const yielded: string[] = [];
    async function* chat(): AsyncGenerator<readonly ProviderEvent[]> {
      for (const text of ['A', 'B', 'C']) {
        yielded.push(text);
        yield [{ type: 'text-delta', text }];
      }
      yield [finish];
    }
    const understudy = createUnderstudy({
      providers: [
        defineProvider({ id: 'acme', models: [{ id: 'one' }], create: () => ({ chat }) }),
      ],
    });
    const { stream } = await toLanguageModel(understudy, 'acme/one').doStream(call);
    const reader = stream.getReader();
    const read = async (count: number) => {
      const types: unknown[] = [];
      while (types.length < count) types.push((await reader.read()).value?.type);
      await new Promise((resolve) => void setImmediate(resolve));
      return types;
    };
    await read(0);
    expect(yielded).toEqual(['A']);
    await read(4);
    expect(yielded).toEqual(['A']);
    expect(await read(1)).toEqual(['text-delta']);
    expect(yielded).toEqual(['A', 'B']);
    expect(await read(4)).toEqual(['text-delta', 'text-end', 'finish', undefined]);
  });

  it('reports a deprecated provider as the AI SDK does', async () => {
    const lifecycle = {
      state: 'deprecated',
      since: '2024-02-05',
      reason: 'Acme closes',
      replacement: 'openai',
      code: 'UNDERSTUDY_DEP_ACME_TEST',
    } as const;
    const script = [{ type: 'text-delta', text: 'A' } as const, finish];
    const scripted = createScriptedModel(script, lifecycle);
    const warning = {
      type: 'deprecated',
      setting: 'provider:acme',
      message: 'Acme closes; use openai',
    };
    expect((await streamParts(scripted))[0]).toEqual({ type: 'stream-start', warnings: [warning] });
    expect((await scripted.model.doGenerate(call)).warnings).toEqual([warning]);
    expect((await scripted.v3.doGenerate(call)).warnings).toEqual([
      { type: 'other', message: 'provider:acme is deprecated: Acme closes; use openai' },
    ]);
  });
});
