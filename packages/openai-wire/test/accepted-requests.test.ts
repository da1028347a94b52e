import type {
  AssistantPart,
  ChatRequest,
  JsonObject,
  JsonValue,
  Message,
  ToolDefinition,
} from '@understudy/core/provider';
import { readArray, readObject } from '@understudy/provider-utils';
import { describe, expect, it } from 'vitest';

import { encodeChatRequest } from '../src/index.ts';
import type { EncodedRequest, Quirks } from '../src/index.ts';

function encode(request: Partial<ChatRequest>, quirks: Quirks = {}): EncodedRequest {
  return encodeChatRequest(
    { model: 'm', messages: [user('Hi')], ...request },
    { provider: 'vendor', stream: false, quirks },
  );
}

function encodeMessages(messages: readonly Message[], quirks?: Quirks): JsonValue | undefined {
  return encode({ messages }, quirks).body['messages'];
}

const user = (content: string): Message => ({ role: 'user', content });
const system = (content: string): Message => ({ role: 'system', content });
const assistant = (...content: readonly AssistantPart[]): Message => ({
  role: 'assistant',
  content,
});
const text = (value: string): AssistantPart => ({ type: 'text', text: value });
const call = (id: string, fields: object = {}): AssistantPart => ({
  type: 'tool-call',
  id,
  name: 'look',
  argumentsText: '{}',
  ...fields,
});
const result = (...ids: readonly string[]): Message => ({
  role: 'tool',
  content: ids.map((toolCallId) => ({
    type: 'tool-result',
    toolCallId,
    name: 'look',
    output: `result of ${toolCallId.slice(0, 20)}`,
  })),
});

/** The ids of the calls and results of a body, in order. */
function idsOf({ body }: EncodedRequest): readonly unknown[] {
  return (readArray(body, 'messages') ?? []).flatMap((message) => {
    const calls = (readArray(message, 'tool_calls') ?? []) as readonly JsonObject[];
    const { tool_call_id: id } = message as JsonObject;
    return id === undefined ? calls.map((each) => each['id']) : [id];
  });
}

describe('lone surrogates', () => {
  const half = '\ud83d';

  it('are replaced in every string and key, with one warning', () => {
    const { body, warnings } = encode({
      model: `m${half}`,
      messages: [
        system(`a${half}`),
        {
          role: 'user',
          content: [
            { type: 'text', text: half },
            { type: 'text', text: 'b' },
          ],
        },
        assistant(call(`id${half}`, { argumentsText: `{"a":"${half}"}` })),
        result(`id${half}`),
      ],
      tools: [
        {
          name: 'look',
          description: half,
          inputSchema: { type: 'object', properties: { [half]: { enum: [half] } } },
        },
      ],
      stop: [half],
      user: half,
      providerOptions: { vendor: { store: true, note: { list: [half] } } },
      metadata: { [half]: half },
    });
    const json = JSON.stringify(body);
    expect(json).not.toMatch(/\\ud83d/i);
    expect(json.match(/\ufffd/g)?.length).toBeGreaterThanOrEqual(11);
    expect(warnings.filter((warning) => warning.includes('U+FFFD'))).toHaveLength(1);
  });

  it('are replaced in the escape sequences of arguments', () => {
    const parts = [call('1', { argumentsText: '{"a":"\\ud83d","b":"\\ud83d\\ude00"}' })];
    const json = JSON.stringify(encodeMessages([assistant(...parts), result('1')]));
    expect(json).toContain(JSON.stringify('{"a":"\ufffd","b":"😀"}').slice(1, -1));
  });

  it('leaves complete characters and control characters unchanged, without a copy', () => {
    const schema = { type: 'object', properties: { 'emoji😀': { type: 'string' } } } as const;
    const options = { deep: { list: ['\u0000\u001f\u007f😀'] } };
    const { body, warnings } = encode({
      messages: [user('\u0000😀\u001b')],
      responseFormat: { type: 'json', schema },
      providerOptions: { vendor: options },
    });
    expect(body).toMatchObject({ messages: [{ content: '\u0000😀\u001b' }], ...options });
    expect(body['deep']).toBe(options.deep);
    expect(warnings).toEqual([]);
  });
});

describe('schemas of tools', () => {
  const parametersOf = (inputSchema: JsonObject): JsonValue | undefined => {
    const [tool] =
      readArray(encode({ tools: [{ name: 'look', inputSchema }] }).body, 'tools') ?? [];
    return readObject(readObject(tool, 'function'), 'parameters');
  };

  it.each<readonly [string, JsonObject, JsonObject]>([
    ['an empty schema', {}, { type: 'object', properties: {} }],
    ['no properties', { type: 'object' }, { type: 'object', properties: {} }],
    [
      'no type',
      { properties: { a: { type: 'string' } } },
      { type: 'object', properties: { a: { type: 'string' } } },
    ],
    ['a nullable object', { type: ['object', 'null'] }, { type: 'object', properties: {} }],
    [
      'keywords only',
      { $schema: 'x', additionalProperties: false },
      { additionalProperties: false, type: 'object', properties: {} },
    ],
    [
      'a required property without a schema',
      { type: 'object', properties: { a: { type: 'string' } }, required: ['a', 'b'] },
      { type: 'object', properties: { a: { type: 'string' }, b: {} }, required: ['a', 'b'] },
    ],
    [
      'a required property with the schema of others',
      { required: ['a'], type: 'object', additionalProperties: { type: 'string' } },
      {
        required: ['a'],
        type: 'object',
        properties: { a: { type: 'string' } },
        additionalProperties: { type: 'string' },
      },
    ],
    [
      'required properties of a branch and of a pattern',
      {
        type: 'object',
        properties: {
          a: { properties: {}, anyOf: [{ required: ['x'] }] },
          b: { properties: {}, patternProperties: { '^x': {} }, required: ['x'] },
        },
      },
      {
        type: 'object',
        properties: {
          a: { anyOf: [{ type: 'object', properties: { x: {} }, required: ['x'] }] },
          b: { type: 'object', properties: {}, patternProperties: { '^x': {} }, required: ['x'] },
        },
      },
    ],
    [
      'nested objects and arrays',
      {
        type: 'object',
        properties: {
          a: { type: 'object' },
          b: { type: 'array' },
          c: { anyOf: [{ properties: {} }, { items: { type: 'object' } }, true] },
          type: { type: 'string' },
        },
        $defs: { d: { type: 'object', additionalProperties: { type: 'array' } } },
      },
      {
        type: 'object',
        properties: {
          a: { type: 'object', properties: {} },
          b: { type: 'array', items: {} },
          c: {
            anyOf: [
              { type: 'object', properties: {} },
              { type: 'array', items: { type: 'object', properties: {} } },
              true,
            ],
          },
          type: { type: 'string' },
        },
        $defs: {
          d: {
            type: 'object',
            additionalProperties: { type: 'array', items: {} },
            properties: {},
          },
        },
      },
    ],
    [
      'a tuple and a list of types',
      {
        type: 'object',
        properties: {
          a: { type: 'array', prefixItems: [{ type: 'array' }] },
          b: { type: ['string', 'array'] },
          c: { type: ['string', 'null'] },
        },
      },
      {
        type: 'object',
        properties: {
          a: { type: 'array', prefixItems: [{ type: 'array', items: {} }], items: {} },
          b: { type: ['string', 'array'], items: {} },
          c: { type: ['string', 'null'] },
        },
      },
    ],
  ])('%s is completed', (_name, schema, completed) => {
    expect(parametersOf(schema)).toEqual(completed);
  });

  it('data in a schema is unchanged', () => {
    const schema = {
      type: 'object',
      properties: { a: { enum: [{ type: 'object' }], default: { type: 'array' } } },
    };
    expect(parametersOf(schema)).toEqual(schema);
  });

  it('the schema of a response format is completed below its root', () => {
    const schema = { anyOf: [{ type: 'array' }, { type: 'string' }] };
    const { body } = encode({ responseFormat: { type: 'json', schema } });
    expect(body['response_format']).toMatchObject({
      json_schema: { schema: { anyOf: [{ type: 'array', items: {} }, { type: 'string' }] } },
    });
  });
});

describe('unions at the root of the schema of a tool', () => {
  const a = { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] };
  const b = { type: 'object', properties: { b: { type: 'string' } }, required: ['b'] };
  const send = (inputSchema: JsonObject, quirks?: Quirks): EncodedRequest =>
    encode({ tools: [{ name: 'look', inputSchema }] }, quirks);
  const both = { a: { type: 'string' }, b: { type: 'string' } };

  it.each<readonly [string, JsonObject, JsonObject]>([
    [
      'of required properties',
      { type: 'object', properties: both, anyOf: [{ required: ['a'] }, { required: ['b'] }] },
      { type: 'object', properties: both },
    ],
    ['without properties', { type: 'object', anyOf: [a, b] }, { type: 'object', properties: both }],
    [
      'with null',
      { oneOf: [a, { type: 'null' }] },
      { type: 'object', properties: { a: { type: 'string' } } },
    ],
    [
      'with a property of several schemas',
      {
        type: 'object',
        properties: { c: { type: 'number' } },
        required: ['c'],
        oneOf: [
          { properties: { kind: { const: 'x' }, c: {} }, required: ['kind', 'c'] },
          { properties: { kind: { const: 'y' } }, required: ['kind'] },
        ],
      },
      {
        type: 'object',
        properties: {
          kind: {
            anyOf: [
              { type: 'string', const: 'x' },
              { type: 'string', const: 'y' },
            ],
          },
          c: { type: 'number' },
        },
        required: ['c', 'kind'],
      },
    ],
    [
      'of all branches',
      { allOf: [a, { anyOf: [b] }], not: { required: ['c'] } },
      { type: 'object', properties: both, required: ['a', 'b'] },
    ],
    [
      'with references',
      {
        anyOf: [{ $ref: '#/$defs/a' }, { $ref: '#/$defs/self' }, { $ref: '#/x' }],
        $defs: { a, self: { anyOf: [{ $ref: '#/$defs/self' }, a] } },
      },
      { type: 'object', properties: { a: { type: 'string' } } },
    ],
    [
      'with an unknown branch',
      { anyOf: [a, { $ref: '#/x' }] },
      { type: 'object', properties: { a: { type: 'string' } } },
    ],
    [
      'with a branch that accepts everything',
      { anyOf: [true, a] },
      { type: 'object', properties: { a: { type: 'string' } } },
    ],
  ])('%s are joined', (_name, schema, expected) => {
    const { body, warnings } = send(schema);
    const [tool] = readArray(body, 'tools') ?? [];
    const { $defs, description, ...parameters } =
      readObject(readObject(tool, 'function'), 'parameters') ?? {};
    expect(parameters).toEqual(expected);
    expect($defs === undefined).toBe(schema['$defs'] === undefined);
    const unions = Object.entries(schema).filter(([name]) =>
      /^(?:anyOf|oneOf|allOf|not)$/.test(name),
    );
    for (const [name, value] of unions) {
      expect(description).toContain(`${name}: ${JSON.stringify(value)}`);
    }
    expect(warnings).toEqual([]);
  });

  it('with many references to each other are joined once', () => {
    let reads = 0;
    const references = Array.from({ length: 10 }, () => ({ $ref: '#/$defs/self' }));
    const definitions = {
      get self(): JsonObject {
        reads += 1;
        return { anyOf: references };
      },
    };
    send({ type: 'object', anyOf: references, $defs: definitions });
    expect(reads).toBeLessThan(20);
  });

  it('are sent if the vendor accepts them', () => {
    const schema = { type: 'object', properties: both, anyOf: [a, b] };
    const { body, warnings } = send(schema, { rootUnions: true });
    expect(body['tools']).toMatchObject([{ function: { parameters: schema } }]);
    expect(warnings).toEqual([]);
  });

  it('are sent in properties', () => {
    const schema = { type: 'object', properties: { a: { anyOf: [a, b] } } };
    expect(send(schema).body['tools']).toMatchObject([{ function: { parameters: schema } }]);
    expect(send(schema).warnings).toEqual([]);
  });
});

describe('arguments of calls', () => {
  it.each([
    ['', '{}'],
    ['  \n', '{}'],
    ['[]', '{}'],
    ['null', '{}'],
    ['{"a": 1}', '{"a": 1}'],
    ['{"a":', '{"invalid_arguments":"{\\"a\\":"}'],
    ['[1]', '{"invalid_arguments":"[1]"}'],
    ['"x"', '{"invalid_arguments":"\\"x\\""}'],
    ['Paris', '{"invalid_arguments":"Paris"}'],
    ['{}{}', '{"invalid_arguments":"{}{}"}'],
  ])('%j is sent as %s', (argumentsText, sent) => {
    const { body, warnings } = encode({
      messages: [assistant(call('1', { argumentsText })), result('1')],
    });
    expect(JSON.stringify(body)).toContain(`"arguments":${JSON.stringify(sent)}`);
    expect(warnings).toHaveLength(sent.includes('invalid_arguments') ? 1 : 0);
    expect(warnings.join('')).not.toContain('Paris');
  });
});

describe('ids of calls', () => {
  it('that are too long or have other characters are replaced in calls and results', () => {
    const long = `fc_${'0'.repeat(50)}`;
    const messages = [
      assistant(call(long), call('call_1'), call('functions.look:0')),
      result('functions.look:0', long, 'call_1'),
    ];
    expect(idsOf(encode({ messages }))).toEqual([
      'call_2',
      'call_1',
      'call_3',
      'call_3',
      'call_2',
      'call_1',
    ]);
    const limit = encode({ messages: messages }, { maxToolCallIdLength: 64 });
    expect(idsOf(limit)[0]).toBe(long);
  });

  it('keep the characters that the same model chose', () => {
    const own = { origin: 'vendor', originModel: 'm' };
    const messages = [assistant(call('functions.look:0', own)), result('functions.look:0')];
    expect(idsOf(encode({ messages }))).toEqual(['functions.look:0', 'functions.look:0']);
    const other = [assistant(call('functions.look:0', { ...own, originModel: 'x' }))];
    expect(idsOf(encode({ messages: [...other, result('functions.look:0')] }))).toEqual([
      'call_1',
      'call_1',
    ]);
  });

  it.each([
    [{}, ['call_0', 'call_0', 'call_1', 'call_1']],
    [{ shortToolCallIds: true }, ['call00001', 'call00001', 'call00002', 'call00002']],
  ])('that are used twice differ, and results keep their calls: %j', (quirks, ids) => {
    const messages = [
      assistant(call('call_0')),
      result('call_0'),
      assistant(call('call_0', { argumentsText: '{"a":1}' })),
      result('call_0'),
    ];
    expect(idsOf(encode({ messages }, quirks))).toEqual(ids);
  });

  it('that are used twice in one turn get their results in order', () => {
    const messages = [assistant(call('x'), call('x')), result('x', 'x')];
    expect(idsOf(encode({ messages }))).toEqual(['x', 'call_1', 'x', 'call_1']);
  });
});

describe('calls and results', () => {
  it('results without a call are omitted, also a second result', () => {
    const { body, warnings } = encode({
      messages: [result('lost'), assistant(call('1')), result('1'), result('1'), user('Go on')],
    });
    expect(body['messages']).toMatchObject([
      { role: 'assistant' },
      { role: 'tool', tool_call_id: '1' },
      { role: 'user' },
    ]);
    expect(warnings).toHaveLength(1);
  });

  it('calls without a result get one directly after them', () => {
    const { body, warnings } = encode({
      messages: [assistant(call('1'), call('2')), result('2'), user('Stop'), assistant(call('3'))],
    });
    expect(body['messages']).toMatchObject([
      { role: 'assistant' },
      { role: 'tool', tool_call_id: '2', content: 'result of 2' },
      { role: 'tool', tool_call_id: '1', content: 'No result.' },
      { role: 'user' },
      { role: 'assistant' },
      { role: 'tool', tool_call_id: '3', content: 'No result.' },
    ]);
    expect(warnings).toHaveLength(1);
  });

  it('calls in assistant messages that follow each other are sent in one message', () => {
    const messages = [assistant(call('1')), assistant(text('and'), call('2')), result('1', '2')];
    expect(encodeMessages(messages)).toMatchObject([
      { role: 'assistant', content: 'and', tool_calls: [{ id: '1' }, { id: '2' }] },
      { role: 'tool', tool_call_id: '1' },
      { role: 'tool', tool_call_id: '2' },
    ]);
  });

  it.each([
    [undefined, { content: null }],
    ['null', { content: null }],
    ['empty', { content: '' }],
    ['omitted', {}],
  ] as const)('the content beside calls is written as %s', (callOnlyContent, content) => {
    const parts = [text(''), call('1')];
    const sent = encodeMessages([assistant(...parts), result('1')], { callOnlyContent });
    expect(sent).toMatchObject([{ role: 'assistant' }, { role: 'tool' }]);
    const [message] = sent as readonly JsonObject[];
    const { role: _role, tool_calls: _calls, ...rest } = message ?? {};
    expect(rest).toEqual(content);
  });
});

it('sends the options of a message of results with the last one', () => {
  const vendor = { cache_control: { type: 'ephemeral' } };
  const results = ['a', 'b'].map((toolCallId) => ({
    type: 'tool-result' as const,
    toolCallId,
    name: 'f',
    output: 'x',
    providerOptions: { vendor: { note: toolCallId } },
  }));
  const sent = encodeMessages([
    assistant(call('a'), call('b')),
    { role: 'tool', content: results, providerOptions: { vendor } },
  ]);
  expect(sent).toEqual([
    expect.anything(),
    { role: 'tool', tool_call_id: 'a', content: 'x', note: 'a' },
    { role: 'tool', tool_call_id: 'b', content: 'x', note: 'b', ...vendor },
  ]);
});

describe('empty content', () => {
  it('parts and messages without text are omitted', () => {
    const empty = { type: 'text', text: '' } as const;
    const image = {
      type: 'image',
      data: { type: 'base64', base64: 'AA==' },
      mediaType: 'image/png',
    };
    expect(
      encodeMessages([
        system(''),
        user(''),
        assistant(text('')),
        { role: 'assistant', content: '' },
        { role: 'user', content: [empty, { type: 'text', text: 'a' }, empty] },
        { role: 'user', content: [empty, image as never] },
      ]),
    ).toMatchObject([
      { role: 'user', content: 'a' },
      { role: 'user', content: [{ type: 'image_url' }] },
    ]);
  });

  it('the last message is sent, whatever it is', () => {
    expect(encodeMessages([user('')])).toEqual([{ role: 'user', content: '' }]);
  });

  it('white space at the end of an assistant message is removed only from the last message', () => {
    const messages: readonly Message[] = [
      assistant(text('a ')),
      user('b '),
      assistant(text('c \n')),
    ];
    expect(encodeMessages(messages)).toMatchObject([
      { content: 'a ' },
      { content: 'b ' },
      { content: 'c' },
    ]);
  });
});

describe('a message of which nothing can be sent', () => {
  const url = new URL('https://example.com/a.pdf');
  const file = { type: 'file', mediaType: 'application/pdf', data: { type: 'url', url } } as const;

  it.each<readonly [string, Message]>([
    ['a file by URL', { role: 'user', content: [file] }],
    ['a file by URL and empty text', { role: 'user', content: [{ type: 'text', text: '' }, file] }],
    ['an unknown part', { role: 'user', content: [{ type: 'video' } as never] }],
  ])('%s is rejected with unsupported-feature', (_name, message) => {
    expect(() => encode({ messages: [user('Hi'), message] })).toThrow(
      expect.objectContaining({ code: 'unsupported-feature' }),
    );
  });
});

describe('system messages at the start', () => {
  it.each([undefined, 'reply-after-tool'] as const)('are sent as one, order %s', (roleOrder) => {
    const messages = [system('a'), system('b'), system('c'), user('Hi'), system('d'), system('e')];
    const sent = encodeMessages(messages, { ...(roleOrder && { roleOrder }) });
    expect(sent).toEqual([
      { role: 'system', content: 'a\n\nb\n\nc' },
      { role: 'user', content: 'Hi' },
      { role: 'system', content: 'd' },
      { role: 'system', content: 'e' },
    ]);
  });

  it('are sent apart if one has options or parts', () => {
    const marked = { cache_control: { type: 'ephemeral' } };
    const messages: readonly Message[] = [
      system('a'),
      { ...system('b'), providerOptions: { vendor: marked } },
      system('c'),
      user('Hi'),
    ];
    expect(encodeMessages(messages)).toEqual([
      { role: 'system', content: 'a' },
      { role: 'system', content: 'b', ...marked },
      { role: 'system', content: 'c' },
      { role: 'user', content: 'Hi' },
    ]);
  });
});

describe('roles', () => {
  const alternating = { roleOrder: 'alternating' } as const;

  it('alternate if the vendor requires it', () => {
    const image = {
      type: 'image',
      data: { type: 'base64', base64: 'AA==' },
      mediaType: 'image/png',
    };
    const messages: readonly Message[] = [
      system('s1'),
      user('a'),
      user('b'),
      system('s2'),
      { role: 'user', content: [image as never] },
      assistant(text('c')),
      assistant(text('d')),
    ];
    const { body, warnings } = encode({ messages }, alternating);
    expect(body['messages']).toMatchObject([
      { role: 'system', content: 's1\n\ns2' },
      {
        role: 'user',
        content: [{ type: 'text', text: 'a' }, { type: 'text', text: 'b' }, { type: 'image_url' }],
      },
      { role: 'assistant', content: 'c\n\nd' },
    ]);
    expect(warnings).toEqual(['system messages moved to the start']);
    expect(encode({ messages }).body['messages']).toHaveLength(7);
  });

  it('an assistant message is inserted between a result and a user message', () => {
    const messages = [user('a'), assistant(call('1')), result('1'), user('b')];
    const sent = encodeMessages(messages, { roleOrder: 'reply-after-tool' });
    expect(sent).toMatchObject([
      { role: 'user' },
      { role: 'assistant' },
      { role: 'tool' },
      { role: 'assistant', content: expect.stringMatching(/\S/) },
      { role: 'user', content: 'b' },
    ]);
  });

  it('a system message after a response or a result becomes one of the user', () => {
    const start = [system('a'), user('b'), system('c'), assistant(call('1')), result('1')];
    const messages = [...start, system('d'), assistant({ type: 'text', text: 'e' }), system('f')];
    const sent = encodeMessages(messages, { roleOrder: 'reply-after-tool' });
    expect(sent).toMatchObject(
      [
        'system',
        'user',
        'system',
        'assistant',
        'tool',
        'assistant',
        'user',
        'assistant',
        'user',
      ].map((role) => ({ role })),
    );
  });
});

describe('settings', () => {
  it('that are too high are lowered with a warning', () => {
    const stop = ['a', '', 'b', 'c', 'd', 'e'];
    const sent = encode({ temperature: 2.5, stop });
    expect(sent.body).toMatchObject({ temperature: 2, stop: ['a', 'b', 'c', 'd'] });
    expect(sent.warnings).toHaveLength(2);
    const quirks = { maxTemperature: 1, maxStopSequences: 1 };
    expect(encode({ temperature: 1.5, stop }, quirks).body).toMatchObject({
      temperature: 1,
      stop: ['a'],
    });
    const none = encode({ temperature: 1, stop: [''] });
    expect(none).toMatchObject({ body: { temperature: 1 }, warnings: [] });
    expect(none.body).not.toHaveProperty('stop');
  });

  const tools = ['look', 'read'].map((name): ToolDefinition => ({ name, inputSchema: {} }));

  it('a tool choice is replaced by one that the vendor supports', () => {
    const toolChoice = { name: 'read' };
    const required = encode({ tools, toolChoice }, { toolChoice: 'required' });
    expect(required.body).toMatchObject({
      tools: [{ function: { name: 'read' } }],
      tool_choice: 'required',
    });
    expect(required.warnings).toEqual([]);
    const auto = encode({ tools, toolChoice: 'required' }, { toolChoice: 'auto' });
    expect(auto.body).not.toHaveProperty('tool_choice');
    expect(auto.body['tools']).toHaveLength(2);
    expect(auto.warnings).toHaveLength(1);
    for (const choice of ['auto', 'none'] as const) {
      const sent = encode({ tools, toolChoice: choice }, { toolChoice: 'auto' });
      expect(sent.body).toMatchObject({ tool_choice: choice });
    }
  });

  it('names of tools are replaced by valid ones everywhere, and returned', () => {
    const names = ['server/read.file', 'server_read_file', 'Wetter für Köln', 'x'.repeat(70)];
    const { body, toolNames } = encode({
      tools: names.map((name) => ({ name, inputSchema: {} })),
      toolChoice: { name: 'server/read.file' },
      messages: [assistant(call('1', { name: 'server/read.file' })), result('1')],
    });
    const sent = ['server_read_file_2', 'server_read_file', 'Wetter_f_r_K_ln', 'x'.repeat(64)];
    expect(body).toMatchObject({
      tools: sent.map((name) => ({ function: { name } })),
      tool_choice: { function: { name: sent[0] } },
      messages: [{ tool_calls: [{ function: { name: sent[0] } }] }, { role: 'tool' }],
    });
    expect([...(toolNames ?? [])]).toEqual([
      [sent[0], names[0]],
      [sent[2], names[2]],
      [sent[3], names[3]],
    ]);
    expect(encode({ tools }).toolNames).toBeUndefined();
  });

  it.each([
    ['image/jpg', 'image/jpeg'],
    ['IMAGE/PNG', 'image/png'],
    ['image/*', 'image/png'],
  ])('the media type %s is sent as %s', (mediaType, sent) => {
    const data = { type: 'base64', base64: 'AA==' } as const;
    for (const type of ['image', 'file'] as const) {
      const messages: Message[] = [{ role: 'user', content: [{ type, data, mediaType }] }];
      expect(JSON.stringify(encode({ messages }).body)).toContain(`data:${sent};base64,AA==`);
    }
  });
});

describe('reasoning', () => {
  const reasoning: AssistantPart = { type: 'reasoning', text: 'hm' };
  const signed: AssistantPart = {
    ...reasoning,
    providerMetadata: { reasoning_details: [{ type: 'reasoning.encrypted', data: 'QUJD' }] },
  };

  it('reasoning_details are sent back in place of the text', () => {
    const messages = [assistant(reasoning, signed, call('1')), result('1')];
    for (const quirks of [{}, { reasoningField: 'reasoning' }] as const) {
      const [message] = encodeMessages(messages, quirks) as readonly JsonObject[];
      expect(message).toHaveProperty('reasoning_details', [
        { type: 'reasoning.encrypted', data: 'QUJD' },
      ]);
      expect(message).not.toHaveProperty('reasoning');
    }
  });

  it('reasoning_content is sent with all calls, also those of another model', () => {
    const reasoningField = 'reasoning_content';
    const messages = [assistant(call('1')), result('1'), assistant(text('a')), user('b')];
    expect(encodeMessages(messages, { reasoningField })).toMatchObject([
      { reasoning_content: '' },
      { role: 'tool' },
      { role: 'assistant', content: 'a' },
      { role: 'user' },
    ]);
    const [, , plain] = encodeMessages(messages, { reasoningField }) as readonly JsonObject[];
    expect(plain).not.toHaveProperty(reasoningField);
  });

  it('the first of parallel calls without a signature gets the placeholder', () => {
    const quirks = { placeholderSignature: 'skip' };
    const signatures = (...calls: readonly AssistantPart[]): readonly unknown[] => {
      const [message] = encodeMessages([assistant(...calls)], quirks) as readonly JsonObject[];
      const sent = readArray(message, 'tool_calls') ?? [];
      return sent.map((each) => readObject(readObject(each, 'extra_content'), 'google'));
    };
    expect(signatures(call('1'), call('2'))).toEqual([{ thought_signature: 'skip' }, undefined]);
    expect(signatures(call('1', { signature: 'own' }), call('2'))).toEqual([
      { thought_signature: 'own' },
      undefined,
    ]);
  });
});

describe('JSON', () => {
  const json = { type: 'json' } as const;
  const schema = { type: 'object', properties: { a: { type: 'string' } } };

  it('is mentioned in a message', () => {
    const instruction = 'Respond with JSON.';
    expect(encode({ responseFormat: json }).body['messages']).toEqual([
      system(instruction),
      user('Hi'),
    ]);
    const messages = [system('Be brief.'), user('Hi')];
    expect(encode({ responseFormat: json, messages }).body['messages']).toEqual([
      system(`Be brief.\n\n${instruction}`),
      user('Hi'),
    ]);
  });

  it.each([
    ['the app mentions it', json, [user('As Json, please')]],
    ['a part mentions it', json, [{ ...user(''), content: [text('a'), text('json')] } as never]],
    ['the vendor receives a schema', { ...json, schema }, [user('Hi')]],
    ['text is requested', { type: 'text' }, [user('Hi')]],
  ] as const)('is not mentioned again if %s', (_name, responseFormat, messages) => {
    const sent = encode({ responseFormat, messages }).body['messages'];
    expect(sent).toHaveLength(1);
    expect(sent).toMatchObject([{ role: 'user' }]);
  });

  it('contains a schema that the vendor does not support', () => {
    const responseFormat = { ...json, schema };
    const { body, warnings } = encode({ responseFormat }, { jsonSchema: false });
    expect(body).toMatchObject({
      response_format: { type: 'json_object' },
      messages: [
        { role: 'system', content: expect.stringContaining(JSON.stringify(schema)) },
        { role: 'user', content: 'Hi' },
      ],
    });
    expect(warnings).toHaveLength(1);
  });
});
