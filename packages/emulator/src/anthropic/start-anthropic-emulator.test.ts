import { describe, expect, it } from 'vitest';

import { exchange } from '../../test/exchange.ts';
import { leastMessage, messageOf, postMessage, postTo } from '../../test/post-message.ts';
import { startAnthropicEmulator } from '../index.ts';
import { signThinking } from './message/signature.ts';

const tool = {
  name: 'paint',
  input_schema: { type: 'object', properties: { wall: { type: 'integer' } } },
};
const call = { type: 'tool_use', id: 'toolu_1', name: 'paint', input: { wall: 2 } };
const result = { type: 'tool_result', tool_use_id: 'toolu_1', content: 'Done.' };
const picture = { type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } };
const thought = { type: 'thinking', thinking: 'Hm.', signature: signThinking('Hm.') };
const [question] = leastMessage.messages;
const user = (...content: readonly object[]): object => ({ role: 'user', content });
const assistant = (...content: readonly object[]): object => ({ role: 'assistant', content });

/** The fields of a response that tests read. */
interface Body {
  readonly content: readonly {
    readonly type: string;
    readonly thinking?: string;
    readonly citations?: unknown;
  }[];
  readonly usage: object;
}

it('sends a stream whose events have names', async () => {
  const { status, headers, text } = await postMessage({ stream: true }, { seed: 1 });
  expect(status).toBe(200);
  expect(headers).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'request-id': expect.stringMatching(/^req_/u),
    'anthropic-ratelimit-requests-limit': '4000',
  });
  const names = text.split('\n').filter((line) => line.startsWith('event: '));
  expect(names).toEqual([
    'event: message_start',
    'event: ping',
    'event: content_block_start',
    'event: content_block_delta',
    'event: content_block_delta',
    'event: content_block_delta',
    'event: content_block_stop',
    'event: message_delta',
    'event: message_stop',
  ]);
  expect(text).toContain('"delta":{"stop_reason":"end_turn"');
});

it.each([
  ['the option eventsPerPing', { eventsPerPing: 1 }],
  ['the fault pings', { faults: ['pings'] }],
] as const)(
  'sends keep-alive messages as events with %s, as the vendor does',
  async (_name, options) => {
    const { text } = await postMessage({ stream: true }, options);
    expect(text).toContain(
      '\n\nevent: ping\ndata: {"type": "ping"}\n\nevent: content_block_start\n',
    );
    expect(text).not.toMatch(/^:/m);
  },
);

it('sends a complete message', async () => {
  const { text } = await postMessage({});
  expect(JSON.parse(text)).toEqual({
    id: expect.stringMatching(/^msg_/u),
    type: 'message',
    role: 'assistant',
    model: 'claude-sonnet-5',
    content: [{ type: 'text', text: '2+2*3 = 8', citations: null }],
    stop_reason: 'end_turn',
    stop_sequence: null,
    stop_details: null,
    usage: {
      input_tokens: 2,
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: 0,
      output_tokens: 3,
      output_tokens_details: { thinking_tokens: 0 },
      service_tier: 'standard',
    },
  });
});

describe('the response', () => {
  const reply = async (fields: object, response: object = {}): Promise<Body> => {
    const { text } = await postMessage(fields, { rules: [{ when: '2+2*3', response }] });
    return JSON.parse(text);
  };

  it('contains thinking, whose text is withheld unless it is requested', async () => {
    const response = { reasoning: 'Let me see.', text: '8' };
    const omitted = await reply({}, response);
    expect(omitted.content[0]).toEqual({
      type: 'thinking',
      thinking: '',
      signature: signThinking('Let me see.'),
    });
    const thinking = { type: 'adaptive', display: 'summarized' };
    const shown = await reply({ thinking }, response);
    expect(shown.content[0]?.thinking).toBe('Let me see.');
    const updates = { type: 'adaptive', display: 'updates' };
    expect((await reply({ thinking: updates }, response)).content[0]?.thinking).toBe('');
    const again = await postMessage({
      messages: [
        question,
        { role: 'assistant', content: shown.content.map(withoutCitations) },
        question,
      ],
    });
    expect(again.status).toBe(200);
  });

  it('is limited by max_tokens and stop_sequences', async () => {
    expect(await reply({ max_tokens: 1 }, { text: 'abcdefgh' })).toMatchObject({
      content: [{ text: 'abcd' }],
      stop_reason: 'max_tokens',
    });
    expect(await reply({ stop_sequences: ['ef'] }, { text: 'abcdefgh' })).toMatchObject({
      content: [{ text: 'abcd' }],
      stop_reason: 'stop_sequence',
      stop_sequence: 'ef',
    });
  });

  it('calls the tools of a rule, and the one that is required', async () => {
    const called = await reply(
      { tools: [tool] },
      { toolCalls: [{ name: 'paint', arguments: { wall: 3 } }] },
    );
    expect(called).toMatchObject({
      content: [{ type: 'tool_use', id: expect.stringMatching(/^toolu_/u), input: { wall: 3 } }],
      stop_reason: 'tool_use',
    });
    const { text } = await postMessage({
      tools: [tool],
      tool_choice: { type: 'tool', name: 'paint' },
    });
    expect(JSON.parse(text).content).toMatchObject([{ name: 'paint', input: { wall: 1 } }]);
    const ended = await postMessage({
      messages: [question, assistant(call), user(result)],
      tools: [tool],
    });
    expect(JSON.parse(ended.text).content[0].text).toBe('The tool said: Done..');
  });

  it('is JSON that matches the schema', async () => {
    const schema = {
      type: 'object',
      properties: { color: { type: 'string' } },
      required: ['color'],
      additionalProperties: false,
    };
    const { text } = await postMessage({
      output_config: { format: { type: 'json_schema', schema } },
    });
    expect(JSON.parse(JSON.parse(text).content[0].text)).toEqual({ color: 'color' });
  });

  it('is a refusal', async () => {
    expect(await reply({}, { refusal: 'No.' })).toMatchObject({
      content: [],
      stop_reason: 'refusal',
      stop_details: { explanation: 'No.' },
    });
  });

  it('does not call tools of the vendor, which a choice can name', async () => {
    const tools = [{ type: 'mcp_toolset' }, { type: 'web_search', name: 'search' }, tool];
    const tool_choice = { type: 'tool', name: 'search' };
    expect(await reply({ tools, tool_choice }, { text: 'a' })).toMatchObject({
      content: [{ type: 'text', text: 'a' }],
    });
  });

  it('follows calls that have thinking between them', async () => {
    const calls = assistant(call, thought, { ...call, id: 'toolu_2' });
    const results = user(result, { ...result, tool_use_id: 'toolu_2' });
    expect((await postMessage({ messages: [question, calls, results] })).status).toBe(200);
  });

  it('reports tokens that are written to the cache', async () => {
    const { usage } = await reply({ cache_control: { type: 'ephemeral' } }, { text: 'a' });
    expect(usage).toMatchObject({ input_tokens: 0, cache_creation_input_tokens: 2 });
  });
});

describe('a request', () => {
  const click = { ...call, name: 'left_click', toolset_name: 'computer' };
  const clicked = { ...result, toolset_name: 'computer' };

  it('can have all fields that the SDKs of the vendor send', async () => {
    const fields = {
      billing_policy: {},
      compaction: {},
      container: 'c',
      context_management: { edits: [] },
      diagnostics: { previous_message_id: null },
      fallback_credit_token: 't',
      fallbacks: [{ model: 'claude-opus-5' }],
      inference_geo: 'us',
      mcp_servers: [],
      safeguards: [],
      service_tier: 'auto',
      speed: 'fast',
      thread: { type: 'create' },
    };
    expect((await postMessage(fields)).status).toBe(200);
    const format = { type: 'json_schema', schema: { type: 'object', additionalProperties: false } };
    const { text } = await postMessage({ output_format: format });
    expect(JSON.parse(JSON.parse(text).content[0].text)).toEqual({});
  });

  it('can have blocks of all types', async () => {
    const state = { type: 'browser_state', tabs: [] };
    const messages = [
      user({ type: 'text', text: 'a' }, { type: 'container_upload', file_id: 'f' }),
      assistant({ type: 'fallback', from: {}, to: {} }, { type: 'text', text: 'b' }, click),
      user({ ...clicked, content: [state] }),
      { role: 'system', content: [{ type: 'tool_addition', tool: {} }] },
    ];
    const response = await postMessage({ messages });
    expect([response.status, response.text]).toEqual([200, expect.any(String)]);
  });

  it('must have the toolset of a call in its result', async () => {
    const messages = [question, assistant(click), user(result)];
    const response = await postMessage({ messages });
    expect([response.status, messageOf(response)]).toEqual([
      400,
      expect.stringContaining('toolset_name'),
    ]);
    expect(
      (await postMessage({ messages: [question, assistant(click), user(clicked)] })).status,
    ).toBe(200);
  });
});

function withoutCitations({ citations: _citations, ...block }: { citations?: unknown }): object {
  return block;
}

it.each([
  ['^[a-z]{2}-\\d+$', 200],
  ['^(?!north)', 400],
  ['(?<=a)b', 400],
  ['(a)\\1', 400],
  ['\\bwall\\b', 400],
])('answers a strict tool with the pattern %s with the status %i', async (pattern, status) => {
  const properties = { wall: { type: 'string', pattern } };
  const schema = { type: 'object', additionalProperties: false, properties };
  const response = await postMessage({
    tools: [{ name: 'paint', strict: true, input_schema: schema }],
  });
  expect(response.status).toBe(status);
});

describe('requests are rejected', () => {
  it.each<[string, object]>([
    ['max_tokens: Field required', { max_tokens: undefined }],
    ['model: Field required', { model: undefined }],
    ['max_tokens: 200000 > 128000', { max_tokens: 200_000 }],
    ['presence_penalty: Extra inputs are not permitted', { presence_penalty: 1 }],
    ['messages: at least one message is required', { messages: [] }],
    ['messages: first message must use the "user" role', { messages: [assistant(call)] }],
    ['messages.0.content: Field required', { messages: [{ role: 'user' }] }],
    [
      "messages.0.role: Input should be 'user'",
      { messages: [{ role: 'developer', content: 'a' }] },
    ],
    [
      'messages.1.role',
      { model: 'claude-opus-4-7', messages: [question, { role: 'system', content: 'Be brief.' }] },
    ],
    [
      'must follow a "user" message',
      {
        messages: [
          question,
          { role: 'assistant', content: 'a' },
          { role: 'system', content: 'Be brief.' },
          question,
        ],
      },
    ],
    [
      "messages.1.content.0.type: Input should be 'text'",
      { messages: [question, { role: 'system', content: [{ type: 'image' }] }] },
    ],
    ['messages.0.role: Input should be', { messages: [{ role: 'tool', content: 'x' }] }],
    ['messages.0: user messages must have non-empty content', { messages: [user()] }],
    ['text content blocks must be non-empty', { messages: [user({ type: 'text', text: '' })] }],
    ['must contain non-whitespace text', { messages: [user({ type: 'text', text: ' ' })] }],
    ['messages.0.content.0.type: Input should be', { messages: [user(call)] }],
    [
      'messages.1.content.0.type: Input should be',
      { messages: [question, assistant({ type: 'image' })] },
    ],
    [
      'media_type: Input should be',
      { messages: [user({ type: 'image', source: { type: 'base64', media_type: 'image/bmp' } })] },
    ],
    [
      '`tool_use` ids were found without `tool_result` blocks immediately after: toolu_1',
      { messages: [question, assistant(call), question] },
    ],
    [
      'immediately after: toolu_1',
      { messages: [question, assistant(call, { type: 'text', text: 'a' }), user(result)] },
    ],
    [
      'immediately after: toolu_1',
      { messages: [question, assistant(call, thought), user(result)] },
    ],
    [
      'immediately after: toolu_1',
      { messages: [question, assistant(call), user({ type: 'text', text: 'a' }, result)] },
    ],
    ['unexpected `tool_use_id`', { messages: [user(result)] }],
    [
      'messages.2.content.1: each tool_use must have a single result',
      { messages: [question, assistant(call), user(result, result)] },
    ],
    ['tools: Tool names must be unique', { tools: [tool, tool] }],
    [
      'messages.3.content.0: `tool_use` ids must be unique',
      { messages: [question, assistant(call), user(result), assistant(call), user(result)] },
    ],
    [
      'messages.2.content.0.tool_result: content cannot be empty if `is_error` is true',
      { messages: [question, assistant(call), user({ ...result, content: [], is_error: true })] },
    ],
    [
      'messages.2.content.0: all content must be type `text` if `is_error` is true',
      {
        messages: [
          question,
          assistant(call),
          user({ ...result, content: [picture], is_error: true }),
        ],
      },
    ],
    [
      'Only HTTPS URLs are supported.',
      { messages: [user({ type: 'image', source: { type: 'url', url: 'http://a.b/c.png' } })] },
    ],
    [
      'messages.0.content.0.source.base64: image cannot be empty',
      {
        messages: [
          user({ type: 'image', source: { type: 'base64', media_type: 'image/png', data: '' } }),
        ],
      },
    ],
    ['stop_sequences: each stop sequence must contain non-whitespace', { stop_sequences: ['\n'] }],
    ['no low surrogate in string', { messages: [user({ type: 'text', text: '\ud83d' })] }],
    [
      'messages.1: The final block in an assistant message cannot be `thinking`.',
      { messages: [question, assistant({ type: 'text', text: 'a' }, thought)] },
    ],
    [
      'tools.0.custom.input_schema: input_schema does not support oneOf, allOf, or anyOf',
      { tools: [{ name: 'paint', input_schema: { type: 'object', anyOf: [] } }] },
    ],
    [
      'tools.0.custom.input_schema.properties: Property keys should match pattern',
      { tools: [{ name: 'paint', input_schema: { type: 'object', properties: { $top: {} } } }] },
    ],
    [
      'tools.0.custom.input_schema: JSON schema is invalid. It must match JSON Schema draft 2020-12',
      {
        tools: [
          {
            name: 'paint',
            input_schema: { type: 'object', properties: { a: { items: [{ type: 'string' }] } } },
          },
        ],
      },
    ],
    [
      'messages.1.content.0.input: Input should be an object',
      { messages: [question, assistant({ ...call, input: '{}' })] },
    ],
    [
      'messages.1.content.0.id: String should match pattern',
      { messages: [question, assistant({ ...call, id: 'a.b' })] },
    ],
    [
      'Invalid `signature` in `thinking` block',
      {
        messages: [
          question,
          assistant({ type: 'thinking', thinking: 'x', signature: 'eHg=' }),
          question,
        ],
      },
    ],
    [
      'Invalid `signature` in `thinking` block',
      {
        messages: [
          question,
          assistant({ type: 'thinking', thinking: 'x', signature: signThinking('y') }),
          question,
        ],
      },
    ],
    [
      'cache_control: Extra inputs',
      {
        messages: [
          question,
          assistant({
            type: 'thinking',
            thinking: '',
            signature: signThinking('y'),
            cache_control: {},
          }),
          question,
        ],
      },
    ],
    [
      'A maximum of 4 blocks',
      { system: Array.from({ length: 5 }, () => ({ type: 'text', text: 'a', cache_control: {} })) },
    ],
    [
      'Found 5',
      {
        tools: [{ ...tool, cache_control: {} }],
        system: ['a', 'b', 'c'].map((text) => ({ type: 'text', text, cache_control: {} })),
        cache_control: {},
      },
    ],
    [
      'does not support assistant message prefill',
      { messages: [question, { role: 'assistant', content: 'The' }] },
    ],
    [
      'cannot end with trailing whitespace',
      { model: 'claude-haiku-4-5', messages: [question, { role: 'assistant', content: 'The ' }] },
    ],
    ['user_id appears to contain an email address', { metadata: { user_id: 'ada@example.com' } }],
    ['at most 256 characters', { metadata: { user_id: 'a'.repeat(257) } }],
    ['temperature: not supported by this model', { temperature: 1 }],
    ['cannot both be specified', { model: 'claude-opus-4-6', temperature: 1, top_p: 1 }],
    [
      'may not be set when thinking is enabled',
      { model: 'claude-opus-4-6', temperature: 1, thinking: { type: 'adaptive' } },
    ],
    ['less than or equal to 1', { model: 'claude-opus-4-6', temperature: 1.5 }],
    ['`enabled` is not supported', { thinking: { type: 'enabled', budget_tokens: 2000 } }],
    ['`disabled` is not supported', { model: 'claude-opus-5-5', thinking: { type: 'disabled' } }],
    [
      'greater than or equal to 1024',
      { model: 'claude-haiku-4-5', thinking: { type: 'enabled', budget_tokens: 10 } },
    ],
    [
      'must be greater than `thinking.budget_tokens`',
      {
        model: 'claude-haiku-4-5',
        max_tokens: 1024,
        thinking: { type: 'enabled', budget_tokens: 1024 },
      },
    ],
    ['`xhigh` is not supported', { model: 'claude-opus-4-6', output_config: { effort: 'xhigh' } }],
    [
      'does not support forced tool use',
      { model: 'claude-opus-5-5', tools: [tool], tool_choice: { type: 'any' } },
    ],
    [
      'Thinking may not be enabled',
      {
        model: 'claude-haiku-4-5',
        max_tokens: 9999,
        thinking: { type: 'enabled', budget_tokens: 2000 },
        tools: [tool],
        tool_choice: { type: 'any' },
      },
    ],
    ['only be specified while providing tools', { tool_choice: { type: 'any' } }],
    ["Tool 'x' not found", { tools: [tool], tool_choice: { type: 'tool', name: 'x' } }],
    ['tools.0.custom.input_schema.type', { tools: [{ name: 'x', input_schema: {} }] }],
    [
      "tools.0.custom: For 'integer' type, property 'minimum' is not supported",
      {
        tools: [
          {
            name: 'paint',
            strict: true,
            input_schema: {
              type: 'object',
              additionalProperties: false,
              properties: { wall: { type: 'integer', minimum: 1 } },
            },
          },
        ],
      },
    ],
    ['tools.0.web_search.name', { tools: [{ type: 'web_search', name: 5 }] }],
    ['tools.0.custom.name: String should match', { tools: [{ ...tool, name: 'a b' }] }],
    [
      "property 'minimum' is not supported",
      {
        output_config: { format: { type: 'json_schema', schema: { type: 'integer', minimum: 1 } } },
      },
    ],
    [
      "'additionalProperties' must be explicitly set to false",
      {
        output_config: {
          format: { type: 'json_schema', schema: { type: 'array', items: { type: 'object' } } },
        },
      },
    ],
    [
      'output_config.format: not supported',
      {
        model: 'claude-sonnet-4-20250514',
        output_config: { format: { type: 'json_schema', schema: {} } },
      },
    ],
  ])('%s', async (message, fields) => {
    const response = await postMessage(fields);
    expect([response.status, messageOf(response)]).toEqual([400, expect.stringContaining(message)]);
  });

  it('without a key, with another key, and without a known version', async () => {
    await using emulator = await startAnthropicEmulator({ apiKeys: ['key-1'] });
    const post = (headers: Readonly<Record<string, string>>): Promise<unknown> =>
      postTo(emulator, leastMessage, headers).then(({ status }) => status);
    expect(await post({ 'x-api-key': '' })).toBe(401);
    expect(await post({ 'x-api-key': 'key-2' })).toBe(401);
    expect(await post({ 'x-api-key': 'key-2', authorization: 'Bearer key-1' })).toBe(401);
    expect(await post({ 'anthropic-version': '2020-01-01' })).toBe(400);
    expect(await post({})).toBe(200);
    const { status } = await exchange(`${emulator.baseUrl}/messages`, {
      method: 'POST',
      headers: { authorization: 'Bearer key-1' },
    });
    expect(status).toBe(400);
  });

  it.each(['claude-opus-5', 'claude-haiku-5-5', 'claude-opus-4-8', 'claude-sonnet-5-5'])(
    'for %s without thinking, if the effort is too high for it',
    async (model) => {
      const type = model === 'claude-sonnet-5-5' ? 'between_tools' : 'disabled';
      const post = async (effort: string): Promise<number> =>
        (await postMessage({ model, thinking: { type }, output_config: { effort } })).status;
      expect(await post('high')).toBe(200);
      expect(await post('max')).toBe(model === 'claude-opus-4-8' ? 200 : 400);
    },
  );

  it('with sampling settings under the newer version', async () => {
    const version = { 'anthropic-version': '2026-10-21' };
    const fields = { model: 'claude-opus-4-6', temperature: 1 };
    expect((await postMessage(fields)).status).toBe(200);
    const response = await postMessage(fields, {}, version);
    expect(messageOf(response)).toBe('temperature: Extra inputs are not permitted');
  });

  it('for models that do not exist', async () => {
    const response = await postMessage({}, { models: ['claude-opus-5-5'] });
    expect([response.status, messageOf(response)]).toEqual([404, 'model: claude-sonnet-5']);
  });
});

describe('other routes', () => {
  const headers = {
    'x-api-key': 'k',
    'anthropic-version': '2023-06-01',
    'content-type': 'application/json',
  };

  it('list models in pages', async () => {
    await using emulator = await startAnthropicEmulator({ models: ['a', 'b', 'claude-haiku-4-5'] });
    const get = async (path: string): Promise<Body> => {
      const { status, text } = await exchange(emulator.baseUrl + path, { headers });
      return { status, ...JSON.parse(text) };
    };
    expect(await get('/models?limit=2')).toMatchObject({
      data: [{ id: 'a' }, { id: 'b' }],
      has_more: true,
      last_id: 'b',
    });
    expect(await get('/models?limit=2&after_id=b')).toMatchObject({
      data: [{ id: 'claude-haiku-4-5', max_tokens: 64_000 }],
      has_more: false,
    });
    expect(await get('/models/a')).toMatchObject({ status: 200, id: 'a' });
    expect(await get('/models/x')).toMatchObject({ status: 404 });
    expect(await get('/x')).toMatchObject({ status: 404 });
    expect(await get('/messages')).toMatchObject({ status: 405 });
  });

  it('count tokens', async () => {
    await using emulator = await startAnthropicEmulator({ models: ['a'] });
    const count = async (body: object): Promise<Body> => {
      const options = { method: 'POST', headers, body: JSON.stringify(body) };
      const { text } = await exchange(`${emulator.baseUrl}/messages/count_tokens`, options);
      return JSON.parse(text);
    };
    const { messages } = leastMessage;
    expect(await count({ model: 'a', messages })).toEqual({ input_tokens: 2 });
    const fields = { speed: 'fast', billing_policy: {}, compaction: {}, output_format: null };
    expect(await count({ model: 'a', messages, ...fields })).toEqual({ input_tokens: 2 });
    expect(await count({ model: 'b', messages })).toMatchObject({
      error: { type: 'not_found_error' },
    });
    expect(await count({ model: 'a', messages, max_tokens: 9 })).toMatchObject({
      error: { message: 'max_tokens: Extra inputs are not permitted' },
    });
  });

  it('record requests without keys', async () => {
    await using emulator = await startAnthropicEmulator({ faults: ['overloaded'] });
    await postTo(emulator, leastMessage);
    const request = await emulator.nextRequest();
    expect(request).toMatchObject({
      model: 'claude-sonnet-5',
      lastUserMessage: '2+2*3',
      fault: 'overloaded',
      status: 529,
    });
    expect(JSON.stringify(request.headers)).not.toContain('key-1');
  });
});

describe('messages', () => {
  const citing = user({ type: 'text', text: 'a', citations: [] });
  const document = assistant({ type: 'document', source: {} }, { type: 'text', text: 'a' });
  const post = (fields: object, version: string): ReturnType<typeof postMessage> =>
    postMessage(fields, {}, { 'anthropic-version': version });

  it('can be of the system, after one of the user', async () => {
    const brief = { role: 'system', content: 'Be brief.' };
    const { status } = await postMessage({ messages: [question, brief] });
    expect(status).toBe(200);
  });

  it('can be of the system anywhere, if they only change the effort', async () => {
    const effort = { role: 'system', content: [], output_config: { effort: 'low' } };
    const reply = { role: 'assistant', content: 'a' };
    const { status } = await postMessage({ messages: [effort, question, reply, effort, question] });
    expect(status).toBe(200);
    const empty = await postMessage({ messages: [question, { role: 'system', content: [] }] });
    expect(empty.status).toBe(400);
  });

  it.each([
    ['messages.0.content.0.citations: Extra inputs are not permitted', [citing]],
    ["messages.1.content.0.type: Input should not be 'document'", [question, document, question]],
  ])('are rejected by the newer version only: %s', async (expected, messages) => {
    expect((await post({ messages }, '2023-06-01')).status).toBe(200);
    const response = await post({ messages }, '2026-10-21');
    expect(response.status).toBe(400);
    expect(messageOf(response)).toContain(expected);
  });
});
