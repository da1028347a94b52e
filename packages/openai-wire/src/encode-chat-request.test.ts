import type { AssistantPart, ChatRequest, Message } from '@understudy/core/provider';
import { describe, expect, it } from 'vitest';

import { encodeChatRequest } from './encode-chat-request.ts';
import type { EncodedRequest } from './encode-chat-request.ts';
import type { Quirks } from './quirks.ts';

const messages: readonly Message[] = [{ role: 'user', content: 'Hi' }];

function encode(
  request: Partial<ChatRequest>,
  quirks: Quirks = {},
  stream = false,
): EncodedRequest {
  return encodeChatRequest(
    { model: 'm', messages, ...request },
    { provider: 'vendor', stream, quirks },
  );
}

function encodeMessage(message: Message, quirks: Quirks = {}): unknown {
  return encode({ messages: [message] }, quirks).body.messages;
}

const bytes = new Uint8Array([9, 1, 2, 3, 9]).subarray(1, 4);
const pdf = {
  type: 'file',
  mediaType: 'application/pdf',
  data: { type: 'base64', base64: 'AA==' },
} as const;

describe('encodeChatRequest', () => {
  it('encodes each setting and omits settings that are not set', () => {
    expect(encode({})).toEqual({
      body: { model: 'm', messages: [{ role: 'user', content: 'Hi' }], stream: false },
      warnings: [],
    });
    const settings = {
      temperature: 0,
      topP: 0.5,
      maxOutputTokens: 9,
      stop: ['.'],
      seed: 7,
      presencePenalty: 1,
      frequencyPenalty: -1,
      reasoningEffort: 'low',
      user: 'u',
    } as const;
    expect(encode(settings).body).toMatchObject({
      temperature: 0,
      top_p: 0.5,
      max_completion_tokens: 9,
      stop: ['.'],
      seed: 7,
      presence_penalty: 1,
      frequency_penalty: -1,
      reasoning_effort: 'low',
      user: 'u',
    });
  });

  it('requests token counts for streams', () => {
    expect(encode({}, {}, true).body).toMatchObject({
      stream: true,
      stream_options: { include_usage: true },
    });
    expect(encode({}, { streamUsage: false }, true).body).not.toHaveProperty('stream_options');
    expect(encode({}).body).not.toHaveProperty('stream_options');
  });

  it("merges the provider's options last, except model, messages and stream", () => {
    const own = {
      temperature: 1,
      top_k: 5,
      stream: true,
      model: 'x',
      messages: [],
      stream_options: {},
    };
    const providerOptions = { vendor: own, other: { top_k: 9 } };
    expect(encode({ temperature: 0, providerOptions }).body).toEqual({
      model: 'm',
      messages: [{ role: 'user', content: 'Hi' }],
      stream: false,
      stream_options: {},
      temperature: 1,
      top_k: 5,
    });
    const inherited = Object.create({ vendor: { top_k: 1 } });
    expect(encode({ providerOptions: inherited }).body).not.toHaveProperty('top_k');
  });

  it("merges the provider's options of messages, parts, calls, results and tools", () => {
    const providerOptions = {
      vendor: { cache_control: { type: 'ephemeral' } },
      other: { ignored: true },
    };
    const mark = providerOptions.vendor;
    const call = { type: 'tool-call', id: 'call_1', name: 'look', argumentsText: '{}' } as const;
    const result = {
      type: 'tool-result',
      toolCallId: 'call_1',
      name: 'look',
      output: 'x',
    } as const;
    const { body } = encode({
      tools: [{ name: 'look', inputSchema: { type: 'object' }, providerOptions }],
      messages: [
        { role: 'system', content: [{ type: 'text', text: 'Rules', providerOptions }] },
        { role: 'user', content: 'Hi', providerOptions },
        { role: 'assistant', content: [{ ...call, providerOptions }] },
        { role: 'tool', content: [{ ...result, providerOptions }] },
      ],
    });
    expect(body.tools).toEqual([
      { type: 'function', function: expect.objectContaining({ name: 'look' }), ...mark },
    ]);
    expect(body.messages).toEqual([
      { role: 'system', content: [{ type: 'text', text: 'Rules', ...mark }] },
      { role: 'user', content: 'Hi', ...mark },
      expect.objectContaining({ tool_calls: [expect.objectContaining({ id: 'call_1', ...mark })] }),
      { role: 'tool', tool_call_id: 'call_1', content: 'x', ...mark },
    ]);
  });

  it('sends metadata only with store: true', () => {
    const metadata = { a: 'b' };
    const omitted = encode({ metadata });
    expect(omitted.body).not.toHaveProperty('metadata');
    expect(omitted.warnings).toEqual([expect.stringContaining('store: true')]);
    const stored = encode({ metadata, providerOptions: { vendor: { store: true } } });
    expect(stored).toMatchObject({ body: { metadata, store: true }, warnings: [] });
    const accepted = encode({ metadata }, { metadata: 'always' });
    expect(accepted).toMatchObject({ body: { metadata }, warnings: [] });
  });

  it('applies the quirks of the vendor', () => {
    const quirks = { maxTokensField: 'max_tokens', seedField: 'random_seed' } as const;
    expect(encode({ maxOutputTokens: 9, seed: 7 }, quirks).body).toMatchObject({
      max_tokens: 9,
      random_seed: 7,
    });
    const omitted = encode(
      { user: 'u', temperature: 1 },
      { unsupportedFields: ['user', 'metadata'] },
    );
    expect(omitted.body).toMatchObject({ temperature: 1 });
    expect(omitted.body).not.toHaveProperty('user');
    expect(omitted.warnings).toEqual(['unsupported field omitted: user']);
  });
});

describe('encodeChatRequest: tools', () => {
  const tool = { name: 'look', description: 'Looks', inputSchema: { type: 'object' } } as const;

  it('encodes tools as functions', () => {
    expect(encode({ tools: [tool], toolChoice: { name: 'look' } }).body).toMatchObject({
      tools: [
        {
          type: 'function',
          function: { name: 'look', description: 'Looks', parameters: { type: 'object' } },
        },
      ],
      tool_choice: { type: 'function', function: { name: 'look' } },
    });
    expect(encode({ tools: [tool], toolChoice: 'required' }).body).toMatchObject({
      tool_choice: 'required',
    });
  });

  it('omits an empty list, and warns if the tool choice requires a call', () => {
    expect(encode({ tools: [], toolChoice: 'auto' })).toMatchObject({ warnings: [] });
    const { body, warnings } = encode({ tools: [], toolChoice: 'required' });
    expect(Object.keys(body)).toEqual(['model', 'messages', 'stream']);
    expect(warnings).toHaveLength(1);
  });
});

describe('encodeChatRequest: responseFormat', () => {
  const schema = {
    type: 'object',
    properties: { a: { type: 'string' } },
    required: ['a'],
    additionalProperties: false,
  };

  it('sets strict if the schema meets the requirements of OpenAI', () => {
    const format = (fields: object): unknown =>
      encode({ responseFormat: { type: 'json', ...fields } }).body.response_format;
    expect(format({ name: 'n', schema })).toEqual({
      type: 'json_schema',
      json_schema: { name: 'n', schema, strict: true },
    });
    const loose = { ...schema, required: [] };
    expect(format({ schema: loose })).toEqual({
      type: 'json_schema',
      json_schema: { name: 'response', schema: loose, strict: false },
    });
    expect(format({})).toEqual({ type: 'json_object' });
    expect(encode({ responseFormat: { type: 'text' } }).body.response_format).toEqual({
      type: 'text',
    });
  });

  it('requests any JSON, with a warning, from a vendor without JSON Schema', () => {
    const encoded = encode({ responseFormat: { type: 'json', schema } }, { jsonSchema: false });
    expect(encoded.body.response_format).toEqual({ type: 'json_object' });
    expect(encoded.warnings).toHaveLength(1);
  });
});

describe('encodeChatRequest: messages', () => {
  const two = [
    { type: 'text', text: 'a' },
    { type: 'text', text: 'b' },
  ] as const;

  it('sends one text as a string, and several of the user as a list unless the vendor rejects it', () => {
    expect(encodeMessage({ role: 'system', content: 'a' })).toEqual([
      { role: 'system', content: 'a' },
    ]);
    expect(encodeMessage({ role: 'system', content: 'a' }, { systemRole: 'developer' })).toEqual([
      { role: 'developer', content: 'a' },
    ]);
    expect(encodeMessage({ role: 'user', content: two })).toEqual([{ role: 'user', content: two }]);
    expect(encodeMessage({ role: 'user', content: two }, { textParts: false })).toEqual([
      { role: 'user', content: 'ab' },
    ]);
    for (const role of ['system', 'user', 'assistant'] as const) {
      expect(encodeMessage({ role, content: two.slice(0, 1) })).toEqual([{ role, content: 'a' }]);
    }
  });

  it.each([
    ['system', 'a\n\nb'],
    ['assistant', 'ab'],
  ] as const)(
    'sends several texts of the %s as a string, unless they have options',
    (role, all) => {
      expect(encodeMessage({ role, content: two })).toEqual([{ role, content: all }]);
      const mark = { cache_control: { type: 'ephemeral' } };
      const [first, second] = two;
      const content = [{ ...first, providerOptions: { vendor: mark } }, second];
      expect(encodeMessage({ role, content })).toEqual([
        { role, content: [{ ...first, ...mark }, second] },
      ]);
      expect(encodeMessage({ role, content }, { textParts: false })).toEqual([
        { role, content: all },
      ]);
    },
  );

  it('sends several texts of a result as the lines of a string', () => {
    const call = { type: 'tool-call', id: 'call_1', name: 'look', argumentsText: '{}' } as const;
    const result = {
      type: 'tool-result',
      toolCallId: 'call_1',
      name: 'look',
      output: 'ab',
      parts: two,
    } as const;
    const exchange = [
      { role: 'assistant', content: [call] },
      { role: 'tool', content: [result] },
    ] as const;
    expect(encode({ messages: exchange }).body['messages']).toMatchObject([
      { role: 'assistant' },
      { role: 'tool', content: 'a\nb' },
    ]);
  });

  it('encodes images as URLs and data URLs', () => {
    const url = new URL('https://example.com/a.png');
    const content = [
      { type: 'text', text: 'a' },
      { type: 'image', data: { type: 'url', url } },
      { type: 'image', data: { type: 'bytes', bytes }, mediaType: 'image/jpeg' },
      { type: 'file', data: { type: 'base64', base64: 'AA==' }, mediaType: 'image/gif' },
    ] as const;
    expect(encodeMessage({ role: 'user', content })).toEqual([
      {
        role: 'user',
        content: [
          { type: 'text', text: 'a' },
          { type: 'image_url', image_url: { url: 'https://example.com/a.png' } },
          { type: 'image_url', image_url: { url: 'data:image/jpeg;base64,AQID' } },
          { type: 'image_url', image_url: { url: 'data:image/gif;base64,AA==' } },
        ],
      },
    ]);
    const untyped = encode({
      messages: [{ role: 'user', content: [{ type: 'image', data: { type: 'bytes', bytes } }] }],
    });
    expect(untyped.warnings).toHaveLength(1);
  });

  it.each([
    ['text/plain', 'file.txt'],
    ['text/markdown', 'file.md'],
    ['text/csv', 'file.csv'],
  ])('names a file of type %s by the extension that OpenAI knows', (mediaType, filename) => {
    const part = { type: 'file', mediaType, data: { type: 'base64', base64: 'AA==' } } as const;
    expect(encodeMessage({ role: 'user', content: [part] })).toMatchObject([
      { content: [{ type: 'file', file: { filename } }] },
    ]);
  });

  it('encodes files with a name, and audio', () => {
    const audio = {
      type: 'file',
      mediaType: 'audio/mpeg',
      data: { type: 'bytes', bytes },
    } as const;
    expect(
      encodeMessage({ role: 'user', content: [pdf, { ...pdf, name: 'a.pdf' }, audio] }),
    ).toEqual([
      {
        role: 'user',
        content: [
          {
            type: 'file',
            file: { filename: 'file.pdf', file_data: 'data:application/pdf;base64,AA==' },
          },
          {
            type: 'file',
            file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,AA==' },
          },
          { type: 'input_audio', input_audio: { data: 'AQID', format: 'mp3' } },
        ],
      },
    ]);
  });

  it('sends files as URLs only to vendors that accept them', () => {
    const file = {
      ...pdf,
      data: { type: 'url', url: new URL('https://example.com/a.pdf') },
    } as const;
    const content = [{ type: 'text', text: 'a' }, file] as const;
    const omitted = encode({ messages: [{ role: 'user', content }] });
    expect(omitted.body.messages).toEqual([
      { role: 'user', content: [{ type: 'text', text: 'a' }] },
    ]);
    expect(omitted.warnings).toHaveLength(1);
    expect(encodeMessage({ role: 'user', content: [file] }, { fileUrls: true })).toEqual([
      {
        role: 'user',
        content: [
          { type: 'file', file: { filename: 'file.pdf', file_data: 'https://example.com/a.pdf' } },
        ],
      },
    ]);
  });

  it('encodes text, calls and reasoning of an assistant as separate fields', () => {
    const content = [
      { type: 'reasoning', text: 'hm' },
      { type: 'text', text: 'a' },
      { type: 'tool-call', id: 't', name: 'look', argumentsText: '' },
    ] as const;
    const call = { id: 't', type: 'function', function: { name: 'look', arguments: '{}' } };
    const result: Message = {
      role: 'tool',
      content: [{ type: 'tool-result', toolCallId: 't', name: 'look', output: 'x' }],
    };
    const encodeTurn = (parts: readonly AssistantPart[], quirks?: Quirks): unknown => {
      const turn: readonly Message[] = [{ role: 'assistant', content: parts }, result];
      return encode({ messages: turn }, quirks).body.messages;
    };
    const sentResult = { role: 'tool', tool_call_id: 't', content: 'x' };
    expect(encodeTurn(content)).toEqual([
      { role: 'assistant', content: 'a', tool_calls: [call] },
      sentResult,
    ]);
    expect(encodeTurn(content, { reasoningField: 'reasoning_content' })).toEqual([
      { role: 'assistant', content: 'a', reasoning_content: 'hm', tool_calls: [call] },
      sentResult,
    ]);
    expect(encodeTurn(content.slice(2))).toEqual([
      { role: 'assistant', content: null, tool_calls: [call] },
      sentResult,
    ]);
    expect(encodeMessage({ role: 'assistant', content: content.slice(0, 1) })).toEqual([]);
  });

  it('encodes each tool result as a message', () => {
    const content = [
      { type: 'tool-result', toolCallId: '1', name: 'look', output: 'x' },
      {
        type: 'tool-result',
        toolCallId: '2',
        name: 'look',
        output: 'no such thing',
        isError: true,
      },
    ] as const;
    const call = (id: string): AssistantPart => ({
      type: 'tool-call',
      id,
      name: 'look',
      argumentsText: '{}',
    });
    const calls: Message = { role: 'assistant', content: [call('1'), call('2')] };
    expect(encode({ messages: [calls, { role: 'tool', content }] }).body.messages).toMatchObject([
      { role: 'assistant' },
      { role: 'tool', tool_call_id: '1', content: 'x' },
      { role: 'tool', tool_call_id: '2', content: 'Error: no such thing' },
    ]);
  });

  it('sends the files of tool results behind all results, in a message of the user', () => {
    const call = (id: string): AssistantPart => ({
      type: 'tool-call',
      id,
      name: 'look',
      argumentsText: '{}',
    });
    const result = {
      type: 'tool-result',
      toolCallId: '1',
      name: 'look',
      output: 'see',
      parts: [
        { type: 'text', text: 'see' },
        { type: 'image', data: { type: 'base64', base64: 'AA==' }, mediaType: 'image/png' },
      ],
    } as const;
    const calls: Message = { role: 'assistant', content: [call('1'), call('2')] };
    const conversation: readonly Message[] = [calls, { role: 'tool', content: [result] }];
    const files = {
      role: 'user',
      content: [
        { type: 'text', text: 'Files of the result of the tool call 1:' },
        { type: 'image_url', image_url: { url: 'data:image/png;base64,AA==' } },
      ],
    };
    const results = [
      { role: 'assistant' },
      { role: 'tool', tool_call_id: '1', content: 'see' },
      { role: 'tool', tool_call_id: '2', content: 'No result.' },
    ];
    const next: Message = { role: 'user', content: 'And?' };
    expect(encode({ messages: conversation }).body.messages).toMatchObject([...results, files]);
    expect(encode({ messages: [...conversation, next] }).body.messages).toMatchObject([
      ...results,
      files,
      next,
    ]);
    const only = { ...result, output: '', parts: result.parts.slice(1) };
    const onlyFiles = encode({ messages: [calls, { role: 'tool', content: [only] }] });
    expect(onlyFiles.body.messages).toMatchObject([{}, { content: '(files follow)' }, {}, files]);
    const address = { type: 'url', url: new URL('https://example.com/a.pdf') } as const;
    const unread = {
      ...result,
      parts: [{ type: 'file', data: address, mediaType: 'application/pdf' }],
    } as const;
    const noFiles = encode({ messages: [calls, { role: 'tool', content: [unread] }] });
    expect(noFiles.body.messages).toMatchObject(results);
    const { body, warnings } = encode({ messages: conversation }, { resultFiles: false });
    expect(body.messages).toMatchObject(results);
    expect(warnings).toContain('parts of a tool result omitted: only text is supported');
  });

  it('sends a result directly behind its call, and "(no output)" for an empty one', () => {
    const call = (id: string): AssistantPart => ({
      type: 'tool-call',
      id,
      name: 'look',
      argumentsText: '{}',
    });
    const result = (toolCallId: string, output: string): Message => ({
      role: 'tool',
      content: [{ type: 'tool-result', toolCallId, name: 'look', output }],
    });
    const conversation: readonly Message[] = [
      { role: 'assistant', content: [call('1'), call('2')] },
      result('2', ''),
      { role: 'user', content: 'Wait' },
      result('1', 'late'),
    ];
    const { body, warnings } = encode({ messages: conversation });
    expect(body.messages).toMatchObject([
      { role: 'assistant' },
      { role: 'tool', tool_call_id: '2', content: '(no output)' },
      { role: 'tool', tool_call_id: '1', content: 'late' },
      { role: 'user', content: 'Wait' },
    ]);
    expect(warnings).toEqual([]);
  });

  it('sends names that all vendors accept', () => {
    const tools = ['2fa', '-x', 'a.b'].map((name) => ({ name, inputSchema: {} }));
    const schema = { type: 'object', properties: {} };
    const { body } = encode({
      tools,
      responseFormat: { type: 'json', name: 'My answer!', schema },
    });
    expect(body).toMatchObject({
      tools: ['_2fa', '_-x', 'a_b'].map((name) => ({ function: { name } })),
      response_format: { json_schema: { name: 'My_answer_' } },
    });
  });

  it('replaces long tool call ids consistently in calls and results', () => {
    const call = (id: string): Message => ({
      role: 'assistant',
      content: [{ type: 'tool-call', id, name: 'f', argumentsText: '{}' }],
    });
    const result = (toolCallId: string): Message => ({
      role: 'tool',
      content: [{ type: 'tool-result', toolCallId, name: 'f', output: '' }],
    });
    const conversation = ['call_1', 'call00001', 'x'].flatMap((id) => [call(id), result(id)]);
    const { body } = encode({ messages: conversation }, { shortToolCallIds: true });
    const ids = JSON.stringify(body.messages).match(/"(?:id|tool_call_id)":"[^"]*"/gu);
    expect(ids?.map((field) => field.split(':')[1])).toEqual(
      ['call00002', 'call00002', 'call00001', 'call00001', 'call00003', 'call00003'].map(
        (id) => `"${id}"`,
      ),
    );
  });

  it('omits unsupported parts with one warning per type', () => {
    const user: Message = JSON.parse(
      '{"role":"user","content":[{"type":"text","text":"a"},{"type":"video"},{"type":"video"}]}',
    );
    const assistant: Message = JSON.parse(
      '{"role":"assistant","content":[{"type":"text","text":"a"},{"type":"video"}]}',
    );
    const file: Message = { role: 'assistant', content: [{ type: 'text', text: 'a' }, pdf] };
    const { body, warnings } = encode({ messages: [user, assistant, file] });
    expect(body.messages).toEqual([
      { role: 'user', content: [{ type: 'text', text: 'a' }] },
      { role: 'assistant', content: 'a' },
      { role: 'assistant', content: 'a' },
    ]);
    expect(warnings).toHaveLength(2);
  });
});
