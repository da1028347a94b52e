import type { ChatEvent, ChatRequest, JsonObject } from '@understudy/core/provider';
import { describe, expect, it } from 'vitest';

import { decodeChatRequest } from './decode-chat-request.ts';
import type { DecodedRequest } from './decode-chat-request.ts';
import { encodeChatRequest } from './encode-chat-request.ts';
import { encodeChatResponse } from './encode-chat-response.ts';
import { ChatStreamEncoder } from './encode-chat-stream.ts';

const user = { role: 'user', content: 'Turn the light on.' };
const parameters = { type: 'object', properties: { light: { type: 'string' } } };
const functions = [{ name: 'turn_on', description: 'Turns a light on.', parameters }];
const tools = [{ name: 'turn_on', description: 'Turns a light on.', inputSchema: parameters }];

function decode(fields: object): DecodedRequest {
  return decodeChatRequest({ model: 'm', messages: [user], functions, ...fields });
}

function encodeMessages({ messages }: ChatRequest): unknown {
  const request = { model: 'm', messages };
  return encodeChatRequest(request, { provider: 'vendor', stream: false }).body.messages;
}

describe('functions of a request', () => {
  it('are tools, one call at a time', () => {
    const { request, functionCalls, warnings } = decode({ function_call: 'auto' });
    expect(request).toMatchObject({ tools, toolChoice: 'auto', parallelToolCalls: false });
    expect([functionCalls, warnings]).toEqual([true, []]);
  });

  it.each([
    [undefined, undefined],
    [null, undefined],
    ['none', 'none'],
    [{ name: 'turn_on' }, { name: 'turn_on' }],
  ])('are chosen by function_call: %j', (choice, toolChoice) => {
    expect(decode({ function_call: choice }).request.toolChoice).toEqual(toolChoice);
  });

  it('are ignored beside tools, with a warning', () => {
    const { functionCalls, request, warnings } = decode({ tools: [] });
    expect([functionCalls, request.tools]).toEqual([false, []]);
    expect(warnings).toEqual(['unsupported field ignored: "functions"']);
  });

  it('are not those of a request without functions', () => {
    expect(decode({ functions: null, tool_choice: 'auto' })).toMatchObject({
      functionCalls: false,
      request: { toolChoice: 'auto', parallelToolCalls: undefined },
    });
  });
});

describe('a conversation with function calls', () => {
  const call = (light: string): object => ({
    role: 'assistant',
    content: null,
    function_call: { name: 'turn_on', arguments: JSON.stringify({ light }) },
  });
  const result = { role: 'function', name: 'turn_on', content: '[true]' };
  const encoded = (id: string, light: string): object => ({
    role: 'assistant',
    content: null,
    tool_calls: [
      { id, type: 'function', function: { name: 'turn_on', arguments: JSON.stringify({ light }) } },
    ],
  });
  const answer = (id: string): object => ({ role: 'tool', tool_call_id: id, content: '[true]' });

  it('has a result for each call', () => {
    const messages = [user, call('a'), result, call('b'), result];
    expect(encodeMessages(decode({ messages }).request)).toEqual([
      user,
      encoded('function_call_1', 'a'),
      answer('function_call_1'),
      encoded('function_call_2', 'b'),
      answer('function_call_2'),
    ]);
  });

  it('can have a result without its call', () => {
    const { messages } = decode({ messages: [user, result] }).request;
    expect(messages.at(-1)).toMatchObject({
      content: [{ toolCallId: 'function_call_1', name: 'turn_on', output: '[true]' }],
    });
  });
});

describe('a response to a client that offers functions', () => {
  const identity = { id: 'c', created: 1, model: 'm', includeUsage: false, functionCalls: true };

  function encodeChoices(events: readonly ChatEvent[]): readonly JsonObject[] {
    const chunks = new ChatStreamEncoder(identity).encode(events);
    return chunks.map(({ choices }) => {
      const [{ delta, finish_reason: reason }] = Object(choices);
      return { delta, reason };
    });
  }

  it('has the call as function_call, streamed', () => {
    const name = 'turn_on';
    expect(
      encodeChoices([
        { type: 'tool-call-start', id: 'c1', name },
        { type: 'tool-call-delta', id: 'c1', argumentsText: '{"light":"a"}' },
        { type: 'tool-call-end', id: 'c1', name, argumentsText: '{"light":"a"}' },
        { type: 'finish', reason: 'tool-calls' },
      ]),
    ).toEqual([
      { delta: { role: 'assistant', content: '' }, reason: null },
      { delta: { function_call: { name, arguments: '' } }, reason: null },
      { delta: { function_call: { arguments: '{"light":"a"}' } }, reason: null },
      { delta: {}, reason: 'function_call' },
    ]);
  });

  it('has the call as function_call, complete', () => {
    const response = {
      text: '',
      reasoning: '',
      toolCalls: [
        {
          type: 'tool-call',
          id: 'c1',
          name: 'turn_on',
          argumentsText: '{"light":"a"}',
          input: { light: 'a' },
        },
      ],
      files: [],
      sources: [],
      usage: undefined,
      finishReason: 'tool-calls',
      model: 'm',
    } as const;
    expect(encodeChatResponse(response, identity).choices).toEqual([
      {
        index: 0,
        message: {
          role: 'assistant',
          content: null,
          refusal: null,
          function_call: { name: 'turn_on', arguments: '{"light":"a"}' },
        },
        logprobs: null,
        finish_reason: 'function_call',
      },
    ]);
  });

  it('is the same without a call', () => {
    expect(
      encodeChoices([
        { type: 'text-delta', text: 'Done.' },
        { type: 'finish', reason: 'stop' },
      ]),
    ).toEqual([
      { delta: { role: 'assistant', content: '' }, reason: null },
      { delta: { content: 'Done.' }, reason: null },
      { delta: {}, reason: 'stop' },
    ]);
  });
});
