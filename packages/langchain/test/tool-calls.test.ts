import { AIMessage, HumanMessage, ToolMessage } from '@langchain/core/messages';
import { createUnderstudy } from '@understudy/core';
import { ScriptedProvider } from '@understudy/core/testing';
import type { ScriptStep } from '@understudy/core/testing';
import { describe, expect, it } from 'vitest';

import { toChatModel } from '../src/index.ts';
import { concat } from './chain.ts';

const stop: ScriptStep = { type: 'finish', reason: 'stop' };

function createModel(...script: readonly ScriptStep[]) {
  const provider = new ScriptedProvider({
    id: 'acme',
    models: ['one'],
    lifecycle: { state: 'active' },
    script: [...script, stop],
  });
  const understudy = createUnderstudy({
    providers: [provider.definition],
    retry: { maxRetries: 0 },
  });
  return { model: toChatModel(understudy, 'acme/one'), provider };
}

function callWith(argumentsText: string, incomplete?: true): readonly ScriptStep[] {
  return [
    { type: 'tool-call-start', id: 'c1', name: 'paint' },
    { type: 'tool-call-delta', id: 'c1', argumentsText },
    {
      type: 'tool-call-end',
      id: 'c1',
      name: 'paint',
      argumentsText,
      ...(incomplete && { incomplete }),
    },
  ];
}

describe.each(['invoke', 'stream'] as const)('a tool call with %s', (method) => {
  const respond = async (script: readonly ScriptStep[]) => {
    const { model } = createModel(...script);
    return method === 'invoke' ? model.invoke('Hi') : concat(await model.stream('Hi'));
  };

  it.each([
    ['inside a name', '{"wal', true],
    ['inside a text', '{"path":"/tm', true],
    ['after a backslash', '{"path":"\\', true],
    ['inside an escaped character', '{"path":"\\u00', true],
    ['inside a number', '{"wall":1', true],
    ['inside a word', '{"wall":tr', true],
    ['after its arguments', '{"wall":1}', true],
    ['before its arguments', '', true],
    ['without an end of its JSON', '{"wall":1', undefined],
    ['with a list as arguments', '[1]', undefined],
  ] as const)('is invalid if it ends %s', async (_name, argumentsText, incomplete) => {
    const message = await respond(callWith(argumentsText, incomplete));
    expect(message.tool_calls).toEqual([]);
    expect(message.invalid_tool_calls).toMatchObject([
      { id: 'c1', name: 'paint', args: expect.stringContaining(argumentsText) },
    ]);
  });

  it.each([
    ['{"wall":1}', { wall: 1 }],
    ['', {}],
  ])('is valid with the arguments %j', async (argumentsText, args) => {
    const message = await respond(callWith(argumentsText));
    expect(message.tool_calls).toMatchObject([{ id: 'c1', name: 'paint', args }]);
    expect(message.invalid_tool_calls).toEqual([]);
  });
});

describe('the result of a tool', () => {
  const call = { id: 'c1', name: 'paint', args: {} };
  const send = async (fields: ConstructorParameters<typeof ToolMessage>[0]) => {
    const { model, provider } = createModel({ type: 'text-delta', text: 'A' });
    const request = new AIMessage({ content: '', tool_calls: [call] });
    await model.invoke([new HumanMessage('Hi'), request, new ToolMessage(fields)]);
    return provider.requests[0]?.messages[2]?.content;
  };

  it('has the name of the call if it has no name of its own', async () => {
    const content = await send({ content: 'Done', tool_call_id: 'c1' });
    expect(content).toMatchObject([{ toolCallId: 'c1', name: 'paint', output: 'Done' }]);
  });

  it('has images and files', async () => {
    const content = [
      { type: 'text', text: 'Done' },
      { type: 'image_url', image_url: { url: 'data:image/png;base64,AA==' } },
      { type: 'file', url: 'data:application/pdf;base64,AA==' },
    ];
    expect(await send({ content, tool_call_id: 'c1', name: 'draw' })).toEqual([
      {
        type: 'tool-result',
        toolCallId: 'c1',
        name: 'draw',
        output: 'Done',
        parts: [
          { type: 'text', text: 'Done' },
          { type: 'image', mediaType: 'image/png', data: { type: 'base64', base64: 'AA==' } },
          { type: 'file', mediaType: 'application/pdf', data: { type: 'base64', base64: 'AA==' } },
        ],
      },
    ]);
  });

  it('cannot have other blocks', async () => {
    const content = [{ type: 'odd' }];
    await expect(send({ content, tool_call_id: 'c1' })).rejects.toThrow(
      /messages\[2\].content\[0\]: expected/u,
    );
  });
});

it.each([
  ['any', 'required'],
  [{ type: 'any' }, 'required'],
  [{ type: 'none' }, 'none'],
  [{ type: 'tool', name: 'paint' }, { name: 'paint' }],
] as const)('sends the tool choice %j', async (choice, expected) => {
  const { model, provider } = createModel({ type: 'text-delta', text: 'A' });
  const tools = [{ type: 'function', function: { name: 'paint', parameters: {} } }];
  await model.bindTools?.(tools, { tool_choice: choice }).invoke('Hi');
  expect(provider.requests[0]?.toolChoice).toEqual(expected);
});

it('rejects another tool choice', async () => {
  const { model } = createModel({ type: 'text-delta', text: 'A' });
  const tools = [{ type: 'function', function: { name: 'paint', parameters: {} } }];
  const pending = model.bindTools?.(tools, { tool_choice: { type: 'odd' } }).invoke('Hi');
  await expect(pending).rejects.toMatchObject({ code: 'invalid-request', path: 'tool_choice' });
});
