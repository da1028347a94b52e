import { describe, expect, it } from 'vitest';

import { failureOf, hello, scriptedUnderstudy } from './scripted-understudy.ts';

const messages = [{ role: 'user', content: 'Hi' }] as const;
const secret = 'my-secret-prompt';

interface Rejected {
  readonly code: string;
  readonly path: string;
  readonly message: string;
}

/** Returns the error of a chat with input that the compiler would reject. */
async function rejectionOf(request: object, options: object = {}): Promise<Rejected> {
  await using fixture = scriptedUnderstudy(hello);
  const input = { model: 'scripted/model', messages, ...request } as never;
  const chat = fixture.understudy.chat(input, options);
  const error = await failureOf(chat.text());
  expect(fixture.provider.requests).toEqual([]);
  return error as Rejected;
}

/** A message of an assistant, of the user, or of a tool with one part. */
function withPart(role: 'user' | 'assistant' | 'tool', part: object): object {
  return { messages: [{ role, content: [part] }] };
}

const schema = { type: 'object' };
const call = { type: 'tool-call', id: '1', name: 'now', argumentsText: '{}' } as const;
const result = { type: 'tool-result', toolCallId: '1', name: 'now', output: 'noon' } as const;
const data = { type: 'base64', base64: 'AA==' } as const;

describe('an unknown field of a request', () => {
  it.each<readonly [string, object, string, string]>([
    ['maxTokens', { maxTokens: 5 }, 'maxTokens', '"maxOutputTokens"'],
    ['max_tokens', { max_tokens: 5 }, 'max_tokens', '"maxOutputTokens"'],
    ['max_output_tokens', { max_output_tokens: 5 }, 'max_output_tokens', '"maxOutputTokens"'],
    ['stop_sequences', { stop_sequences: ['x'] }, 'stop_sequences', '"stop"'],
    ['top_p', { top_p: 1 }, 'top_p', '"topP"'],
    ['system', { system: secret }, 'system', 'a message with the role "system"'],
    ['prompt', { prompt: secret }, 'prompt', '"messages"'],
    ['tool_choice', { tool_choice: 'auto' }, 'tool_choice', '"toolChoice"'],
    ['response_format', { response_format: {} }, 'response_format', '"responseFormat"'],
    ['reasoning_effort', { reasoning_effort: 'low' }, 'reasoning_effort', '"reasoningEffort"'],
    ['functions', { functions: [] }, 'functions', '"tools"'],
    ['stream', { stream: true }, 'stream', 'remove it'],
    ['signal', { signal: null }, 'signal', 'the second argument of chat()'],
    ['abortSignal', { abortSignal: null }, 'abortSignal', 'the second argument of chat()'],
    ['tempreature', { tempreature: 1 }, 'tempreature', '"temperature"'],
    ['__proto__', JSON.parse('{"__proto__":{"a":1}}'), '__proto__', 'expected one of'],
  ])('(%s) is rejected with the right name', async (_name, request, path, advice) => {
    const error = await rejectionOf(request);
    expect(error).toMatchObject({ code: 'invalid-request', path });
    expect(error.message).toContain(advice);
    expect(error.message).not.toContain(secret);
  });
});

describe('an unknown option of a call', () => {
  it.each<readonly [object, string, string]>([
    [{ abortSignal: new AbortController().signal }, 'options.abortSignal', '"signal"'],
    [{ timeout: 5 }, 'options.timeout', '"timeouts" or "deadlineMs"'],
    [{ maxRetries: 5 }, 'options.maxRetries', 'did you mean "retry.maxRetries"?'],
    [{ header: {} }, 'options.header', '"headers"'],
    [{ includeRaw: 'yes' }, 'options.includeRaw', 'true or false'],
    [{ timeouts: { idle: 5 } }, 'options.timeouts.idle', '"idleMs"'],
  ])('%j is rejected with the right name', async (options, path, advice) => {
    const error = await rejectionOf({}, options);
    expect(error).toMatchObject({ code: 'invalid-configuration', path });
    expect(error.message).toContain(advice);
  });
});

describe('a message of another library', () => {
  it.each<readonly [string, object, string, string]>([
    [
      'an image_url part',
      withPart('user', { type: 'image_url', image_url: { url: secret } }),
      'messages[0].content[0].type',
      '"image"',
    ],
    [
      'an OpenAI message with tool calls',
      { messages: [{ role: 'assistant', content: '', tool_calls: [] }] },
      'messages[0].tool_calls',
      '"tool-call"',
    ],
    [
      'an OpenAI tool message',
      { messages: [{ role: 'tool', tool_call_id: '1', content: secret }] },
      'messages[0].tool_call_id',
      '"tool-result"',
    ],
    [
      'the role developer',
      { messages: [{ role: 'developer', content: secret }] },
      'messages[0].role',
      '"system"',
    ],
    [
      'the role model',
      { messages: [{ role: 'model', content: secret }] },
      'messages[0].role',
      '"assistant"',
    ],
    [
      'parts instead of content',
      { messages: [{ role: 'user', parts: [] }] },
      'messages[0].parts',
      '"content"',
    ],
    [
      'a tool_use part',
      withPart('assistant', { type: 'tool_use', id: '1' }),
      'messages[0].content[0].type',
      '"tool-call"',
    ],
    [
      'arguments as an object',
      withPart('assistant', { ...call, args: {} }),
      'messages[0].content[0].args',
      '"argumentsText"',
    ],
    [
      'a result with content',
      withPart('tool', { ...result, content: secret }),
      'messages[0].content[0].content',
      '"output"',
    ],
    [
      'an image with a URL',
      withPart('user', { type: 'image', url: secret }),
      'messages[0].content[0].url',
      '"data"',
    ],
    [
      'an image in the message of an assistant',
      withPart('assistant', { type: 'image', data }),
      'messages[0].content[0].type',
      'one of text, reasoning, tool-call, file',
    ],
    [
      'a text part without text',
      withPart('user', { type: 'text' }),
      'messages[0].content[0].text',
      'a string',
    ],
    [
      'a data URL without base64',
      withPart('user', { type: 'image', data: 'data:image/svg+xml,%3Csvg%2F%3E' }),
      'messages[0].content[0].data',
      'a data URL in base64',
    ],
    [
      'a URL that is none',
      withPart('user', { type: 'image', data: { type: 'url', url: secret } }),
      'messages[0].content[0].data.url',
      'a URL',
    ],
    [
      'a signature that is not a string',
      withPart('assistant', { ...call, signature: 7 }),
      'messages[0].content[0].signature',
      'a string',
    ],
    [
      'options that are not objects',
      withPart('user', { type: 'text', text: secret, providerOptions: { scripted: 1 } }),
      'messages[0].content[0].providerOptions.scripted',
      'an object',
    ],
    ['no message', { messages: [] }, 'messages', 'a list of messages, such as'],
    ['messages as text', { messages: secret }, 'messages', 'a list of messages, such as'],
  ])('(%s) is rejected with its path', async (_name, request, path, advice) => {
    const error = await rejectionOf(request);
    expect(error).toMatchObject({ code: 'invalid-request', path });
    expect(error.message).toContain(advice);
    expect(error.message).not.toContain(secret);
  });
});

describe('a tool of another library', () => {
  it.each<readonly [string, object, string, string]>([
    [
      "OpenAI's shape",
      { tools: [{ type: 'function', function: { name: 'now', parameters: schema } }] },
      'tools[0].type',
      '{ name, description, inputSchema }',
    ],
    [
      'parameters',
      { tools: [{ name: 'now', parameters: schema }] },
      'tools[0].parameters',
      '"inputSchema"',
    ],
    [
      'execute',
      { tools: [{ name: 'now', inputSchema: schema, execute: () => {} }] },
      'tools[0].execute',
      'run the tool yourself',
    ],
    ['no schema', { tools: [{ name: 'now' }] }, 'tools[0].inputSchema', 'a JSON Schema object'],
    [
      'a record of tools',
      { tools: { now: {} } },
      'tools',
      "a list of tools, such as [{ name: 'getWeather', description, inputSchema }]",
    ],
    ['a choice by type', { toolChoice: { type: 'tool', toolName: 'now' } }, 'toolChoice.type', ''],
    ['json_schema', { responseFormat: { type: 'json_schema' } }, 'responseFormat.type', '"json"'],
  ])('(%s) is rejected with its path', async (_name, request, path, advice) => {
    const error = await rejectionOf(request);
    expect(error).toMatchObject({ code: 'invalid-request', path });
    expect(error.message).toContain(advice);
  });
});

describe('a value that JSON cannot express', () => {
  const loop: Record<string, unknown> = {};
  loop['self'] = loop;

  it.each<readonly [string, object, string]>([
    ['NaN as temperature', { temperature: Number.NaN }, 'temperature'],
    ['Infinity as maxOutputTokens', { maxOutputTokens: Infinity }, 'maxOutputTokens'],
    ['0 as maxOutputTokens', { maxOutputTokens: 0 }, 'maxOutputTokens'],
    ['a fraction as topK', { topK: 1.5 }, 'topK'],
    ['Infinity as seed', { seed: -Infinity }, 'seed'],
    ['text as temperature', { temperature: '1' }, 'temperature'],
    ['an unknown effort', { reasoningEffort: 'hardest' }, 'reasoningEffort'],
    ['one stop text', { stop: 'END' }, 'stop'],
    ['a number as metadata', { metadata: { a: 1 } }, 'metadata.a'],
    ['a BigInt', { providerOptions: { scripted: { n: 1n } } }, 'providerOptions.scripted.n'],
    ['NaN in options', { providerOptions: { a: { n: [NaN] } } }, 'providerOptions.a.n[0]'],
    ['a function', { providerOptions: { a: { f: () => {} } } }, 'providerOptions.a.f'],
    ['a Map', { providerOptions: { a: { m: new Map() } } }, 'providerOptions.a.m'],
    ['bytes', { providerOptions: { a: { b: Uint8Array.of(1) } } }, 'providerOptions.a.b'],
    [
      'a BigInt in a schema',
      { tools: [{ name: 'a', inputSchema: { const: 1n } }] },
      'tools[0].inputSchema.const',
    ],
  ])('(%s) is rejected before any request', async (_name, request, path) => {
    expect(await rejectionOf(request)).toMatchObject({ code: 'invalid-request', path });
  });

  it('(a number that can be confidential) is not in the error', async () => {
    const error = await rejectionOf({ user: 4_111_111_111_111_111 });
    expect(error.message).toBe('user: expected a string, received a number');
  });

  it('(an object that contains itself) is rejected in options, metadata and schemas', async () => {
    for (const [request, path] of [
      [{ providerOptions: { scripted: loop } }, 'providerOptions.scripted.self'],
      [{ tools: [{ name: 'a', inputSchema: loop }] }, 'tools[0].inputSchema.self'],
      [{ metadata: loop }, 'metadata.self'],
    ] as const) {
      const error = await rejectionOf(request);
      expect(error.code).toBe('invalid-request');
      expect(error.path.startsWith(path)).toBe(true);
      expect(error.message.length).toBeLessThan(300);
    }
  });
});

describe('input that throws when it is read', () => {
  const cause = new TypeError('a getter');
  const throwing = {
    get messages(): never {
      throw cause;
    },
  };
  const unreadable = new Proxy(
    {},
    {
      ownKeys: () => {
        throw cause;
      },
    },
  );
  const schemaThatThrows = {
    get '~standard'(): never {
      throw cause;
    },
  };

  it.each<readonly [string, object, string]>([
    ['a getter', throwing, 'request'],
    ['a proxy', { providerOptions: { a: unreadable } }, 'request'],
    [
      'toJSON()',
      {
        providerOptions: {
          a: {
            toJSON: () => {
              throw cause;
            },
          },
        },
      },
      'request',
    ],
    ['a schema', { tools: [{ name: 'a', inputSchema: schemaThatThrows }] }, 'request'],
  ])('(%s) is rejected with the error as its cause', async (_name, request, path) => {
    await using fixture = scriptedUnderstudy(hello);
    const input = Object.defineProperties(
      { model: 'scripted/model', messages },
      Object.getOwnPropertyDescriptors(request),
    );
    const error = await failureOf(fixture.understudy.chat(input).text());
    expect(error).toMatchObject({ code: 'invalid-request', path, cause });
  });
});

it('options that throw when they are read are rejected with the error as its cause', async () => {
  const cause = new TypeError('a getter');
  await using fixture = scriptedUnderstudy(hello);
  const options = {
    get headers(): never {
      throw cause;
    },
  };
  expect(await failureOf(fixture.ask(options).text())).toMatchObject({ path: 'options', cause });
  const withSignal = {
    get signal(): never {
      throw cause;
    },
  };
  expect(await failureOf(fixture.ask(withSignal).text())).toMatchObject({ path: 'options', cause });
  const models = failureOf(fixture.understudy.models('scripted', options));
  expect(await models).toMatchObject({ path: 'options', cause });
});

describe('valid input', () => {
  it('contains messages whose role the compiler does not know', async () => {
    await using fixture = scriptedUnderstudy(hello);
    const stored: { role: string; content: string }[] = JSON.parse(
      '[{"role":"system","content":"Be brief"},{"role":"user","content":"Hi"}]',
    );
    await fixture.understudy.chat({ model: 'scripted/model', messages: stored }).text();
    expect(fixture.provider.requests[0]?.messages).toEqual(stored);
  });

  it.each([
    ['an image', 'user', { type: 'image' }, 'image/png'],
    [
      'an image with a media type',
      'user',
      { type: 'image', mediaType: 'image/webp' },
      'image/webp',
    ],
    ['a file', 'user', { type: 'file', mediaType: 'text/csv' }, 'text/csv'],
  ] as const)(
    'contains a data URL of %s, whose content is sent',
    async (_name, role, part, type) => {
      const address = 'data:image/png;name=a.png;base64,iVBORw==';
      for (const url of [address, new URL(address), { type: 'url', url: address }] as const) {
        await using fixture = scriptedUnderstudy(hello);
        const input = { messages: [{ role, content: [{ ...part, data: url }] }] } as never;
        await fixture.understudy.chat({ model: 'scripted/model', ...Object(input) }).text();
        expect(fixture.provider.requests[0]?.messages[0]?.content).toEqual([
          { type: part.type, mediaType: type, data: { type: 'base64', base64: 'iVBORw==' } },
        ]);
      }
    },
  );

  it('contains every field, and reaches the provider unchanged', async () => {
    await using fixture = scriptedUnderstudy(hello);
    const request = {
      messages: [
        { role: 'system', content: 'Be brief', providerOptions: { scripted: { cache: true } } },
        { role: 'user', content: [{ type: 'image', data, mediaType: 'image/png' }] },
        { role: 'assistant', content: [{ type: 'reasoning', text: 'hm' }, call] },
        {
          role: 'tool',
          content: [{ ...result, isError: true, parts: [{ type: 'image', data }] }],
        },
      ],
      tools: [{ name: 'now', description: 'The time', inputSchema: schema, strict: true }],
      toolChoice: { name: 'now' },
      parallelToolCalls: false,
      responseFormat: { type: 'json', name: 'answer', schema },
      temperature: 0.5,
      topP: 0.9,
      topK: 40,
      maxOutputTokens: 100,
      stop: ['END'],
      seed: 1,
      presencePenalty: 0.1,
      frequencyPenalty: 0.2,
      reasoningEffort: 'max',
      user: 'u1',
      metadata: { team: 'blue' },
      providerOptions: { scripted: { at: '2026-11-29' } },
    } as const;
    await fixture.understudy.chat({ model: 'scripted/model', ...request }).text();
    expect(fixture.provider.requests).toEqual([{ model: 'model', ...request }]);
  });

  it('contains a call of a response, whose parsed arguments are ignored', async () => {
    await using fixture = scriptedUnderstudy(hello);
    const part = { ...call, input: {} };
    const round = [...messages, { role: 'assistant', content: [part] }] as const;
    expect(await fixture.understudy.chat({ model: 'scripted/model', messages: round }).text()).toBe(
      'Hello',
    );
  });

  it('contains dates and URLs in options, as JSON', async () => {
    await using fixture = scriptedUnderstudy(hello);
    const providerOptions = { scripted: { at: new Date(0), to: new URL('https://a.example/') } };
    const request = { model: 'scripted/model', messages, providerOptions };
    await fixture.understudy.chat(request as never).text();
    expect(fixture.provider.requests[0]?.providerOptions).toEqual({
      scripted: { at: '1970-01-01T00:00:00.000Z', to: 'https://a.example/' },
    });
  });

  it('causes a warning for options that no target receives', async () => {
    await using fixture = scriptedUnderstudy(hello);
    const text = { type: 'text', text: 'Hi', providerOptions: { east: { cache: true } } } as const;
    const response = await fixture.understudy
      .chat({
        model: 'scripted/model',
        messages: [{ role: 'user', content: [text] }],
        providerOptions: { openai: { a: 1 }, scripted: { b: 2 }, 'openai-chat': { c: 3 } },
      })
      .response();
    expect(response.warnings).toEqual([
      'providerOptions.openai not sent: no target of the chat has this provider id',
      'providerOptions.east not sent: no target of the chat has this provider id',
    ]);
    const [received] = fixture.provider.requests;
    expect(received?.providerOptions).toEqual({ scripted: { b: 2 } });
    expect(received?.messages).toEqual([{ role: 'user', content: [{ type: 'text', text: 'Hi' }] }]);
  });
});
