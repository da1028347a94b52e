import type { ChatRequest, JsonObject, Message } from '@understudy/core/provider';
import { describe, expect, it } from 'vitest';

import { encodeChatRequest } from '../src/wire/encode-chat-request.ts';

const user: Message = { role: 'user', content: 'Hi' };

function encode(extra: Partial<ChatRequest>): ReturnType<typeof encodeChatRequest> {
  return encodeChatRequest({ model: 'gemini-3.8-flash', messages: [user], ...extra }, 'google');
}

function encodeBody(extra: Partial<ChatRequest>): JsonObject {
  return encode(extra).body;
}

function createImage(address: string): Message {
  const data = { type: 'url', url: new URL(address) } as const;
  return { role: 'user', content: [{ type: 'image', data }] };
}

describe('messages', () => {
  it('are turns, and system messages at the start are the instruction', () => {
    expect(
      encodeBody({
        messages: [
          { role: 'system', content: 'One word.' },
          { role: 'system', content: [{ type: 'text', text: 'Please.' }] },
          user,
          { role: 'user', content: 'Name a color' },
          { role: 'assistant', content: 'Teal' },
          { role: 'system', content: 'Another.' },
          { role: 'user', content: '' },
        ],
      }),
    ).toEqual({
      systemInstruction: { parts: [{ text: 'One word.' }, { text: 'Please.' }] },
      contents: [
        { role: 'user', parts: [{ text: 'Hi' }, { text: 'Name a color' }] },
        { role: 'model', parts: [{ text: 'Teal' }] },
        { role: 'user', parts: [{ text: 'Another.' }] },
      ],
    });
  });

  it('have the parts of tools that the vendor ran, in their place', () => {
    const part = { toolCall: { toolType: 'GOOGLE_SEARCH_WEB', id: 'a' }, thoughtSignature: 's1' };
    const content = [
      { type: 'text', text: 'Look' },
      { type: 'text', text: '', providerMetadata: { part } },
      { type: 'text', text: '', providerMetadata: { part: { text: 'other' } } },
      { type: 'text', text: 'Teal' },
    ] as const;
    const { contents } = encodeBody({ messages: [user, { role: 'assistant', content }, user] });
    expect(contents).toMatchObject([
      {},
      { role: 'model', parts: [{ text: 'Look' }, part, { text: 'Teal' }] },
      {},
    ]);
  });

  it('begin with the user', () => {
    const begin = { role: 'user', parts: [{ text: 'Begin.' }] };
    const greeting: Message = { role: 'assistant', content: 'Hello!' };
    const { body, warnings } = encode({ messages: [greeting, user] });
    expect(body.contents).toMatchObject([begin, { role: 'model' }, { role: 'user' }]);
    expect(warnings).toEqual(['message of the user added at the start: the API requires one']);
    const system: Message = { role: 'system', content: 'Greet.' };
    expect(encodeBody({ messages: [system] }).contents).toEqual([begin]);
    expect(encodeBody({ messages: [{ role: 'user', content: '' }] }).contents).toEqual([]);
  });

  it('have no instruction for Gemma', () => {
    const system: Message = { role: 'system', content: 'One word.' };
    expect(encodeBody({ model: 'gemma-3-27b-it', messages: [system, user] })).toEqual({
      contents: [{ role: 'user', parts: [{ text: 'One word.' }, { text: 'Hi' }] }],
    });
  });

  it('have the results of all calls in one turn, without other content', () => {
    const call = { type: 'tool-call', name: 'paint' } as const;
    const result = { type: 'tool-result', name: 'paint' } as const;
    const image = {
      type: 'image',
      mediaType: 'image/png',
      data: { type: 'base64', base64: 'aQ==' },
    } as const;
    const messages: readonly Message[] = [
      user,
      {
        role: 'assistant',
        content: [
          { ...call, id: 'a', argumentsText: '{"wall":12345678901234567890}', signature: 's' },
          { ...call, id: 'b', argumentsText: '' },
        ],
      },
      { role: 'tool', content: [{ ...result, toolCallId: 'a', output: 'done', parts: [image] }] },
      { role: 'user', content: 'Hurry' },
      { role: 'tool', content: [{ ...result, toolCallId: 'b', output: 'no', isError: true }] },
    ];
    const inlineData = { mimeType: 'image/png', data: 'aQ==' };
    const failed = { functionResponse: { id: 'b', name: 'paint', response: { error: 'no' } } };
    const body = encodeBody({ messages });
    expect(JSON.stringify(body)).toContain('"args":{"wall":12345678901234567890}');
    expect(body.contents).toMatchObject([
      {},
      {
        role: 'model',
        parts: [
          { functionCall: { id: 'a', name: 'paint' }, thoughtSignature: 's' },
          { functionCall: { id: 'b', name: 'paint', args: {} } },
        ],
      },
      {
        role: 'user',
        parts: [
          {
            functionResponse: {
              id: 'a',
              name: 'paint',
              response: { output: '' },
              parts: [{ inlineData }],
            },
          },
          failed,
        ],
      },
      { role: 'user', parts: [{ text: 'Hurry' }] },
    ]);
    expect(encodeBody({ messages, model: 'gemini-2.5-pro' }).contents).toMatchObject([
      {},
      {},
      {
        parts: [{ functionResponse: { id: 'a', response: { output: '' } } }, failed],
      },
      { role: 'user', parts: [{ inlineData }, { text: 'Hurry' }] },
    ]);
  });

  it('have the output of a result whose files the model cannot read', () => {
    const url = new URL('https://example.com/a.png');
    const { body, warnings } = encode({
      model: 'gemini-2.5-pro',
      messages: [
        user,
        {
          role: 'assistant',
          content: [{ type: 'tool-call', id: 'a', name: 'paint', argumentsText: '{}' }],
        },
        {
          role: 'tool',
          content: [
            {
              type: 'tool-result',
              toolCallId: 'a',
              name: 'paint',
              output: 'a picture',
              parts: [{ type: 'image', data: { type: 'url', url } }],
            },
          ],
        },
      ],
    });
    expect(body.contents).toMatchObject([
      {},
      {},
      { parts: [{ functionResponse: { response: { output: 'a picture' } } }] },
    ]);
    expect(warnings).toEqual([
      'parts of a tool result omitted: the model cannot read their address',
    ]);
  });

  it('have a result for each call, and no other results', () => {
    const call = { type: 'tool-call', name: 'paint', argumentsText: '{}' } as const;
    const result = { type: 'tool-result', name: 'paint', output: 'done' } as const;
    const { body, warnings } = encode({
      messages: [
        user,
        { role: 'assistant', content: [{ ...call, id: 'a' }] },
        {
          role: 'assistant',
          content: [
            { ...call, id: 'b' },
            { ...call, id: 'c' },
          ],
        },
        { role: 'user', content: 'Hurry' },
        { role: 'tool', content: [{ ...result, toolCallId: 'c' }] },
        { role: 'tool', content: [{ ...result, toolCallId: 'a' }] },
        { role: 'tool', content: [{ ...result, toolCallId: 'other' }] },
      ],
    });
    const called = (id: string): object => ({ functionCall: { id } });
    const failed = { functionResponse: { id: 'b', response: { error: 'No result.' } } };
    expect(body.contents).toMatchObject([
      {},
      { role: 'model', parts: [called('a')] },
      { role: 'user', parts: [{ functionResponse: { id: 'a' } }] },
      { role: 'model', parts: [called('b'), called('c')] },
      { role: 'user', parts: [{ functionResponse: { id: 'c' } }, failed] },
      { role: 'user', parts: [{ text: 'Hurry' }] },
    ]);
    expect(warnings).toEqual([
      'result added to a tool call without one: "No result."',
      'tool result omitted: no tool call before it has its id',
    ]);
  });

  it('have signatures in the parts that contained them', () => {
    const content = [
      { type: 'reasoning', text: 'Hm.' },
      { type: 'reasoning', text: 'Hm!', signature: 'r' },
      { type: 'text', text: 'Teal', signature: 't', providerMetadata: { signedFrom: 2 } },
      { type: 'text', text: '!', signature: 'u', providerMetadata: { signedFrom: 1 } },
      { type: 'text', text: '', signature: 'v' },
    ] as const;
    expect(encodeBody({ messages: [user, { role: 'assistant', content }, user] }).contents).toEqual(
      [
        { role: 'user', parts: [{ text: 'Hi' }] },
        {
          role: 'model',
          parts: [
            { text: 'Hm!', thought: true, thoughtSignature: 'r' },
            { text: 'Te' },
            { text: 'al', thoughtSignature: 't' },
            { text: '!' },
            { text: '', thoughtSignature: 'u' },
            { text: '', thoughtSignature: 'v' },
          ],
        },
        { role: 'user', parts: [{ text: 'Hi' }] },
      ],
    );
  });

  it('have options in their parts', () => {
    const google = { videoMetadata: { fps: 5 } };
    const data = { type: 'url', url: new URL('https://youtu.be/a') } as const;
    const { body, warnings } = encode({
      messages: [
        {
          role: 'user',
          content: [
            { type: 'file', data, mediaType: 'video/mp4', providerOptions: { google } },
            { type: 'text', text: '', providerOptions: { google: { fileData: { fileUri: 'x' } } } },
          ],
          providerOptions: { google: {} },
        },
      ],
    });
    expect(body.contents).toEqual([
      {
        role: 'user',
        parts: [
          { fileData: { mimeType: 'video/mp4', fileUri: 'https://youtu.be/a' }, ...google },
          { fileData: { fileUri: 'x' } },
        ],
      },
    ]);
    expect(warnings).toEqual([
      'providerOptions of a message omitted: the API has no fields for them',
    ]);
  });

  it.each([
    ['application/json', 'text/plain'],
    ['application/ld+json', 'text/plain'],
    ['text/x-python; charset=utf-8', 'text/plain'],
    ['application/yaml', 'text/plain'],
    ['text/rtf', 'text/rtf'],
    ['image/jpg', 'image/jpeg'],
    ['application/pdf', 'application/pdf'],
    ['application/vnd.ms-excel', 'application/vnd.ms-excel'],
  ])('of the type %s are sent as %s', (mediaType, mimeType) => {
    const content = [
      { type: 'file', data: { type: 'base64', base64: 'AAAA' }, mediaType },
    ] as const;
    const { contents } = encodeBody({ messages: [{ role: 'user', content }] });
    expect(contents).toEqual([
      { role: 'user', parts: [{ inlineData: { mimeType, data: 'AAAA' } }] },
    ]);
  });

  it('have the type of their content if they declare every type of image', () => {
    const image = (base64: string): unknown => {
      const data = { type: 'base64', base64 } as const;
      const content = [{ type: 'image', data, mediaType: 'image/*' }] as const;
      return encodeBody({ messages: [{ role: 'user', content }] }).contents;
    };
    const sent = (mimeType: string, data: string): unknown => [
      { role: 'user', parts: [{ inlineData: { mimeType, data } }] },
    ];
    expect(image('/9j/')).toEqual(sent('image/jpeg', '/9j/'));
    expect(image('AAAA')).toEqual(sent('image/png', 'AAAA'));
  });

  it.each([
    ['gemini-2.5-flash', 'gs://bucket/a.png'],
    ['gemini-2.5-flash', 'https://www.youtube.com/watch?v=a'],
    ['gemini-2.5-flash', 'https://generativelanguage.googleapis.com/v1beta/files/a'],
    ['gemini-3.8-flash', 'https://example.com/a.png'],
  ])('for %s can have the address %s', (model, address) => {
    const parts = [{ fileData: { fileUri: address } }];
    const { contents } = encodeBody({ model, messages: [createImage(address)] });
    expect(contents).toEqual([{ role: 'user', parts }]);
  });

  it('for an older model cannot have any other address', () => {
    const messages = [createImage('https://example.com/a.png')];
    const code = 'unsupported-feature';
    expect(() => encode({ model: 'gemini-2.5-flash', messages })).toThrow(
      expect.objectContaining({ code }),
    );
  });

  it('warn about arguments that are not an object', () => {
    const call = { type: 'tool-call', id: 'a', name: 'paint', argumentsText: '{"wall"' } as const;
    const result = { type: 'tool-result', toolCallId: 'a', name: 'paint', output: 'done' } as const;
    const { body, warnings } = encode({
      messages: [user, { role: 'assistant', content: [call] }, { role: 'tool', content: [result] }],
    });
    expect(body.contents).toMatchObject([
      {},
      { parts: [{ functionCall: { args: { invalid_arguments: '{"wall"' } } }] },
      {},
    ]);
    expect(warnings).toEqual([
      'arguments of a tool call sent as a field "invalid_arguments": they are not a JSON object',
    ]);
  });
});

describe('reasoningEffort', () => {
  const level = (thinkingLevel: string): JsonObject => ({ thinkingLevel, includeThoughts: true });
  const budget = (thinkingBudget: number): JsonObject => ({
    thinkingBudget,
    includeThoughts: true,
  });

  it.each<[string, ChatRequest['reasoningEffort'], JsonObject | undefined, boolean]>([
    ['gemini-3.8-flash', 'none', { thinkingLevel: 'low' }, true],
    ['gemini-3.8-flash', 'minimal', level('low'), true],
    ['gemini-3.8-flash', 'medium', level('medium'), false],
    ['gemini-4-argon', 'max', level('high'), true],
    ['gemini-4-argon', 'xhigh', level('high'), true],
    ['gemini-4-hydrogen', 'xhigh', level('xhigh'), false],
    ['gemini-4-hydrogen', 'max', level('xhigh'), true],
    ['models/gemini-4-hydrogen-preview', 'none', { thinkingLevel: 'low' }, true],
    ['gemini-3-flash-preview', 'minimal', level('minimal'), false],
    ['gemini-3-flash-preview', 'none', { thinkingLevel: 'minimal' }, true],
    ['gemini-3-pro-preview', 'medium', level('low'), true],
    ['gemini-3-pro-preview', 'xhigh', level('high'), true],
    ['gemini-3.7-flash-lite', 'minimal', level('minimal'), false],
    ['gemini-flash-lite-latest', 'none', { thinkingLevel: 'minimal' }, true],
    ['nano-banana-pro-preview', 'high', undefined, true],
    ['gemini-nano-banana-2.1', 'high', undefined, true],
    ['gemini-2.5-flash', 'none', { thinkingBudget: 0 }, false],
    ['gemini-2.5-flash', 'max', budget(24_576), false],
    ['gemini-2.5-pro', 'none', { thinkingBudget: 128 }, true],
    ['gemini-2.5-pro', 'max', budget(32_768), false],
    ['models/gemini-2.5-flash-lite', 'minimal', budget(512), false],
    ['gemini-robotics-er-1.5-preview', 'none', { thinkingBudget: 0 }, false],
    ['gemini-robotics-er-1.5-preview', 'low', budget(1024), false],
    ['gemini-2.0-flash', 'high', undefined, true],
    ['gemini-2.0-flash', 'none', undefined, false],
    ['gemini-3-pro-image-preview', 'high', undefined, true],
  ])('of %s: %s', (model, reasoningEffort, thinkingConfig, hasWarning) => {
    const { body, warnings } = encode({ model, reasoningEffort });
    expect(body.generationConfig).toEqual(thinkingConfig && { thinkingConfig });
    expect(warnings.length > 0).toBe(hasWarning);
  });

  it('leaves a quarter of the tokens for the response', () => {
    const model = 'gemini-2.5-pro';
    const body = encodeBody({ model, reasoningEffort: 'high', maxOutputTokens: 1000 });
    expect(body.generationConfig).toEqual({
      maxOutputTokens: 1000,
      thinkingConfig: budget(750),
    });
  });

  it('is added to options that set no level', () => {
    const generationConfig = { thinkingConfig: { includeThoughts: false } };
    const body = encodeBody({
      reasoningEffort: 'high',
      providerOptions: { google: { generationConfig } },
    });
    expect(body.generationConfig).toEqual({
      thinkingConfig: { thinkingLevel: 'high', includeThoughts: false },
    });
  });
});

describe('tools', () => {
  const tools: ChatRequest['tools'] = [
    { name: 'paint', description: 'Paints.', inputSchema: { type: 'object' } },
  ];
  const configOf = (extra: Partial<ChatRequest>): unknown => {
    const { toolConfig } = encodeBody({ tools, ...extra });
    return Object(toolConfig).functionCallingConfig;
  };

  it('are function declarations with JSON Schema', () => {
    expect(encodeBody({ tools }).tools).toEqual([
      {
        functionDeclarations: [
          { name: 'paint', description: 'Paints.', parametersJsonSchema: { type: 'object' } },
        ],
      },
    ]);
  });

  it('have an object at the root of their schema, without unions', () => {
    const branches = ['a', 'b'].map((name) => ({ properties: { [name]: { type: 'string' } } }));
    const inputSchemas = [{}, { anyOf: branches }];
    const declared = inputSchemas.map((inputSchema) => ({ name: 'f', inputSchema }));
    const { tools: encoded } = encodeBody({ tools: declared });
    expect(JSON.stringify(encoded)).not.toContain('"anyOf":');
    expect(encoded).toMatchObject([
      {
        functionDeclarations: [
          { parametersJsonSchema: { type: 'object' } },
          {
            parametersJsonSchema: {
              type: 'object',
              properties: { a: { type: 'string' }, b: { type: 'string' } },
            },
          },
        ],
      },
    ]);
  });

  it('have other names than the tool for JSON', () => {
    const { body, toolNames } = encode({
      model: 'gemini-2.5-flash',
      tools: [{ name: 'json', inputSchema: { type: 'object' } }],
      responseFormat: { type: 'json', schema: { type: 'object' } },
    });
    expect(body.tools).toMatchObject([
      { functionDeclarations: [{ name: 'json' }, { name: 'json_2' }] },
    ]);
    expect(toolNames).toEqual(new Map([['json_2', 'json']]));
  });

  it('are called by mode', () => {
    expect(configOf({})).toBeUndefined();
    expect(configOf({ toolChoice: 'auto' })).toEqual({ mode: 'AUTO' });
    expect(configOf({ toolChoice: 'none' })).toEqual({ mode: 'NONE' });
    expect(configOf({ toolChoice: 'required' })).toEqual({ mode: 'ANY' });
    const paint = { mode: 'ANY', allowedFunctionNames: ['paint'] };
    expect(configOf({ toolChoice: { name: 'paint' } })).toEqual(paint);
    const strict = tools.map((tool) => ({ ...tool, strict: true }));
    expect(configOf({ tools: strict })).toEqual({ mode: 'VALIDATED' });
  });

  it.each<[string, Partial<ChatRequest>, string]>([
    ['a choice without tools', { toolChoice: 'required' }, 'toolChoice omitted'],
    ['serial calls', { tools, parallelToolCalls: false }, 'parallelToolCalls omitted'],
    [
      'JSON with a required call',
      { tools, toolChoice: 'required', responseFormat: { type: 'json' } },
      'responseFormat omitted',
    ],
    [
      'JSON without a schema beside tools of an older model',
      { tools, model: 'gemini-2.5-pro', responseFormat: { type: 'json' } },
      'responseFormat omitted',
    ],
    [
      'JSON that is not an object beside tools of an older model',
      {
        tools,
        model: 'gemini-2.5-pro',
        responseFormat: { type: 'json', schema: { type: 'array', items: {} } },
      },
      'responseFormat omitted',
    ],
    ['a user', { user: 'u' }, 'user omitted'],
  ])('warn about %s', (_case, extra, warning) => {
    expect(encode(extra).warnings).toEqual([expect.stringContaining(warning)]);
  });
});

describe('settings', () => {
  const settings = { temperature: 1, topP: 1, topK: 1, seed: 7, maxOutputTokens: 9 };
  const penalties = { presencePenalty: 1, frequencyPenalty: 1 };

  it.each([
    ['gemini-2.5-pro', ['maxOutputTokens', 'seed', 'temperature', 'topK', 'topP']],
    ['gemini-3-flash-preview', [...Object.keys(settings), ...Object.keys(penalties)].toSorted()],
    ['gemini-3.8-flash', ['frequencyPenalty', 'maxOutputTokens', 'presencePenalty', 'seed']],
    ['gemini-4-argon', ['maxOutputTokens', 'seed']],
  ])('that %s accepts are %j, and others are warnings', (model, accepted) => {
    const { body, warnings } = encode({ model, ...settings, ...penalties });
    expect(Object.keys(Object(body.generationConfig)).toSorted()).toEqual(accepted);
    expect(warnings).toHaveLength(7 - accepted.length);
  });

  it('have a seed of 32 bits', () => {
    const seeded = (seed: number): unknown => {
      const { body, warnings } = encode({ seed });
      return [body.generationConfig, warnings.length];
    };
    expect(seeded(2 ** 31 - 1)).toEqual([{ seed: 2 ** 31 - 1 }, 0]);
    expect(seeded(2 ** 40 + 5)).toEqual([{ seed: 5 }, 1]);
  });

  it('have at most five stop sequences', () => {
    const { body, warnings } = encode({ stop: ['', '1', '2', '3', '4', '5', '6'] });
    expect(body.generationConfig).toEqual({ stopSequences: ['1', '2', '3', '4', '5'] });
    expect(warnings).toEqual(['stop shortened to 5 sequences']);
  });
});

describe('schemas', () => {
  it('have the keywords that the API knows, and describe the others', () => {
    const responseFormat: ChatRequest['responseFormat'] = {
      type: 'json',
      schema: {
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        type: 'object',
        properties: {
          kind: { const: 'a' },
          name: { type: 'string', description: 'A name.', minLength: 3, pattern: '^a' },
          const: { type: 'number', default: 1 },
          tree: { $ref: '#/definitions/tree', description: 'A tree.' },
        },
        definitions: { tree: { type: 'array', items: { $ref: '#/definitions/tree' } } },
        additionalProperties: false,
      },
    };
    expect(encodeBody({ responseFormat }).generationConfig).toEqual({
      responseMimeType: 'application/json',
      responseJsonSchema: {
        type: 'object',
        properties: {
          kind: { type: 'string', enum: ['a'] },
          name: { type: 'string', description: 'A name. minLength: 3, pattern: "^a"' },
          const: { type: 'number' },
          tree: { $ref: '#/$defs/tree' },
        },
        $defs: { tree: { type: 'array', items: { $ref: '#/$defs/tree' } } },
        additionalProperties: false,
      },
    });
  });

  it('have what the API requires, and no empty text in an enumeration', () => {
    const inputSchema = {
      type: 'object',
      properties: {
        a: { enum: ['', 'x'] },
        b: { type: 'array' },
        d: { type: 'object', required: ['e'], patternProperties: { '^e': {} } },
      },
      required: ['a', 'c'],
      additionalProperties: { type: 'number' },
    };
    expect(encodeBody({ tools: [{ name: 'paint', inputSchema }] }).tools).toEqual([
      {
        functionDeclarations: [
          {
            name: 'paint',
            parametersJsonSchema: {
              ...inputSchema,
              properties: {
                a: { type: 'string', description: 'enum: ["","x"]' },
                b: { type: 'array', items: {} },
                c: { type: 'number' },
                d: {
                  type: 'object',
                  required: ['e'],
                  properties: { e: {} },
                  description: 'patternProperties: {"^e":{}}',
                },
              },
            },
          },
        ],
      },
    ]);
  });

  it('have the definitions of all drafts and the items of tuples', () => {
    const schema = {
      type: 'array',
      items: [{ $ref: '#/$defs/name' }, { $ref: '#/definitions/age' }],
      additionalItems: false,
      $defs: { name: { type: 'string' } },
      definitions: { age: { type: 'number' } },
    };
    expect(encodeBody({ responseFormat: { type: 'json', schema } }).generationConfig).toMatchObject(
      {
        responseJsonSchema: {
          type: 'array',
          prefixItems: [{ $ref: '#/$defs/name' }, { $ref: '#/$defs/age' }],
          $defs: { name: { type: 'string' }, age: { type: 'number' } },
          items: false,
        },
      },
    );
  });

  it('can be nested deeply', () => {
    let schema: JsonObject = { type: 'string' };
    for (let depth = 0; depth < 5000; depth += 1) schema = { type: 'array', items: schema };
    expect(() => encode({ responseFormat: { type: 'json', schema } })).not.toThrow();
  });
});

it('requests the parts of server tools beside functions, from Gemini 3 on', () => {
  const tools = [{ name: 'paint', inputSchema: {} }];
  const providerOptions = { google: { tools: [{ googleSearch: {} }] } };
  expect(encodeBody({ tools, providerOptions })).toMatchObject({
    tools: [{ functionDeclarations: [{}] }, { googleSearch: {} }],
    toolConfig: { includeServerSideToolInvocations: true },
  });
  expect(encodeBody({ providerOptions })).not.toHaveProperty('toolConfig');
  expect(encodeBody({ tools })).not.toHaveProperty('toolConfig');
  const earlier = encodeBody({ model: 'gemini-2.5-flash', tools, providerOptions });
  expect(earlier).not.toHaveProperty('toolConfig');
  const toolConfig = { includeServerSideToolInvocations: false };
  expect(
    encodeBody({ tools, providerOptions: { google: { ...providerOptions.google, toolConfig } } }),
  ).toMatchObject({ toolConfig });
});
