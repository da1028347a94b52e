import type { ChatRequest, Message } from '@understudy/core/provider';
import { describe, expect, it } from 'vitest';

import { decodeChatRequest } from './decode-chat-request.ts';
import type { DecodedRequest } from './decode-chat-request.ts';
import { encodeChatRequest } from './encode-chat-request.ts';

const user = { role: 'user', content: 'Hi' };

function decode(fields: object): DecodedRequest {
  return decodeChatRequest({ model: 'm', messages: [user], ...fields });
}

function decodeMessages(...messages: readonly object[]): readonly Message[] {
  return decode({ messages }).request.messages;
}

function decodeParts(...content: readonly object[]): unknown {
  return decodeMessages({ role: 'user', content })[0]?.content;
}

/** Encodes a decoded request for a target with the same format, whose options core has selected. */
function encodeAgain(fields: object): unknown {
  const { request } = decode(fields);
  const options = { provider: 'openai-chat', stream: false };
  return encodeChatRequest(request, options).body.messages;
}

describe('content', () => {
  const call = { id: '1', type: 'function', function: { name: 'f', arguments: '{}' } };

  it('is empty if a client sends null or nothing', () => {
    for (const content of [null, undefined]) {
      expect(
        decodeMessages(
          { role: 'system', content },
          { role: 'user', content },
          { role: 'assistant', tool_calls: [call], content },
          { role: 'tool', tool_call_id: '1', content },
        ),
      ).toEqual([
        { role: 'system', content: '' },
        { role: 'user', content: '' },
        {
          role: 'assistant',
          content: [{ type: 'tool-call', id: '1', name: 'f', argumentsText: '{}' }],
        },
        {
          role: 'tool',
          content: [{ type: 'tool-result', toolCallId: '1', name: 'f', output: '' }],
        },
      ]);
    }
  });

  it('can have the texts and images of the Responses API', () => {
    const address = 'https://example.com/a.png';
    expect(
      decodeParts(
        { type: 'input_text', text: 'a' },
        { type: 'input_image', image_url: address, detail: 'high' },
        { type: 'image_url', image_url: address },
      ),
    ).toEqual([
      { type: 'text', text: 'a' },
      {
        type: 'image',
        data: { type: 'url', url: new URL(address) },
        providerOptions: {
          'openai-chat': { image_url: { detail: 'high' } },
          'openai-responses': { detail: 'high' },
        },
      },
      { type: 'image', data: { type: 'url', url: new URL(address) } },
    ]);
  });

  it('keeps the detail of an image, the name of a participant and parts without a counterpart', () => {
    const content = [
      { type: 'image_url', image_url: { url: 'https://example.com/a.png', detail: 'low' } },
      { type: 'file', file: { file_id: 'file-1' } },
      { type: 'input_audio', input_audio: { data: 'AA==', format: 'flac' } },
      { type: 'video_url', video_url: { url: 'https://example.com/a.mp4' } },
      { type: 'other', value: 1 },
    ];
    const messages = [{ role: 'user', name: 'bob', content }];
    expect(encodeAgain({ messages })).toEqual(messages);
    expect(decode({ messages }).warnings).toEqual([
      'sent only to targets with the same format: messages[0].content[1]',
      'sent only to targets with the same format: messages[0].content[4]',
    ]);
  });

  it.each([
    ['system', { type: 'image_url', image_url: { url: 'https://example.com/a.png' } }],
    ['system', { type: 'refusal', refusal: 'No.' }],
    ['assistant', { type: 'image_url', image_url: { url: 'https://example.com/a.png' } }],
    ['assistant', { type: 'file', file: { file_data: 'data:application/pdf;base64,AA==' } }],
    ['assistant', { type: 'tool_result', tool_use_id: '1', content: 'b' }],
    ['user', { type: 'tool_use', id: '1', name: 'f', input: {} }],
    ['user', { type: 'thinking', thinking: 'Hm.' }],
    ['tool', { type: 'tool_result', tool_use_id: '1', content: 'b' }],
    ['tool', { type: 'reasoning', text: 'Hm.' }],
  ])('of the role %s can have no counterpart for %j', (role, part) => {
    const content = [{ type: 'text', text: 'a' }, part];
    const messages = [user, { role, ...(role === 'tool' && { tool_call_id: '1' }), content }];
    expect(decode({ messages }).warnings).toEqual([
      'sent only to targets with the same format: messages[1].content[1]',
    ]);
  });

  it('has the path of the client in warnings and errors beside results', () => {
    const result = { type: 'tool_result', tool_use_id: '1', content: [{ type: 'other' }] };
    const messages = [{ role: 'user', content: [result, { type: 'thinking', thinking: 'Hm.' }] }];
    expect(decode({ messages }).warnings).toEqual([
      'sent only to targets with the same format: messages[0].content[0].content[0]',
      'sent only to targets with the same format: messages[0].content[1]',
    ]);
    const content = [result, { type: 'text', text: 7 }];
    expect(() => decode({ messages: [{ role: 'user', content }] })).toThrow(
      'messages[0].content[1].text',
    );
  });

  it('keeps audio and video for targets with another format', () => {
    expect(
      decodeParts(
        { type: 'input_audio', input_audio: { data: 'AA==', format: 'M4A' } },
        { type: 'video_url', video_url: { url: 'data:video/webm;base64,AA==' } },
      ),
    ).toMatchObject([
      { type: 'file', mediaType: 'audio/mp4' },
      { type: 'file', mediaType: 'video/webm' },
    ]);
  });

  it('of a tool result can have images', () => {
    const content = [
      { type: 'text', text: 'see' },
      { type: 'image_url', image_url: { url: 'data:image/png;base64,AA==' } },
    ];
    expect(
      decodeMessages(
        { role: 'assistant', tool_calls: [call] },
        { role: 'tool', tool_call_id: '1', content },
      )[1],
    ).toEqual({
      role: 'tool',
      content: [
        {
          type: 'tool-result',
          toolCallId: '1',
          name: 'f',
          output: 'see',
          parts: [
            { type: 'text', text: 'see' },
            { type: 'image', data: { type: 'base64', base64: 'AA==' }, mediaType: 'image/png' },
          ],
        },
      ],
    });
  });

  it('of an assistant can have reasoning and calls', () => {
    const content = [
      { type: 'thinking', thinking: [{ type: 'text', text: 'hm' }] },
      { type: 'reasoning', text: 'so' },
      { type: 'text', text: 'a' },
      { type: 'tool_use', id: '1', name: 'f', input: { b: 1 } },
    ];
    const result = { type: 'tool_result', tool_use_id: '1', content: 'c', is_error: true };
    const next = { role: 'user', content: [result, { type: 'text', text: 'd' }] };
    expect(decodeMessages({ role: 'assistant', content }, next)).toEqual([
      {
        role: 'assistant',
        content: [
          { type: 'reasoning', text: 'hm' },
          { type: 'reasoning', text: 'so' },
          { type: 'text', text: 'a' },
          { type: 'tool-call', id: '1', name: 'f', argumentsText: '{"b":1}' },
        ],
      },
      {
        role: 'tool',
        content: [{ type: 'tool-result', toolCallId: '1', name: 'f', output: 'c', isError: true }],
      },
      { role: 'user', content: [{ type: 'text', text: 'd' }] },
    ]);
  });

  it('keeps marks for the prompt cache of Anthropic, and does not send them to others', () => {
    const mark = { cache_control: { type: 'ephemeral' } };
    const providerOptions = { 'anthropic-messages': mark };
    const messages = [
      { role: 'system', content: [{ type: 'text', text: 'a', ...mark }] },
      { role: 'user', content: 'b', ...mark },
    ];
    const tools = [
      { type: 'function', function: { name: 'f' }, ...mark },
      { type: 'function', function: { name: 'g', ...mark } },
    ];
    const { request } = decode({ messages, tools });
    expect(request.messages).toEqual([
      { role: 'system', content: [{ type: 'text', text: 'a', providerOptions }] },
      { role: 'user', content: 'b', providerOptions },
    ]);
    expect(request.tools).toMatchObject([{ providerOptions }, { providerOptions }]);
    expect(encodeAgain({ messages })).toEqual([
      { role: 'system', content: 'a' },
      { role: 'user', content: 'b' },
    ]);
  });
});

it.each([
  ['an object', { b: 1 }, '{"b":1}'],
  ['nothing', undefined, ''],
  ['null', null, ''],
])('accepts a call whose arguments are %s', (_name, value, argumentsText) => {
  const calls = [{ id: '1', function: { name: 'f', arguments: value } }];
  expect(decodeMessages({ role: 'assistant', tool_calls: calls })).toMatchObject([
    { content: [{ argumentsText }] },
  ]);
});

it('accepts the call of a custom tool', () => {
  const calls = [{ id: '1', type: 'custom', custom: { name: 'f', input: 'x' } }];
  expect(decodeMessages({ role: 'assistant', tool_calls: calls })).toMatchObject([
    { content: [{ name: 'f', argumentsText: '{"input":"x"}' }] },
  ]);
});

describe('tools', () => {
  const schema = { type: 'object', properties: { a: { type: 'string' } } };
  const tool = { name: 'f', description: 'd', inputSchema: schema };

  it.each([
    { type: 'function', function: { name: 'f', description: 'd', parameters: schema } },
    { type: 'function', name: 'f', description: 'd', parameters: schema },
    { name: 'f', description: 'd', input_schema: schema },
    { type: 'custom', name: 'f', description: 'd', input_schema: schema },
  ])('can have the form %j', (value) => {
    expect(decode({ tools: [value] })).toMatchObject({ request: { tools: [tool] }, warnings: [] });
  });

  it.each([
    ['any', 'required'],
    [{ type: 'auto' }, 'auto'],
    [{ type: 'any' }, 'required'],
    [{ type: 'none' }, 'none'],
    [{ type: 'function', function: { name: 'f' } }, { name: 'f' }],
    [{ type: 'function', name: 'f' }, { name: 'f' }],
    [{ type: 'tool', name: 'f' }, { name: 'f' }],
  ])('are called as %j says', (choice, expected) => {
    expect(decode({ tool_choice: choice }).request.toolChoice).toEqual(expected);
  });

  it('are only those that may be called', () => {
    const tools = ['f', 'g'].map((name) => ({ type: 'function', function: { name } }));
    const allowed = { mode: 'required', tools: [{ type: 'function', function: { name: 'g' } }] };
    const { request } = decode({
      tools,
      tool_choice: { type: 'allowed_tools', allowed_tools: allowed },
    });
    expect(request).toMatchObject({ toolChoice: 'required', tools: [{ name: 'g' }] });
  });
});

it.each<[object, Partial<ChatRequest>]>([
  [{ reasoning: { effort: 'high' } }, { reasoningEffort: 'high' }],
  [{ reasoning: { enabled: false } }, { reasoningEffort: 'none' }],
  [{ reasoning: { max_tokens: 2000 } }, { reasoningEffort: 'low' }],
  [{ thinking: { type: 'enabled', budget_tokens: 20_000 } }, { reasoningEffort: 'high' }],
  [{ thinking: { type: 'disabled' } }, { reasoningEffort: 'none' }],
  [{ reasoning_effort: 'low', reasoning: { effort: 'high' } }, { reasoningEffort: 'low' }],
  [{ reasoning_effort: '' }, {}],
  [{ reasoning_effort: 'default' }, {}],
  [{ reasoning_effort: 'disable' }, { reasoningEffort: 'none' }],
  [
    { response_format: { type: 'json_object', schema: { type: 'object' } } },
    { responseFormat: { type: 'json', schema: { type: 'object' } } },
  ],
  [
    { response_format: { type: 'json_schema', json_schema: { schema: { type: 'object' } } } },
    { responseFormat: { type: 'json', schema: { type: 'object' } } },
  ],
  [
    { response_format: { type: 'json_schema', name: 'n', schema: { type: 'object' } } },
    { responseFormat: { type: 'json', name: 'n', schema: { type: 'object' } } },
  ],
])('decodes %j', (fields, expected) => {
  const { request, warnings } = decode(fields);
  expect(request).toEqual({ model: 'm', messages: [user], ...expected });
  expect(warnings).toEqual([]);
});

it('sends the verbosity to targets of the Responses API too', () => {
  expect(decode({ verbosity: 'low' }).request.providerOptions).toEqual({
    'openai-chat': { verbosity: 'low' },
    'openai-responses': { text: { verbosity: 'low' } },
  });
});
