import type { ChatEvent, JsonObject } from '@understudy/core/provider';
import { describe, expect, it } from 'vitest';

import { encodeChatRequest } from '../../src/index.ts';
import {
  decodeResponsesRequest,
  encodeResponsesRequest,
  ResponseStreamEncoder,
} from '../../src/responses/index.ts';

const identity = { id: 'r1', created: 1, model: 'm' };
const user = { type: 'message', role: 'user', content: 'List the files.' };

const parameters = { type: 'object', properties: { seconds: { type: 'number' } } };
const wait = { type: 'function', name: 'wait', description: 'Waits.', parameters };
const exec = {
  type: 'custom',
  name: 'exec',
  description: 'Runs a script.',
  format: { type: 'grammar', syntax: 'lark', definition: 'start: /.+/' },
};
const namespace = { type: 'namespace', name: 'functions', description: '', tools: [exec, wait] };
/** Codex sends its tools in such an item, and no field `tools`. */
const item = { type: 'additional_tools', id: 'at_1', role: 'developer', tools: [namespace] };
const body = { model: 'm', input: [item, user], tool_choice: 'auto', parallel_tool_calls: false };

/** Encodes a decoded request for targets with another format. */
function toChat(fields: object): JsonObject {
  const { request } = decodeResponsesRequest({ ...body, ...fields });
  return encodeChatRequest(request, { provider: 'vendor', stream: false }).body;
}

/** Encodes a decoded request for targets with the same format. */
function passOn(fields: object): JsonObject {
  const { request, stream } = decodeResponsesRequest({ ...body, ...fields });
  return encodeResponsesRequest(request, { provider: 'openai-responses', stream }).body;
}

const input = {
  type: 'string',
  description: 'The complete input as text. It matches this lark grammar:\nstart: /.+/',
};
const offered = [
  {
    type: 'function',
    function: {
      name: 'functions__exec',
      description: 'Runs a script.',
      parameters: { type: 'object', properties: { input }, required: ['input'] },
    },
  },
  { type: 'function', function: { name: 'functions__wait', description: 'Waits.', parameters } },
];

describe('tools in an item of the input', () => {
  it('are offered by targets with another format', () => {
    expect(toChat({})).toMatchObject({
      tools: offered,
      tool_choice: 'auto',
      parallel_tool_calls: false,
      messages: [{ role: 'user', content: 'List the files.' }],
    });
  });

  it('are sent once to targets with the same format, as they are', () => {
    expect(passOn({})).toMatchObject({ input: [item, { role: 'user' }], tools: [] });
    expect(passOn({ tools: [wait] })).toMatchObject({ input: [item, {}], tools: [wait] });
  });

  it('replace tools with the same name', () => {
    const changed = { ...wait, description: 'Waits longer.' };
    const later = { ...item, tools: [{ ...namespace, tools: [changed] }] };
    const { tools } = decodeResponsesRequest({ ...body, input: [item, user, later] }).request;
    expect(tools?.map(({ name, description }) => [name, description])).toEqual([
      ['functions__exec', 'Runs a script.'],
      ['functions__wait', 'Waits longer.'],
    ]);
  });

  it.each([{ tools: null }, { tools: undefined }, { tools: [] }])('can be none: %j', (fields) => {
    const { request } = decodeResponsesRequest({ ...body, input: [{ ...item, ...fields }, user] });
    expect(request.tools).toEqual([]);
  });
});

it('names the path of a tool that is not valid', () => {
  const tools = [{ ...namespace, tools: [{ type: 'function' }] }];
  expect(() => decodeResponsesRequest({ ...body, input: [{ ...item, tools }] })).toThrow(
    expect.objectContaining({ path: 'input[0].tools[0].tools[0].name' }),
  );
});

describe('a tool whose input is text', () => {
  it('is a function with one text for targets with another format', () => {
    const plain = { type: 'custom', name: 'patch' };
    expect(toChat({ input: [user], tools: [plain] }).tools).toEqual([
      {
        type: 'function',
        function: {
          name: 'patch',
          parameters: {
            type: 'object',
            properties: { input: { type: 'string', description: 'The complete input as text.' } },
            required: ['input'],
          },
        },
      },
    ]);
  });

  it('can be chosen', () => {
    const fields = { input: [user], tools: [exec], tool_choice: { type: 'custom', name: 'exec' } };
    expect(toChat(fields).tool_choice).toEqual({ type: 'function', function: { name: 'exec' } });
    expect(passOn(fields)).toMatchObject({ tools: [exec], tool_choice: fields.tool_choice });
  });

  it('is called with text, also in a namespace', () => {
    const { clientTools } = decodeResponsesRequest(body);
    const encoder = new ResponseStreamEncoder({ ...identity, clientTools });
    const events: readonly ChatEvent[] = ['functions__exec', 'functions__wait'].flatMap(
      (name, index) => {
        const id = `c${index}`;
        const argumentsText = '{"input":"ls"}';
        return [
          { type: 'tool-call-start', id, name },
          { type: 'tool-call-delta', id, argumentsText },
          { type: 'tool-call-end', id, name, argumentsText },
        ] as const;
      },
    );
    const done = encoder
      .encode([...events, { type: 'finish', reason: 'tool-calls' }])
      .filter(({ type }) => type === 'response.output_item.done')
      .map((event) => event.item);
    expect(done).toMatchObject([
      { type: 'custom_tool_call', namespace: 'functions', name: 'exec', input: 'ls' },
      {
        type: 'function_call',
        namespace: 'functions',
        name: 'wait',
        arguments: '{"input":"ls"}',
      },
    ]);
    const results = [
      { type: 'custom_tool_call_output', call_id: 'c0', output: 'a' },
      { type: 'function_call_output', call_id: 'c1', output: 'b' },
    ];
    const next = { input: [item, user, ...done, ...results] };
    expect(Object(passOn(next).input).slice(2)).toMatchObject([
      { type: 'custom_tool_call', namespace: 'functions', name: 'exec', input: 'ls' },
      { type: 'function_call', namespace: 'functions', name: 'wait' },
      { type: 'custom_tool_call_output', call_id: 'c0', output: 'a' },
      { type: 'function_call_output', call_id: 'c1', output: 'b' },
    ]);
  });
});

describe('a function in the form of chat completions', () => {
  const tools = [{ type: 'function', function: { name: 'wait', parameters, strict: true } }];
  const choice = { type: 'function', function: { name: 'wait' } };

  it('is a function', () => {
    expect(passOn({ input: [user], tools, tool_choice: choice })).toMatchObject({
      tools: [{ type: 'function', name: 'wait', parameters: { type: 'object' }, strict: true }],
      tool_choice: { type: 'function', name: 'wait' },
    });
  });
});
