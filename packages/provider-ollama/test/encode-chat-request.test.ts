import type { ChatRequest, JsonValue, ToolDefinition } from '@understudy/core/provider';
import { describe, expect, it } from 'vitest';

import { encodeChatRequest } from '../src/wire/encode-chat-request.ts';
import type { ReasoningSupport } from '../src/wire/request/encode-think.ts';

const hi: ChatRequest = { model: 'tiny', messages: [{ role: 'user', content: 'Hi' }] };
const base = {
  truncate: false,
  model: 'tiny',
  messages: [{ role: 'user', content: 'Hi' }],
  stream: true,
};

function encode(changes: Partial<ChatRequest>, reasoning?: ReasoningSupport) {
  return encodeChatRequest({ ...hi, ...changes }, { provider: 'ollama', reasoning });
}

const paint = { name: 'paint', description: 'Paints.', inputSchema: { type: 'object' } } as const;
const mix = { name: 'mix', inputSchema: { type: 'object' } } as const;
const encodedPaint = {
  type: 'function',
  function: { name: 'paint', description: 'Paints.', parameters: { type: 'object' } },
};

describe('encodeChatRequest', () => {
  it('encodes only what is set, and rejects a prompt that is too long', () => {
    expect(encode({})).toEqual({ body: base, warnings: [] });
  });

  it('encodes settings as options', () => {
    const { body, warnings } = encode({
      temperature: 0,
      topP: 0.5,
      topK: 20,
      maxOutputTokens: 16,
      stop: ['x'],
      seed: 7,
      presencePenalty: 0.1,
      frequencyPenalty: 0.2,
    });
    expect(body['options']).toEqual({
      temperature: 0,
      top_p: 0.5,
      top_k: 20,
      num_predict: 16,
      stop: ['x'],
      seed: 7,
      presence_penalty: 0.1,
      frequency_penalty: 0.2,
    });
    expect(warnings).toEqual([]);
  });

  it('merges the options of the provider and keeps the request', () => {
    const { body } = encode({
      seed: 7,
      temperature: 1,
      providerOptions: {
        ollama: {
          options: { num_ctx: 8192, temperature: 0 },
          keep_alive: '10m',
          truncate: true,
          model: 'another',
          messages: [],
          stream: false,
        },
        openai: { logprobs: true },
      },
    });
    expect(body).toEqual({
      ...base,
      truncate: true,
      keep_alive: '10m',
      options: { seed: 7, temperature: 0, num_ctx: 8192 },
    });
  });

  it('merges the options of messages and tools', () => {
    const providerOptions = { ollama: { note: 1, role: 'poet', type: 'other' } };
    const { body } = encode({
      messages: [{ role: 'user', content: 'Hi', providerOptions }],
      tools: [{ ...mix, providerOptions }],
    });
    expect(body['messages']).toEqual([{ note: 1, type: 'other', role: 'user', content: 'Hi' }]);
    expect(body['tools']).toMatchObject([{ note: 1, type: 'function' }]);
  });

  it('separates the parts of a system message', () => {
    const texts = ['You are an agent.', '', 'Use the tools.'];
    const content = texts.map((text) => ({ type: 'text', text }) as const);
    expect(encode({ messages: [{ role: 'system', content }] }).body['messages']).toEqual([
      { role: 'system', content: 'You are an agent.\n\nUse the tools.' },
    ]);
  });

  it('merges the options of a message of results into the last one', () => {
    const { body } = encode({
      messages: [
        {
          role: 'assistant',
          content: [{ type: 'tool-call', id: 'a', name: 'mix', argumentsText: '{}' }],
        },
        {
          role: 'tool',
          content: [{ type: 'tool-result', toolCallId: 'a', name: 'mix', output: 'done' }],
          providerOptions: { ollama: { note: 1 } },
        },
      ],
    });
    expect(body['messages']).toMatchObject([{}, { role: 'tool', note: 1 }]);
  });

  it('joins texts and puts images beside them', () => {
    const { body } = encode({
      messages: [
        { role: 'system', content: [{ type: 'text', text: 'Be brief.' }] },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'What ' },
            { type: 'image', data: { type: 'base64', base64: 'AQID' }, mediaType: 'image/png' },
            { type: 'image', data: { type: 'bytes', bytes: Uint8Array.of(1, 2, 3) } },
            { type: 'text', text: 'is this?' },
          ],
        },
      ],
    });
    expect(body['messages']).toEqual([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'What is this?', images: ['AQID', 'AQID'] },
    ]);
  });

  it('rejects an image that is a URL', () => {
    const url = new URL('https://example.com/secret.png');
    const content = [{ type: 'image', data: { type: 'url', url } }] as const;
    expect(() => encode({ messages: [{ role: 'user', content }] })).toThrow(
      expect.objectContaining({
        code: 'unsupported-feature',
        message: expect.not.stringContaining('secret'),
      }),
    );
  });

  it('sends calls, results, thinking and large integers back', () => {
    const { body, warnings } = encode({
      messages: [
        {
          role: 'assistant',
          content: [
            { type: 'reasoning', text: 'Which wall?' },
            {
              type: 'tool-call',
              id: 'call_1',
              name: 'paint',
              argumentsText: '{"wall":12345678901234567890}',
            },
            { type: 'tool-call', id: 'call_2', name: 'mix', argumentsText: '' },
          ],
        },
        {
          role: 'tool',
          content: [
            { type: 'tool-result', toolCallId: 'call_1', name: 'paint', output: 'done' },
            { type: 'tool-result', toolCallId: 'call_2', name: 'mix', output: 'no', isError: true },
          ],
        },
      ],
    });
    expect(warnings).toEqual([]);
    expect(JSON.stringify(body['messages'])).toContain('"arguments":{"wall":12345678901234567890}');
    expect(body['messages']).toMatchObject([
      {
        role: 'assistant',
        content: '',
        thinking: 'Which wall?',
        tool_calls: [
          { id: 'call_1', function: { name: 'paint' } },
          { id: 'call_2', function: { name: 'mix', arguments: {} } },
        ],
      },
      { role: 'tool', tool_name: 'paint', tool_call_id: 'call_1', content: 'done' },
      { role: 'tool', tool_name: 'mix', tool_call_id: 'call_2', content: 'Error: no' },
    ]);
  });

  it('leaves out an assistant message without content', () => {
    expect(encode({ messages: [{ role: 'assistant', content: [] }] }).body['messages']).toEqual([]);
  });

  it('sends one result behind each call, with another id for each call', () => {
    const call = { type: 'tool-call', id: 'a', name: 'paint', argumentsText: '{}' } as const;
    const result = { type: 'tool-result', toolCallId: 'a', name: 'other', output: 'ok' } as const;
    const { body, warnings } = encode({
      messages: [
        { role: 'assistant', content: [call] },
        { role: 'user', content: 'Hurry' },
        { role: 'tool', content: [result, result] },
        { role: 'assistant', content: [call, { ...call, id: '' }] },
        { role: 'tool', content: [result] },
      ],
    });
    expect(body['messages']).toMatchObject([
      { tool_calls: [{ id: 'a' }] },
      { role: 'tool', tool_call_id: 'a', tool_name: 'paint' },
      { role: 'user' },
      { tool_calls: [{ id: 'a_2' }, { id: 'call_2' }] },
      { role: 'tool', tool_call_id: 'a_2', content: 'ok' },
      { role: 'tool', tool_call_id: 'call_2', content: 'Error: No result.' },
    ]);
    expect(warnings).toHaveLength(2);
  });

  it('sends the images of a result, and warns about its files and about wrong arguments', () => {
    const image = { type: 'image', data: { type: 'base64', base64: 'AQID' } } as const;
    const address = { type: 'url', url: new URL('https://example.com/a.png') } as const;
    const parts = [image, { type: 'image', data: address }] as const;
    const { body, warnings } = encode({
      messages: [
        {
          role: 'assistant',
          content: [{ type: 'tool-call', id: 'a', name: 'paint', argumentsText: '{"wall":' }],
        },
        {
          role: 'tool',
          content: [{ type: 'tool-result', toolCallId: 'a', name: 'paint', output: 'ok', parts }],
        },
      ],
    });
    expect(body['messages']).toMatchObject([
      { tool_calls: [{ function: { arguments: { invalid_arguments: '{"wall":' } } }] },
      { content: 'ok', images: ['AQID'] },
    ]);
    expect(warnings).toHaveLength(2);
  });

  it.each<[Partial<ChatRequest>, JsonValue | undefined, readonly string[]]>([
    [{}, [encodedPaint, expect.anything()], []],
    [{ toolChoice: 'none' }, undefined, []],
    [{ toolChoice: 'required' }, [encodedPaint, expect.anything()], ['toolChoice']],
    [{ toolChoice: { name: 'paint' } }, [encodedPaint], ['toolChoice']],
    [{ parallelToolCalls: false }, [encodedPaint, expect.anything()], ['parallelToolCalls']],
    [{ tools: [{ ...paint, strict: true }] }, [encodedPaint], ['strict']],
    [{ tools: [], toolChoice: 'required' }, undefined, ['toolChoice']],
  ])('encodes tools with %j', (changes, tools, warned) => {
    const { body, warnings } = encode({ tools: [paint, mix], ...changes });
    expect(body['tools']).toEqual(tools);
    expect(warnings.map((warning) => warning.split(' ', 1)[0])).toEqual(warned);
  });

  it('sends schemas of tools with the keywords that the server reads', () => {
    const inputSchema: ToolDefinition['inputSchema'] = {
      $schema: 'http://json-schema.org/draft-07/schema#',
      type: ['object', 'null'],
      properties: {
        any: true,
        color: { $ref: '#/definitions/color', description: 'The color.' },
        kind: { const: 'wall' },
        size: { oneOf: [{ type: 'integer' }, false, { allOf: [{ $ref: '#/definitions/color' }] }] },
        list: { type: 'array', items: { $ref: '#/definitions/tree' } },
      },
      required: ['color'],
      definitions: {
        color: { type: 'string', enum: ['teal'] },
        tree: {
          type: 'object',
          properties: { child: { $ref: '#/definitions/tree' } },
          required: { child: true },
        },
      },
    };
    const { body } = encode({ tools: [{ name: 'paint', inputSchema }] });
    const color = { type: 'string', enum: ['teal'] };
    expect(body['tools']).toMatchObject([
      {
        function: {
          parameters: {
            type: 'object',
            properties: {
              any: {},
              color: { ...color, description: 'The color.' },
              kind: { enum: ['wall'] },
              size: { anyOf: [{ type: 'integer' }, {}, color] },
              list: { type: 'array', items: { type: 'object', properties: { child: {} } } },
            },
            required: ['color'],
          },
        },
      },
    ]);
    expect(JSON.stringify(body)).not.toMatch(/\$ref|definitions|\$defs|"required":\{/u);
  });

  it('sends the properties of unions at the root of a schema, which the server ignores', () => {
    const inputSchema = {
      anyOf: [
        { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] },
        { type: 'object', properties: { b: { type: 'string' } }, required: ['b'] },
      ],
    };
    const { body } = encode({ tools: [{ name: 'paint', inputSchema }] });
    expect(body['tools']).toMatchObject([
      { function: { parameters: { type: 'object', properties: { a: {}, b: {} } } } },
    ]);
  });

  it('omits empty stop sequences', () => {
    expect(encode({ stop: ['', 'x'] }).body).toMatchObject({ options: { stop: ['x'] } });
    expect(encode({ stop: [''] }).body).toEqual(base);
  });

  it('encodes the response format', () => {
    const schema = { type: 'object' };
    expect(encode({ responseFormat: { type: 'json', schema } }).body['format']).toEqual(schema);
    expect(encode({ responseFormat: { type: 'json' } }).body['format']).toBe('json');
    expect(encode({ responseFormat: { type: 'text' } }).body).not.toHaveProperty('format');
  });

  it.each([
    ['none', false],
    ['minimal', 'low'],
    ['low', 'low'],
    ['medium', 'medium'],
    ['high', 'high'],
    ['xhigh', 'high'],
    ['max', 'max'],
  ] as const)('encodes the effort %s as %j', (reasoningEffort, think) => {
    const { body, warnings } = encode({ reasoningEffort });
    expect(body['think']).toBe(think);
    const isSame = think === reasoningEffort || think === false;
    expect(warnings).toEqual(
      isSame ? [] : [`reasoningEffort "${reasoningEffort}" sent as "${think}"`],
    );
    expect(encode({ reasoningEffort }, 'switch').body['think']).toBe(think);
  });

  it('adapts the effort to the model, with a warning', () => {
    const omitted = encode({ reasoningEffort: 'high' }, 'none');
    expect(omitted.body).not.toHaveProperty('think');
    expect(omitted.warnings).toEqual(['reasoningEffort omitted: the model does not reason']);
    expect(encode({ reasoningEffort: 'none' }, 'none')).toMatchObject({ warnings: [] });
    const lowered = encode({ reasoningEffort: 'none' }, 'levels');
    expect([lowered.body['think'], lowered.warnings.length]).toEqual(['low', 1]);
  });

  it('warns about user and metadata', () => {
    expect(encode({ user: 'u', metadata: { a: 'b' } }).warnings).toHaveLength(2);
  });
});
