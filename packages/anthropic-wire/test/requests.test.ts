import type { ChatRequest, JsonObject, Message } from '@understudy/core/provider';
import { describe, expect, it } from 'vitest';

import { encodeCountRequest, encodeMessagesRequest } from '../src/index.ts';
import type { EncodedRequest, EncodeSettings } from '../src/index.ts';

const model = 'claude-sonnet-5';
const question: Message = { role: 'user', content: 'Which sea is warm?' };

function encode(
  request: Partial<ChatRequest>,
  settings: Partial<EncodeSettings> = {},
): EncodedRequest {
  return encodeMessagesRequest(
    { model, messages: [question], ...request },
    { provider: 'anthropic', stream: true, ...settings },
  );
}

function encodeMessages(...messages: readonly Message[]): unknown {
  return encode({ messages }).body.messages;
}

it('encodes the least request', () => {
  expect(encode({})).toEqual({
    body: {
      model,
      max_tokens: 128_000,
      messages: [{ role: 'user', content: 'Which sea is warm?' }],
      stream: true,
    },
    betas: [],
    jsonTool: false,
    toolNames: undefined,
    warnings: [],
  });
  expect(encode({}, { stream: false }).body).not.toHaveProperty('stream');
});

describe('the id of a user', () => {
  const userIdOf = (user: string): unknown => encode({ user }).body.metadata;

  it.each(['u1', '12345678', 'user_7c1f@host', '0b6c2f5e-7d0e-4b1a-9a53-0d1f3b0a7c11'])(
    'is sent as it is: %s',
    (user) => {
      expect(userIdOf(user)).toEqual({ user_id: user });
    },
  );

  it.each(['ada@example.com', 'Ada <ada@example.com>', '+44 20 7946 0000', 'a'.repeat(257)])(
    'is replaced by its hash: %s',
    (user) => {
      expect(userIdOf(user)).toEqual({ user_id: expect.stringMatching(/^[\da-f]{64}$/) });
      expect(encode({ user }).warnings).toEqual([
        expect.stringContaining('user replaced by its SHA-256'),
      ]);
    },
  );
});

it('sends a request for JSON without a schema as an instruction behind the system prompt', () => {
  const instruction = { type: 'text', text: expect.stringContaining('one JSON object') };
  const responseFormat = { type: 'json' } as const;
  const { body, warnings } = encode({ responseFormat });
  expect(body.system).toEqual([instruction]);
  expect(warnings).toEqual([
    'responseFormat sent as an instruction: the API needs a schema for JSON',
  ]);
  const system: Message = { role: 'system', content: 'One word.' };
  expect(encode({ messages: [system, question], responseFormat }).body.system).toEqual([
    { type: 'text', text: 'One word.' },
    instruction,
  ]);
});

describe('messages', () => {
  it('are a system prompt and turns', () => {
    const { body } = encode({
      messages: [
        { role: 'system', content: 'One word.' },
        { role: 'system', content: [{ type: 'text', text: 'In English.' }] },
        question,
        { role: 'assistant', content: [{ type: 'text', text: 'Red.' }] },
        { role: 'system', content: 'Now in French.' },
        { role: 'user', content: [{ type: 'text', text: 'And cold?' }] },
      ],
    });
    expect(body.system).toEqual([
      { type: 'text', text: 'One word.' },
      { type: 'text', text: 'In English.' },
    ]);
    expect(body.messages).toEqual([
      { role: 'user', content: 'Which sea is warm?' },
      { role: 'assistant', content: [{ type: 'text', text: 'Red.' }] },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Now in French.' },
          { type: 'text', text: 'And cold?' },
        ],
      },
    ]);
    expect(encode({ messages: [{ role: 'system', content: 'A.' }, question] }).body.system).toBe(
      'A.',
    );
  });

  it('have no blank text and no empty turn', () => {
    const encoded = encodeMessages(
      question,
      { role: 'assistant', content: [{ type: 'text', text: ' \n' }] },
      {
        role: 'user',
        content: [
          { type: 'text', text: '' },
          { type: 'text', text: 'Well?' },
        ],
      },
      { role: 'assistant', content: '' },
    );
    expect(encoded).toEqual([
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Which sea is warm?' },
          { type: 'text', text: 'Well?' },
        ],
      },
    ]);
  });

  it('have all results of a turn in one message, before other content', () => {
    const call = (
      id: string,
    ): { type: 'tool-call'; id: string; name: string; argumentsText: string } => ({
      type: 'tool-call',
      id,
      name: 'paint',
      argumentsText: '{"wall":2}',
    });
    const result = (toolCallId: string, output: string, isError = false): Message => ({
      role: 'tool',
      content: [{ type: 'tool-result', toolCallId, name: 'paint', output, isError }],
    });
    const encoded = encodeMessages(
      question,
      { role: 'assistant', content: [call('a.1'), call('b')] },
      { role: 'user', content: 'Hurry up.' },
      result('a.1', 'no such wall', true),
      result('b', ''),
    );
    expect(encoded).toEqual([
      { role: 'user', content: 'Which sea is warm?' },
      {
        role: 'assistant',
        content: [
          { type: 'tool_use', id: 'a_2e1', name: 'paint', input: { wall: 2 } },
          { type: 'tool_use', id: 'b', name: 'paint', input: { wall: 2 } },
        ],
      },
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 'a_2e1', content: 'no such wall', is_error: true },
          { type: 'tool_result', tool_use_id: 'b' },
          { type: 'text', text: 'Hurry up.' },
        ],
      },
    ]);
  });

  it('have the reasoning in its place, if it is signed', () => {
    const content = [
      { type: 'reasoning', text: 'Unsigned.' },
      { type: 'reasoning', text: 'Look it up.', signature: 'c2ln' },
      { type: 'reasoning', text: '', signature: 'ZW5j' },
      { type: 'reasoning', text: '', signature: 'b21p', providerMetadata: { type: 'thinking' } },
      { type: 'text', text: 'Red.' },
    ] as const;
    expect(encodeMessages(question, { role: 'assistant', content }, question)).toMatchObject([
      {},
      {
        content: [
          { type: 'thinking', thinking: 'Look it up.', signature: 'c2ln' },
          { type: 'redacted_thinking', data: 'ZW5j' },
          { type: 'thinking', thinking: '', signature: 'b21p' },
          { type: 'text', text: 'Red.' },
        ],
      },
      {},
    ]);
  });

  it('end without white space if the last one begins the response', () => {
    const begun = (changed: string): unknown =>
      encode({ model: changed, messages: [question, { role: 'assistant', content: 'Red ' }] }).body
        .messages;
    expect(begun('claude-haiku-4-5')).toMatchObject([{}, { content: 'Red' }]);
  });

  it('keep the digits of long numbers in arguments', () => {
    const argumentsText = '{"wall":12345678901234567890}';
    const call = { type: 'tool-call', id: 'a', name: 'paint', argumentsText } as const;
    const result = { type: 'tool-result', toolCallId: 'a', name: 'paint', output: 'x' } as const;
    const { body } = encode({
      messages: [
        question,
        { role: 'assistant', content: [call] },
        { role: 'tool', content: [result] },
      ],
    });
    expect(JSON.stringify(body)).toContain(`"input":${argumentsText}`);
  });

  it.each(['{"wall":', '[1]', '7'])('send the arguments %s as a field, with a warning', (text) => {
    const call = { type: 'tool-call', id: 'a', name: 'paint', argumentsText: text } as const;
    const result = { type: 'tool-result', toolCallId: 'a', name: 'paint', output: 'x' } as const;
    const { body, warnings } = encode({
      messages: [
        question,
        { role: 'assistant', content: [call] },
        { role: 'tool', content: [result] },
      ],
    });
    expect(body.messages).toMatchObject([
      {},
      { content: [{ input: { invalid_arguments: text } }] },
      {},
    ]);
    expect(warnings).toEqual([
      'arguments of a tool call sent as a field "invalid_arguments": they are not a JSON object',
    ]);
  });
});

describe('files', () => {
  const bytes = Buffer.from('Teal');
  const base64 = bytes.toString('base64');
  const url = new URL('https://example.com/a');

  it('are images, documents and text', () => {
    const { body, warnings } = encode({
      messages: [
        {
          role: 'user',
          content: [
            { type: 'image', data: { type: 'bytes', bytes }, mediaType: 'image/PNG' },
            { type: 'image', data: { type: 'url', url } },
            { type: 'file', data: { type: 'base64', base64 }, mediaType: 'image/webp' },
            {
              type: 'file',
              data: { type: 'base64', base64 },
              mediaType: 'application/pdf',
              name: 'a',
            },
            { type: 'file', data: { type: 'url', url }, mediaType: 'application/pdf' },
            { type: 'file', data: { type: 'bytes', bytes }, mediaType: 'text/markdown' },
          ],
        },
      ],
    });
    expect(warnings).toEqual([]);
    expect(body.messages).toEqual([
      {
        role: 'user',
        content: [
          { type: 'image', source: { type: 'base64', media_type: 'image/png', data: base64 } },
          { type: 'image', source: { type: 'url', url: url.href } },
          { type: 'image', source: { type: 'base64', media_type: 'image/webp', data: base64 } },
          {
            type: 'document',
            source: { type: 'base64', media_type: 'application/pdf', data: base64 },
            title: 'a',
          },
          { type: 'document', source: { type: 'url', url: url.href } },
          { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'Teal' } },
        ],
      },
    ]);
  });

  it('of other types are omitted with a warning', () => {
    const { body, warnings } = encode({
      messages: [
        {
          role: 'user',
          content: [
            { type: 'image', data: { type: 'bytes', bytes }, mediaType: 'image/bmp' },
            { type: 'file', data: { type: 'bytes', bytes }, mediaType: 'audio/wav' },
            { type: 'text', text: 'What is it?' },
          ],
        },
        {
          role: 'assistant',
          content: [
            { type: 'text', text: 'Look:' },
            { type: 'file', data: { type: 'bytes', bytes }, mediaType: 'image/png' },
          ],
        },
        question,
      ],
    });
    expect(JSON.stringify(body)).not.toContain(base64);
    expect(warnings).toEqual([
      'image omitted: the API accepts image/jpeg, image/png, image/gif, image/webp',
      'file omitted: the API accepts images, PDF files and text',
      'file omitted: assistant messages cannot contain files',
    ]);
  });

  it('have the type of their content, which the API compares', () => {
    const image = (hex: string, mediaType?: string): unknown =>
      encode({
        messages: [
          {
            role: 'user',
            content: [
              {
                type: 'image',
                data: { type: 'bytes', bytes: Buffer.from(hex, 'hex') },
                ...(mediaType !== undefined && { mediaType }),
              },
              { type: 'text', text: 'a' },
            ],
          },
        ],
      });
    const typed = (type: string): object => ({
      body: { messages: [{ content: [{ source: { media_type: type } }, {}] }] },
      warnings: [],
    });
    expect(image('ffd8ffe0', 'image/png')).toMatchObject(typed('image/jpeg'));
    expect(image('ffd8ffe0', 'image/jpg')).toMatchObject(typed('image/jpeg'));
    expect(image('ffd8ffe0')).toMatchObject(typed('image/jpeg'));
    expect(image('00', 'image/JPG')).toMatchObject(typed('image/jpeg'));
    expect(image('00', 'image/pjpeg')).toMatchObject(typed('image/jpeg'));
    expect(image('00')).toMatchObject({
      warnings: ['image without a media type sent as image/png'],
    });
  });

  it('at an address are images and PDF files', () => {
    const file = (mediaType: string): readonly [unknown, readonly string[]] => {
      const text = { type: 'text', text: 'Read it.' } as const;
      const content = [text, { type: 'file', data: { type: 'url', url }, mediaType }] as const;
      const { body, warnings } = encode({ messages: [question, { role: 'user', content }] });
      return [body.messages, warnings];
    };
    for (const type of ['application/pdf', 'application/octet-stream', 'binary/octet-stream']) {
      expect(file(type)).toMatchObject([
        [{ content: [{}, {}, { type: 'document', source: { type: 'url' } }] }],
        [],
      ]);
    }
    expect(file('text/csv')).toMatchObject([
      [{ content: [{}, { type: 'text', text: 'Read it.' }] }],
      ['file omitted: the API reads only images and PDF files from URLs'],
    ]);
  });

  it('can be in tool results', () => {
    const parts = [
      { type: 'text', text: 'A wall:' },
      { type: 'image', data: { type: 'url', url } },
    ] as const;
    const result = {
      type: 'tool-result',
      toolCallId: 'a',
      name: 'look',
      output: 'x',
      parts,
    } as const;
    const call = { type: 'tool-call', id: 'a', name: 'look', argumentsText: '' } as const;
    const encoded = encodeMessages(
      question,
      { role: 'assistant', content: [call] },
      { role: 'tool', content: [result] },
    );
    expect(encoded).toMatchObject([
      {},
      {},
      {
        content: [
          {
            type: 'tool_result',
            content: [{ type: 'text', text: 'A wall:' }, { type: 'image' }],
          },
        ],
      },
    ]);
  });
});

describe('settings', () => {
  const sampling = { temperature: 0.5, topP: 0.25, topK: 7 };

  it('of sampling are sent to models that accept them', () => {
    const older = { model: 'claude-opus-4-6' };
    expect(encode({ ...older, temperature: 1.5, topK: 7 })).toMatchObject({
      body: { temperature: 1, top_k: 7 },
      warnings: ['temperature lowered to 1, the maximum of the API'],
    });
    expect(encode({ ...older, ...sampling })).toMatchObject({
      body: { temperature: 0.5, top_k: 7 },
      warnings: ['topP omitted: the API accepts either temperature or topP'],
    });
    expect(encode({ ...older, topP: 0.25 }).body).toMatchObject({ top_p: 0.25 });
  });

  it.each<[string, Partial<ChatRequest>, Partial<EncodeSettings>]>([
    ['newer models', {}, {}],
    ['the newer version', { model: 'claude-opus-4-6' }, { apiVersion: '2026-10-21' }],
    ['reasoning', { model: 'claude-opus-4-6', reasoningEffort: 'low' }, {}],
  ])('of sampling are omitted with %s', (_case, request, settings) => {
    const { body, warnings } = encode({ ...sampling, ...request }, settings);
    expect(Object.keys(body)).not.toEqual(expect.arrayContaining(['temperature']));
    expect(Object.keys(body)).not.toEqual(expect.arrayContaining(['top_p']));
    expect(Object.keys(body)).not.toEqual(expect.arrayContaining(['top_k']));
    expect(warnings).toHaveLength(3);
  });

  it('without a field are omitted with a warning', () => {
    const request = { seed: 1, presencePenalty: 1, frequencyPenalty: 1, metadata: { a: 'b' } };
    expect(encode(request).warnings).toHaveLength(4);
  });

  it('have their names in the API', () => {
    const { body } = encode({ maxOutputTokens: 9, stop: ['x', '', '\n'], user: 'u1' });
    expect(body).toMatchObject({
      max_tokens: 9,
      stop_sequences: ['x'],
      metadata: { user_id: 'u1' },
    });
  });
});

describe('reasoning', () => {
  it.each<[string, ChatRequest['reasoningEffort'], JsonObject, number]>([
    [
      'claude-sonnet-5',
      'minimal',
      { thinking: { type: 'adaptive', display: 'summarized' }, output_config: { effort: 'low' } },
      1,
    ],
    [
      'claude-sonnet-5',
      'xhigh',
      { thinking: { type: 'adaptive', display: 'summarized' }, output_config: { effort: 'xhigh' } },
      0,
    ],
    [
      'claude-opus-4-6',
      'xhigh',
      { thinking: { type: 'adaptive', display: 'summarized' }, output_config: { effort: 'high' } },
      1,
    ],
    [
      'claude-opus-4-6',
      'max',
      { thinking: { type: 'adaptive', display: 'summarized' }, output_config: { effort: 'max' } },
      0,
    ],
    [
      'claude-haiku-4-5',
      'medium',
      { thinking: { type: 'enabled', budget_tokens: 8192, display: 'summarized' } },
      0,
    ],
    [
      'claude-opus-4-5',
      'medium',
      {
        thinking: { type: 'enabled', budget_tokens: 8192, display: 'summarized' },
        output_config: { effort: 'medium' },
      },
      0,
    ],
    [
      'claude-opus-4-1',
      'max',
      { thinking: { type: 'enabled', budget_tokens: 24_000, display: 'summarized' } },
      0,
    ],
    ['claude-3-5-haiku-latest', 'high', {}, 1],
    ['claude-3-5-haiku-latest', 'none', {}, 0],
    ['claude-opus-5', 'none', { thinking: { type: 'disabled' } }, 0],
    ['claude-sonnet-5-5', 'none', { thinking: { type: 'between_tools' } }, 1],
    ['claude-opus-5-5', 'none', { output_config: { effort: 'low' } }, 1],
  ])('of %s with the effort %s', (changed, reasoningEffort, expected, warningCount) => {
    const { body, warnings } = encode({ model: changed, reasoningEffort });
    const { thinking, output_config: config } = body;
    expect({ ...(thinking && { thinking }), ...(config && { output_config: config }) }).toEqual(
      expected,
    );
    expect(warnings).toHaveLength(warningCount);
  });

  it('is omitted if the response is too short for its budget', () => {
    const request = {
      model: 'claude-haiku-4-5',
      reasoningEffort: 'low',
      maxOutputTokens: 321,
    } as const;
    expect(encode(request)).toMatchObject({ warnings: [expect.stringContaining('1366')] });
    expect(encode({ ...request, maxOutputTokens: 1366 }).body.thinking).toMatchObject({
      budget_tokens: 1024,
    });
  });
});

describe('tools', () => {
  const paint = {
    name: 'paint',
    description: 'Paints.',
    inputSchema: { properties: {} },
    strict: true,
  };
  const look = { name: 'look', inputSchema: { type: 'object' } };
  const tools = [paint, look];

  it('have an object as their schema', () => {
    expect(encode({ tools }).body.tools).toEqual([
      {
        name: 'paint',
        description: 'Paints.',
        input_schema: { type: 'object', properties: {}, additionalProperties: false },
        strict: true,
      },
      { name: 'look', input_schema: { type: 'object' } },
    ]);
  });

  it('have the schema of a format if they are strict, and are not strict for older models', () => {
    const inputSchema = {
      type: 'object',
      properties: { wall: { type: 'integer', minimum: 1 } },
      required: ['wall'],
    } as const;
    const strict = { tools: [{ name: 'paint', inputSchema, strict: true }] };
    expect(encode(strict).body.tools).toEqual([
      {
        name: 'paint',
        input_schema: {
          ...inputSchema,
          properties: { wall: { type: 'integer', description: 'minimum: 1' } },
          additionalProperties: false,
        },
        strict: true,
      },
    ]);
    const older = encode({ ...strict, model: 'claude-sonnet-4-20250514' });
    expect(older.body.tools).toEqual([{ name: 'paint', input_schema: inputSchema }]);
    expect(older.warnings).toEqual(['strict omitted: the model does not support it']);
  });

  it.each<[Partial<ChatRequest>, JsonObject | undefined]>([
    [{}, undefined],
    [{ toolChoice: 'auto' }, { type: 'auto' }],
    [{ toolChoice: 'none', parallelToolCalls: false }, { type: 'none' }],
    [{ toolChoice: 'required' }, { type: 'any' }],
    [{ toolChoice: { name: 'look' } }, { type: 'tool', name: 'look' }],
    [{ parallelToolCalls: true }, undefined],
    [{ parallelToolCalls: false }, { type: 'auto', disable_parallel_tool_use: true }],
    [
      { toolChoice: 'required', parallelToolCalls: false },
      { type: 'any', disable_parallel_tool_use: true },
    ],
  ])('with %j have the choice %j', (request, choice) => {
    expect(encode({ tools, ...request }).body.tool_choice).toEqual(choice);
  });

  it.each<Partial<ChatRequest>>([
    { model: 'claude-opus-5-5' },
    { model: 'claude-haiku-4-5', reasoningEffort: 'low' },
  ])('cannot be required with %j', (request) => {
    const named = encode({ tools, toolChoice: { name: 'look' }, ...request });
    expect(named.body.tool_choice).toEqual({ type: 'auto' });
    expect(named.body.tools).toMatchObject([{ name: 'look' }]);
    expect(named.warnings).toHaveLength(1);
    expect(encode({ tools, toolChoice: 'required', ...request }).body.tools).toHaveLength(2);
  });

  it('are needed for a choice', () => {
    const { body, warnings } = encode({ toolChoice: 'required' });
    expect(body).not.toHaveProperty('tool_choice');
    expect(warnings).toHaveLength(1);
    expect(encode({ tools: [], toolChoice: 'auto' }).warnings).toEqual([]);
  });
});

describe('a response format', () => {
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: {
      age: { type: 'integer', minimum: 0, maximum: 150, description: 'In years.' },
      tags: { type: 'array', items: { type: 'string', pattern: '^a' }, minItems: 2 },
      name: { type: 'string', pattern: '^(?!x)' },
      pet: { oneOf: [{ type: 'object', properties: {} }, { type: 'null' }] },
    },
    required: ['age'],
  };

  it('has the schema in the form that the API accepts', () => {
    const { body, warnings } = encode({ responseFormat: { type: 'json', schema } });
    expect(warnings).toEqual([]);
    expect(body.output_config).toEqual({
      format: {
        type: 'json_schema',
        schema: {
          type: 'object',
          properties: {
            age: { type: 'integer', description: 'In years. minimum: 0, maximum: 150' },
            tags: {
              type: 'array',
              items: { type: 'string', pattern: '^a' },
              description: 'minItems: 2',
            },
            name: { type: 'string', description: 'pattern: "^(?!x)"' },
            pet: {
              anyOf: [
                { type: 'object', properties: {}, additionalProperties: false },
                { type: 'null' },
              ],
            },
          },
          required: ['age'],
          additionalProperties: false,
        },
      },
    });
  });

  it('has what the API does not know in the description', () => {
    const encoded = (sent: JsonObject): unknown => {
      const { body } = encode({ responseFormat: { type: 'json', schema: sent } });
      return body.output_config;
    };
    const sent: JsonObject = {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      properties: {
        day: { type: 'string', format: 'date' },
        color: { type: 'string', format: 'color', default: 'red' },
        names: { type: 'array', items: { type: 'string' }, minItems: 1 },
        shade: { enum: ['a', 1, null] },
        wall: { enum: [{ size: 1 }] },
        rest: { type: 'object', patternProperties: { '^x': {} }, not: { required: ['y'] } },
        pair: { anyOf: [{ type: 'null' }], oneOf: [{ type: 'string' }] },
        next: { $ref: '#/definitions/next', description: 'Sibling' },
      },
      definitions: { next: { type: 'integer', minimum: 1 } },
    };
    expect(encoded(sent)).toEqual({
      format: {
        type: 'json_schema',
        schema: {
          type: 'object',
          properties: {
            day: { type: 'string', format: 'date' },
            color: { type: 'string', description: 'format: "color", default: "red"' },
            names: { type: 'array', items: { type: 'string' }, minItems: 1 },
            shade: { type: ['string', 'integer', 'null'], enum: ['a', 1, null] },
            wall: { description: 'enum: [{"size":1}]' },
            rest: {
              type: 'object',
              description: 'patternProperties: {"^x":{}}, not: {"required":["y"]}',
              additionalProperties: false,
            },
            pair: { anyOf: [{ type: 'null' }], description: 'oneOf: [{"type":"string"}]' },
            next: { $ref: '#/$defs/next' },
          },
          additionalProperties: false,
          $defs: { next: { type: 'integer', description: 'minimum: 1' } },
        },
      },
    });
    expect(encoded({ $ref: '#/$defs/a', $defs: { a: { type: 'object' } } })).toMatchObject({
      format: {
        schema: {
          $ref: '#/$defs/a',
          $defs: { a: { type: 'object', additionalProperties: false } },
        },
      },
    });
  });

  it('is the call of a tool for older models', () => {
    const older = {
      model: 'claude-sonnet-4-20250514',
      responseFormat: { type: 'json', schema },
    } as const;
    expect(encode(older)).toMatchObject({
      body: {
        tools: [{ name: 'json', input_schema: schema }],
        tool_choice: { type: 'tool', name: 'json', disable_parallel_tool_use: true },
      },
      jsonTool: true,
    });
    const tools = [{ name: 'look', inputSchema: { type: 'object' } }];
    const { body, warnings } = encode({ ...older, tools, reasoningEffort: 'low' });
    expect(body).toMatchObject({
      tools: [{ name: 'look' }, { name: 'json' }],
      tool_choice: { type: 'any' },
    });
    expect(body).not.toHaveProperty('thinking');
    expect(warnings).toHaveLength(1);
  });

  it('calls no other tool of an older model if none may be called', () => {
    const { body } = encode({
      model: 'claude-sonnet-4-20250514',
      tools: [{ name: 'look', inputSchema: { type: 'object' } }],
      toolChoice: 'none',
      responseFormat: { type: 'json', schema },
    });
    expect(body.tool_choice).toMatchObject({ type: 'tool', name: 'json' });
  });

  it.each([
    { type: 'array', items: { type: 'string' } },
    { enum: ['red', 'blue'] },
    { type: ['string', 'null'] },
  ])('is an instruction for older models if the schema is %j', (value) => {
    const { body, jsonTool, warnings } = encode({
      model: 'claude-sonnet-4-20250514',
      responseFormat: { type: 'json', schema: value },
    });
    expect(jsonTool).toBe(false);
    expect(body).not.toHaveProperty('tools');
    expect(JSON.stringify(body.system)).toContain(
      JSON.stringify(JSON.stringify(value)).slice(1, -1),
    );
    expect(warnings).toEqual([expect.stringContaining('responseFormat sent as an instruction')]);
  });

  it('has the types of values, which the API requires', () => {
    const properties = { kind: { enum: ['a', null] }, sign: { const: 1 } };
    const { body } = encode({
      responseFormat: { type: 'json', schema: { type: 'object', properties } },
    });
    expect(body.output_config).toMatchObject({
      format: {
        schema: { properties: { kind: { type: ['string', 'null'] }, sign: { type: 'integer' } } },
      },
    });
  });

  it('as the call of a tool keeps to the choice of the caller', () => {
    const older = {
      model: 'claude-sonnet-4-20250514',
      responseFormat: { type: 'json', schema },
      tools: [{ name: 'look', inputSchema: { type: 'object' } }],
    } as const;
    expect(encode({ ...older, toolChoice: 'none' }).body).toMatchObject({
      tools: [{ name: 'json' }],
      tool_choice: { type: 'tool', name: 'json' },
    });
    for (const toolChoice of ['required', { name: 'look' }] as const) {
      const { body, jsonTool, warnings } = encode({ ...older, toolChoice });
      expect(body).toMatchObject({ tools: [{ name: 'look' }] });
      expect([jsonTool, warnings.length]).toEqual([false, 1]);
    }
  });

  it('as the call of a tool is not required with a thinking budget, with which the API rejects it', () => {
    const thinking = { type: 'enabled', budget_tokens: 2048 };
    const { body, warnings } = encode({
      model: 'claude-sonnet-4-20250514',
      responseFormat: { type: 'json', schema },
      providerOptions: { anthropic: { thinking } },
    });
    expect(body).toMatchObject({
      thinking,
      tools: [{ name: 'json' }],
      tool_choice: { type: 'auto' },
    });
    expect(warnings).toHaveLength(1);
  });

  it('as the call of a tool has a name that no other tool has', () => {
    const { body, toolNames } = encode({
      model: 'claude-sonnet-4-20250514',
      responseFormat: { type: 'json', schema },
      tools: [{ name: 'json', inputSchema: { type: 'object' } }],
    });
    expect(body).toMatchObject({ tools: [{ name: 'json_2' }, { name: 'json' }] });
    expect(toolNames).toEqual(new Map([['json_2', 'json']]));
  });

  it('without a schema is omitted with a warning', () => {
    expect(encode({ responseFormat: { type: 'json' } }).warnings).toHaveLength(1);
    expect(encode({ responseFormat: { type: 'text' } }).warnings).toEqual([]);
  });
});

describe('provider options', () => {
  const mark = { cache_control: { type: 'ephemeral' } };
  const providerOptions = { anthropic: mark };
  const result = { type: 'tool-result', name: 'x', output: 'y' } as const;

  it('of messages, parts and tools are merged into their blocks', () => {
    const { body } = encode({
      messages: [
        { role: 'system', content: 'Long.', providerOptions },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'a', providerOptions },
            { type: 'text', text: 'b' },
          ],
        },
        {
          role: 'assistant',
          content: [
            { type: 'text', text: 'c' },
            { type: 'tool-call', id: 'a', name: 'x', argumentsText: '' },
          ],
        },
        {
          role: 'tool',
          content: [
            { type: 'tool-result', toolCallId: 'a', name: 'x', output: 'y', providerOptions },
          ],
        },
      ],
      tools: [{ name: 'x', inputSchema: { type: 'object' }, providerOptions }],
    });
    expect(body).toMatchObject({
      system: [{ text: 'Long.', ...mark }],
      messages: [
        { content: [{ text: 'a', ...mark }, { text: 'b' }] },
        { content: [{ text: 'c' }, {}] },
        { content: [{ type: 'tool_result', ...mark }] },
      ],
      tools: [{ name: 'x', ...mark }],
    });
    expect(JSON.stringify(body).split('ephemeral')).toHaveLength(5);
  });

  it('are not sent on reasoning', () => {
    const part = { type: 'reasoning', text: 'a', signature: 's', providerOptions } as const;
    const { body } = encode({
      messages: [question, { role: 'assistant', content: [part] }, question],
    });
    expect(JSON.stringify(body)).not.toContain('ephemeral');
  });

  it('of a message are those of its last block that is not reasoning', () => {
    const call = { type: 'tool-call', id: 'a', name: 'x', argumentsText: '{}' } as const;
    const reasoning = { type: 'reasoning', text: 'c', signature: 's' } as const;
    const messages = encodeMessages(
      question,
      {
        role: 'assistant',
        content: [{ type: 'text', text: 'b' }, reasoning],
        providerOptions,
      },
      question,
      { role: 'assistant', content: [call, { ...call, id: 'b' }] },
      {
        role: 'tool',
        content: ['a', 'b'].map((toolCallId) => ({ ...result, toolCallId })),
        providerOptions,
      },
    );
    expect(messages).toMatchObject([
      {},
      { content: [{ type: 'text', ...mark }, { type: 'thinking' }] },
      {},
      {},
      { content: [{ tool_use_id: 'a' }, { tool_use_id: 'b', ...mark }] },
    ]);
    expect(JSON.stringify(messages).split('ephemeral')).toHaveLength(3);
  });

  it('have four cache marks, of which the first ones of messages are omitted', () => {
    const messages = ['a', 'b', 'c', 'd'].map(
      (content) => ({ role: 'user', content, providerOptions }) as const,
    );
    const system = { role: 'system', content: 'Long.', providerOptions } as const;
    const tools = [{ name: 'x', inputSchema: { type: 'object' }, providerOptions }];
    const { body, warnings } = encode({ messages: [system, ...messages], tools });
    expect(body).toMatchObject({
      system: [mark],
      messages: [{ content: [{ text: 'a' }, { text: 'b' }, mark, mark] }],
      tools: [mark],
    });
    expect(JSON.stringify(body).split('ephemeral')).toHaveLength(5);
    expect(warnings).toEqual(['cache marks omitted: the API accepts 4, the request has 6']);
    const four = encode({ messages, providerOptions });
    expect(JSON.stringify(four.body).split('ephemeral')).toHaveLength(5);
    expect(encode({ messages }).warnings).toEqual([]);
  });

  it('with a type are blocks and tools without a counterpart', () => {
    const search = { type: 'search_result', source: 'a', title: 'b', content: [] };
    const webSearch = { type: 'web_search_20260318', name: 'web_search' };
    const { body } = encode({
      messages: [
        {
          role: 'user',
          content: [{ type: 'text', text: '', providerOptions: { anthropic: search } }],
        },
      ],
      tools: [{ name: 'x', inputSchema: {}, providerOptions: { anthropic: webSearch } }],
    });
    expect(body).toMatchObject({ messages: [{ content: [search] }], tools: [webSearch] });
  });

  it('of the request replace fields, and decide about thinking', () => {
    const { body, betas } = encode({
      model: 'claude-haiku-4-5',
      reasoningEffort: 'high',
      responseFormat: { type: 'json', schema: { type: 'object' } },
      providerOptions: {
        anthropic: {
          thinking: { type: 'enabled', budget_tokens: 2000 },
          output_config: { effort: 'low' },
          service_tier: 'auto',
          max_tokens: 4000,
          model: 'other',
          messages: [],
          stream: false,
          betas: ['a-2026-01-01', 7],
        },
      },
    });
    expect(body).toMatchObject({
      thinking: { type: 'enabled', budget_tokens: 2000 },
      output_config: { effort: 'low', format: { type: 'json_schema' } },
      service_tier: 'auto',
      max_tokens: 4000,
      model: 'claude-haiku-4-5',
      messages: [{}],
      stream: true,
    });
    expect(body).not.toHaveProperty('betas');
    expect(betas).toEqual(['a-2026-01-01']);
  });
});

it('encodes a request to count tokens without what does not change the count', () => {
  const request: ChatRequest = {
    model: 'claude-opus-4-6',
    messages: [{ role: 'system', content: 'A.' }, question],
    temperature: 1,
    stop: ['x'],
    user: 'u',
    tools: [{ name: 'look', inputSchema: { type: 'object' } }],
    providerOptions: {
      anthropic: {
        betas: ['b'],
        service_tier: 'auto',
        fallbacks: [],
        fallback_credit_token: 't',
        safeguards: [],
        thread: { type: 'create' },
      },
    },
  };
  const { body, betas } = encodeCountRequest(request, { provider: 'anthropic' });
  expect(Object.keys(body).toSorted()).toEqual(['messages', 'model', 'system', 'tools']);
  expect(betas).toEqual(['b']);
});
