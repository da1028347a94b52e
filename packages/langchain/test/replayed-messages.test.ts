import { AIMessage, HumanMessage, ToolMessage } from '@langchain/core/messages';
import { createUnderstudy } from '@understudy/core';
import { ScriptedProvider } from '@understudy/core/testing';
import type { ScriptStep } from '@understudy/core/testing';
import { describe, expect, it } from 'vitest';

import { toChatModel } from '../src/index.ts';
import { concat } from './chain.ts';

const signature = 'sig';
const script: readonly ScriptStep[] = [
  { type: 'response-start', provider: 'acme', model: 'one', id: 'msg_1' },
  { type: 'reasoning-delta', text: 'A wall.' },
  { type: 'reasoning-end', signature },
  { type: 'text-delta', text: 'I paint.' },
  { type: 'tool-call-start', id: 'c1', name: 'paint' },
  {
    type: 'tool-call-end',
    id: 'c1',
    name: 'paint',
    argumentsText: '{"wall":1,"coats":2}',
    signature,
  },
  {
    type: 'usage',
    inputTokens: 20,
    outputTokens: 9,
    cachedInputTokens: 3,
    cacheWriteTokens: 7,
  },
  { type: 'finish', reason: 'tool-calls' },
];

function createModel() {
  const provider = new ScriptedProvider({
    id: 'acme',
    models: ['one'],
    lifecycle: { state: 'active' },
    script,
  });
  const understudy = createUnderstudy({ providers: [provider.definition] });
  return { model: toChatModel(understudy, 'acme/one'), provider };
}

describe('the chunks of a stream', () => {
  it('all have the id of the message, as LangGraph groups them by it', async () => {
    const { model } = createModel();
    const ids = new Set<unknown>();
    for await (const chunk of await model.stream('Hi')) ids.add(chunk.id);
    expect(Array.from(ids)).toEqual(['msg_1']);
  });
});

describe('the usage of a message', () => {
  it.each(['invoke', 'stream'] as const)('has the tokens of the cache with %s', async (method) => {
    const { model } = createModel();
    const message =
      method === 'invoke' ? await model.invoke('Hi') : await concat(await model.stream('Hi'));
    expect(message).toMatchObject({
      usage_metadata: { input_token_details: { cache_read: 3, cache_creation: 7 } },
    });
  });
});

describe('a message that is sent back', () => {
  const ask = new HumanMessage('Hi');
  const result = new ToolMessage({ content: 'done', tool_call_id: 'c1' });

  /** Returns the parts of the message that the model receives. */
  async function sendBack(args: Record<string, unknown>, name = 'paint'): Promise<unknown> {
    const { model, provider } = createModel();
    const { content, additional_kwargs } = await model.invoke([ask]);
    const calls = [{ type: 'tool_call' as const, id: 'c1', name, args }];
    const changed = new AIMessage({ content, additional_kwargs, tool_calls: calls });
    await model.invoke([ask, changed, result]);
    return provider.requests[1]?.messages[1]?.content;
  }

  it('has the arguments that a person changed, and its reasoning', async () => {
    const changed = await sendBack({ wall: 2, coats: 2 });
    expect(changed).toMatchObject([
      { type: 'reasoning', signature },
      { type: 'text', text: 'I paint.' },
      { type: 'tool-call', name: 'paint', argumentsText: '{"wall":2,"coats":2}' },
    ]);
    // The signature is that of the other arguments.
    expect(changed).not.toHaveProperty('[2].signature');
    expect(await sendBack({ wall: 1, coats: 2 }, 'look')).toMatchObject([
      { type: 'reasoning', signature },
      { type: 'text' },
      { type: 'tool-call', name: 'look' },
    ]);
  });

  it('has all its parts if a store changed the order of the arguments', async () => {
    expect(await sendBack({ coats: 2, wall: 1 })).toMatchObject([
      { type: 'reasoning', signature },
      { type: 'text' },
      { type: 'tool-call', argumentsText: '{"wall":1,"coats":2}', signature },
    ]);
  });

  it('has the invalid calls of another model', async () => {
    const { model, provider } = createModel();
    const call = { type: 'invalid_tool_call', id: 'c1', name: 'paint', args: '{"wall":' } as const;
    const unnamed = { type: 'invalid_tool_call', args: '{' } as const;
    const message = new AIMessage({ content: '', invalid_tool_calls: [call, unnamed] });
    await model.invoke([ask, message, result]);
    expect(provider.requests[0]?.messages.slice(1)).toMatchObject([
      {
        role: 'assistant',
        content: [{ type: 'tool-call', id: 'c1', name: 'paint', argumentsText: '{"wall":' }],
      },
      { role: 'tool', content: [{ toolCallId: 'c1', name: 'paint' }] },
    ]);
  });
});
