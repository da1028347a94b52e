import { AIMessage, HumanMessage, SystemMessage, ToolMessage } from '@langchain/core/messages';
import type { AIMessageChunk, BaseMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import { createUnderstudy } from '@understudy/core';
import { startAnthropicEmulator } from '@understudy/emulator';
import { anthropic } from '@understudy/provider-anthropic';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { toChatModel } from '../src/index.ts';
import type { ChatModel } from '../src/index.ts';
import { backupText, Chain, concat, question } from './chain.ts';

const paint = {
  when: /paint/u,
  response: {
    reasoning: 'Which wall?',
    text: 'Done.',
    toolCalls: [{ name: 'paint', arguments: { wall: 2 } }],
  },
};

const paintTool = tool(async ({ wall }) => `painted ${wall}`, {
  name: 'paint',
  description: 'Paints a wall',
  schema: z.object({ wall: z.number() }),
});

function bindTools(model: ChatModel) {
  if (!model.bindTools) throw new Error('expected a model with tools');
  return model.bindTools([paintTool]);
}

/** Runs the tool that a message calls. */
async function runTool({ tool_calls: calls = [] }: AIMessage): Promise<ToolMessage> {
  const [call] = calls;
  const result: unknown = await paintTool.invoke({
    name: 'paint',
    args: {},
    ...call,
    type: 'tool_call',
  });
  if (ToolMessage.isInstance(result)) return result;
  throw new Error('expected a ToolMessage');
}

describe('toChatModel', () => {
  it('invokes a chain, which falls back', async () => {
    await using chain = await Chain.start(['overloaded']);
    const message = await toChatModel(chain.understudy, 'support').invoke([
      new SystemMessage('Be short.'),
      new HumanMessage(question),
    ]);
    expect(message.text).toBe(backupText);
    expect(message).toMatchObject({ usage_metadata: { total_tokens: expect.any(Number) } });
    expect(message.response_metadata).toMatchObject({
      finish_reason: 'stop',
      model_provider: 'backup',
      model_name: 'gpt-5-mini',
      attempts: [{ outcome: 'failed' }, { outcome: 'succeeded' }],
    });
    expect(chain.requests).toEqual([1, 1]);
  });

  it('streams a chain, which falls back', async () => {
    await using chain = await Chain.start(['overloaded']);
    const chunks: AIMessageChunk[] = [];
    const stream = await toChatModel(chain.understudy, 'support').stream(question);
    for await (const chunk of stream) chunks.push(chunk);
    expect(chunks.length).toBeGreaterThan(3);
    expect(chunks.map(({ text }) => text).join('')).toBe(backupText);
    expect(chunks.at(-1)?.response_metadata).toMatchObject({ model_provider: 'backup' });
    expect(chunks.at(-1)).toMatchObject({ usage_metadata: { output_tokens: expect.any(Number) } });
  });

  it.each(['invoke', 'stream'] as const)('calls tools with %s', async (method) => {
    await using chain = await Chain.start(['none', 'overloaded'], [], [paint]);
    const model = bindTools(toChatModel(chain.understudy, 'support'));
    const ask = async (messages: BaseMessage[]) =>
      method === 'stream' ? concat(await model.stream(messages)) : model.invoke(messages);
    const prompt = new HumanMessage('Please paint');
    const message = await ask([prompt]);
    expect(message.tool_calls).toMatchObject([{ name: 'paint', args: { wall: 2 } }]);
    const last = await ask([prompt, message, await runTool(message)]);
    expect(last.text).toBe('Done.');
    expect(chain.requests).toEqual([2, 1]);
    expect(chain.backup.requests[0]?.messages.at(-1)).toMatchObject({ text: 'painted 2' });
  });

  it('returns structured output', async () => {
    await using chain = await Chain.start(['overloaded']);
    const schema = z.object({ color: z.string() });
    const model = toChatModel(chain.understudy, 'support');
    const output = await model.withStructuredOutput(schema).invoke('A color');
    expect(output).toEqual({ color: expect.any(String) });
    expect(chain.backup.requests[0]?.body).toMatchObject({
      response_format: { type: 'json_schema' },
    });
    const json = { title: 'color', type: 'object', properties: { color: { type: 'string' } } };
    const { parsed, raw } = await model
      .withStructuredOutput(json, { includeRaw: true })
      .invoke('A color');
    expect(AIMessage.isInstance(raw)).toBe(true);
    expect(parsed).toEqual(expect.any(Object));
  });

  it('rejects with one error of the chain', async () => {
    await using chain = await Chain.start(['overloaded'], ['server-error']);
    const pending = toChatModel(chain.understudy, 'support').invoke(question);
    await expect(pending).rejects.toMatchObject({ code: 'all-targets-failed' });
    expect(chain.requests).toEqual([1, 1]);
  });

  it('ends a cut stream with an error', async () => {
    await using chain = await Chain.start(['truncated-stream']);
    const pending = concat(await toChatModel(chain.understudy, 'support').stream(question));
    await expect(pending).rejects.toMatchObject({ code: 'stream-truncated' });
    expect(chain.requests).toEqual([1, 0]);
  });

  it('aborts', async () => {
    await using chain = await Chain.start(['stall-after-text']);
    const controller = new AbortController();
    const model = toChatModel(chain.understudy, 'support');
    const stream = await model.stream(question, { signal: controller.signal });
    const read = async () => {
      for await (const _ of stream) controller.abort();
    };
    await expect(read()).rejects.toThrow(/abort/iu);
    const [entry] = chain.primary.requests;
    expect(await entry?.waitForEnd()).toMatchObject({ ending: 'client-aborted' });
    expect(chain.requests).toEqual([1, 0]);
  });

  it('passes on settings, options, stop sequences and the tool choice', async () => {
    await using chain = await Chain.start();
    const model = toChatModel(chain.understudy, 'backup/gpt-4.1-mini', {
      settings: { temperature: 0.1 },
      chatOptions: { headers: { 'x-a': '1' } },
    });
    const options = { tool_choice: 'any', stop: ['x'], settings: { maxOutputTokens: 9 } };
    await bindTools(model).invoke(question, options);
    const [request] = chain.backup.requests;
    expect(request?.body).toMatchObject({
      stop: ['x'],
      tool_choice: 'required',
      tools: [{ function: { name: 'paint', description: 'Paints a wall' } }],
    });
    expect(JSON.stringify(request?.body)).toMatch(/"max(?:_completion)?_tokens":9/u);
    expect(request?.headers).toMatchObject({ 'x-a': '1' });
  });

  it('invokes a batch, each message with its own fallback', async () => {
    await using chain = await Chain.start(['none', 'overloaded']);
    const model = toChatModel(chain.understudy, 'support');
    const messages = await model.batch(['1+1', '2+2', '3+3'], { maxConcurrency: 1 });
    expect(messages.map(({ text }) => text)).toEqual(['1+1 = 2', '2+2 = 4', '3+3 = 6']);
    const providers = messages.map(({ response_metadata: data }) => data['model_provider']);
    expect(providers.slice(0, 2)).toEqual(['primary', 'backup']);
  });

  it('returns the errors of a batch if the app asks for them', async () => {
    await using chain = await Chain.start(['none', 'invalid-key'], ['invalid-key']);
    const model = toChatModel(chain.understudy, 'support');
    const config = { maxConcurrency: 1 };
    const results = await model.batch(['1+1', '2+2'], config, { returnExceptions: true });
    expect(results).toMatchObject([{ text: '1+1 = 2' }, { code: 'all-targets-failed' }]);
  });

  it('rejects unknown names, options, roles and blocks', async () => {
    await using chain = await Chain.start();
    expect(() => toChatModel(chain.understudy, 'suport')).toThrow(/suport/u);
    const create = () =>
      Reflect.apply(toChatModel, undefined, [chain.understudy, 'support', { a: 1 }]);
    expect(create).toThrow(/options.a: expected one of settings, chatOptions/u);
    const model = toChatModel(chain.understudy, 'support');
    const odd = new HumanMessage({ content: [{ type: 'odd' }] });
    await expect(model.invoke([odd])).rejects.toThrow(/messages\[0\].content\[0\]: expected/u);
  });

  it('sends a message that the app has changed as it is', async () => {
    await using chain = await Chain.start();
    const model = toChatModel(chain.understudy, 'support');
    const message = await model.invoke(question);
    message.content = 'Changed.';
    await model.invoke([new HumanMessage(question), message, new HumanMessage('1+1')]);
    expect(chain.primary.requests[1]?.messages[1]?.text).toBe('Changed.');
  });

  it('returns the reasoning of a complete response', async () => {
    await using chain = await Chain.start([], [], [paint]);
    const message = await toChatModel(chain.understudy, 'support').invoke('Please paint');
    expect(message.additional_kwargs['reasoning_content']).toBe('Which wall?');
    const other = await toChatModel(chain.understudy, 'support').invoke(question);
    expect(other.additional_kwargs).not.toHaveProperty('reasoning_content');
  });

  it('returns signatures to the model that created them', async () => {
    await using emulator = await startAnthropicEmulator({ rules: [paint] });
    await using understudy = createUnderstudy({
      providers: [anthropic({ apiKey: 'any', baseUrl: emulator.baseUrl })],
    });
    const settings = { reasoningEffort: 'medium' } as const;
    const model = toChatModel(understudy, 'anthropic/claude-sonnet-5', { settings });
    const prompt = new HumanMessage('Please paint');
    const bound = bindTools(model);
    const message = await concat(await bound.stream([prompt]));
    const last = await bound.invoke([prompt, message, await runTool(message)]);
    expect(last.text).toBe('Done.');
    expect(JSON.stringify(emulator.requests[1]?.body)).toMatch(/"signature":"\w/u);
    expect(message.additional_kwargs['reasoning_content']).toBe('Which wall?');
  });
});
