import type { ChatEvent, JsonObject, ProviderEvent } from '@understudy/core/provider';
import { readString } from '@understudy/provider-utils';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  decodeCountRequest,
  decodeMessage,
  decodeMessagesRequest,
  encodeMessage,
  encodeMessagesRequest,
  MessageStreamEncoder,
} from '../src/index.ts';
import type { EncodableResponse } from '../src/index.ts';
import { decodeAll, joinDeltas, settings, toMessages } from './fixture.ts';

/** Decodes a request and encodes it again, as a gateway does for a target with the same format. */
function passOn(body: object): JsonObject {
  const { request, stream } = decodeMessagesRequest(body);
  const options = request.providerOptions?.['anthropic-messages'];
  const provider = 'anthropic-messages';
  return encodeMessagesRequest(
    { ...request, ...(options && { providerOptions: { [provider]: options } }) },
    { provider, stream },
  ).body;
}

describe('a request', () => {
  const mark = { cache_control: { type: 'ephemeral', ttl: '1h' } };
  const body = {
    model: 'claude-opus-5-5',
    max_tokens: 64_000,
    system: [{ type: 'text', text: 'Be brief.', ...mark }],
    messages: [
      { role: 'user', content: 'Paint it.' },
      {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'Which wall?', signature: 'c2ln' },
          { type: 'thinking', thinking: '', signature: 'b21p' },
          { type: 'redacted_thinking', data: 'ZW5j' },
          { type: 'text', text: 'Painting.' },
          { type: 'server_tool_use', id: 's', name: 'web_search', input: { query: 'teal' } },
          { type: 'web_search_tool_result', tool_use_id: 's', content: [] },
          { type: 'tool_use', id: 'toolu_1', name: 'paint', input: { wall: 2 }, ...mark },
        ],
      },
      {
        role: 'user',
        content: [
          {
            type: 'tool_result',
            tool_use_id: 'toolu_1',
            content: [
              { type: 'text', text: 'Done.' },
              { type: 'image', source: { type: 'url', url: 'https://example.com/wall.png' } },
            ],
            ...mark,
          },
          { type: 'text', text: 'And this one?' },
          { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } },
          { type: 'image', source: { type: 'file', file_id: 'file_1' } },
          {
            type: 'document',
            source: { type: 'base64', media_type: 'application/pdf', data: 'JVBE' },
            title: 'walls.pdf',
            citations: { enabled: true },
          },
          {
            type: 'document',
            source: { type: 'text', media_type: 'text/plain', data: 'Стены' },
          },
          { type: 'search_result', source: 'a', title: 'b', content: [] },
        ],
      },
    ],
    tools: [
      {
        name: 'paint',
        description: 'Paints.',
        input_schema: { type: 'object', additionalProperties: false },
        strict: true,
        ...mark,
      },
    ],
    tool_choice: { type: 'auto', disable_parallel_tool_use: true },
    thinking: { type: 'adaptive' },
    output_config: { effort: 'high', format: { type: 'json_schema', schema: { type: 'object' } } },
    stop_sequences: ['END'],
    metadata: { user_id: 'u1' },
    context_management: { edits: [] },
    service_tier: 'auto',
    stream: true,
  };

  it('is passed on unchanged', () => {
    expect(passOn(body)).toEqual(body);
  });

  it('is passed on with tools of the vendor, and with fields that are not known', () => {
    const changed = {
      ...body,
      tools: [{ type: 'web_search_20260318', name: 'web_search' }, ...body.tools],
      metadata: { user_id: 'u1', other: 'x' },
      of_the_future: { a: [1] },
      thinking: { type: 'between_tools' },
    };
    expect(passOn(changed)).toEqual(changed);
  });

  it('needs no max_tokens to count its tokens', () => {
    const counted = { ...body, max_tokens: undefined };
    expect(() => decodeMessagesRequest(counted)).toThrow('max_tokens');
    const { request, warnings } = decodeMessagesRequest(body);
    expect(decodeCountRequest(body)).toEqual({ request, warnings });
    expect(decodeCountRequest(counted)).toEqual({
      request: { ...request, maxOutputTokens: undefined },
      warnings,
    });
  });

  it('has warnings for what other targets do not receive', () => {
    const tools = [...body.tools, { type: 'web_search_20260318', name: 'web_search' }];
    const { warnings, stream } = decodeMessagesRequest({ ...body, tools });
    expect(warnings).toEqual([
      'sent only to targets with the same format: "context_management"',
      'sent only to targets with the same format: "service_tier"',
      `sent only to targets with the same format: tools[${body.tools.length}]`,
      'sent only to targets with the same format: messages[1].content[4]',
      'sent only to targets with the same format: messages[1].content[5]',
      'sent only to targets with the same format: messages[2].content[3]',
    ]);
    expect(stream).toBe(true);
  });

  it('is passed on with the choice of a tool of the vendor', () => {
    const tools = [{ type: 'web_search_20250305', name: 'web_search' }];
    for (const choice of [{ type: 'tool', name: 'web_search' }, { type: 'any' }]) {
      const changed = { ...body, tools, tool_choice: choice };
      expect(passOn(changed)).toEqual(changed);
    }
    const named = { ...body, tools, tool_choice: { type: 'tool', name: 'web_search' } };
    expect(decodeMessagesRequest(named).request.toolChoice).toBe(undefined);
  });

  it('has the text of blocks that other targets do not know', () => {
    const texts = [{ type: 'text', text: 'Teal.' }];
    const found = {
      type: 'search_result',
      source: 'https://a.example',
      title: 'Walls',
      content: texts,
    };
    const document = {
      type: 'document',
      source: { type: 'content', content: texts },
      title: 'Doc',
    };
    const reference = { type: 'tool_reference', tool_name: 'paint' };
    const result = { type: 'tool_result', tool_use_id: 'toolu_1', content: [reference, found] };
    const changed = {
      ...body,
      messages: [
        ...body.messages.slice(0, 2),
        { role: 'user', content: [result, found, document] },
      ],
    };
    expect(passOn(changed)).toEqual(changed);
    const { request, warnings } = decodeMessagesRequest(changed);
    const text = 'Walls\nhttps://a.example\nTeal.';
    expect(request.messages.slice(3)).toMatchObject([
      { content: [{ output: `paint${text}`, parts: [{ text: 'paint' }, { text }] }] },
      { content: [{ text }, { text: 'Doc\nTeal.' }] },
    ]);
    expect(warnings.join()).not.toContain('messages[2]');
  });

  it('has a warning for each file in a block that other targets do not receive', () => {
    const image = { type: 'image', source: { type: 'file', file_id: 'file_1' } };
    const text = { type: 'text', text: 'Teal.' };
    const document = { type: 'document', source: { type: 'content', content: [text, image] } };
    const pdf = {
      type: 'document',
      source: { type: 'url', url: 'https://a.example/a.pdf' },
      context: 'The walls.',
    };
    const results = [{ type: 'tool_result', tool_use_id: 'toolu_1', content: [text, image] }];
    const messages = [
      ...body.messages.slice(0, 2),
      { role: 'user', content: [...results, document, pdf] },
    ];
    const { warnings } = decodeMessagesRequest({ ...body, messages });
    expect(warnings.filter((warning) => warning.includes('messages[2]'))).toEqual(
      ['[0].content[1]', '[1].source.content[1]', '[2].context'].map(
        (path) => `sent only to targets with the same format: messages[2].content${path}`,
      ),
    );
  });

  it('has the text of a compaction for other targets', () => {
    const content = [{ type: 'compaction', content: 'They chose teal.' }];
    const messages = [{ role: 'assistant', content }, ...body.messages.slice(0, 1)];
    expect(passOn({ ...body, messages }).messages).toContainEqual({ role: 'assistant', content });
    expect(decodeMessagesRequest({ ...body, messages }).request.messages).toContainEqual({
      role: 'assistant',
      content: [expect.objectContaining({ type: 'text', text: 'They chose teal.' })],
    });
  });
});

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
const signature = fc.stringMatching(/^[a-z0-9]{4,8}$/);
const textBlock = fc
  .array(text, { minLength: 1, maxLength: 3 })
  .map((pieces): readonly ProviderEvent[] => [
    ...pieces.map((piece) => ({ type: 'text-delta', text: piece }) as const),
    { type: 'text-end' },
  ]);
const thinkingBlock = fc
  .record({ pieces: fc.array(text, { minLength: 1, maxLength: 3 }), signature })
  .map(({ pieces, signature: sign }): readonly ProviderEvent[] => [
    ...pieces.map((piece) => ({ type: 'reasoning-delta', text: piece }) as const),
    { type: 'reasoning-end', signature: sign },
  ]);
const redactedBlock = signature.map((data): readonly ProviderEvent[] => [
  { type: 'reasoning-end', signature: data, redacted: true },
]);
const callBlock = fc
  .record({ id: signature, pieces: fc.array(fc.integer(), { minLength: 1, maxLength: 3 }) })
  .map(({ id, pieces }): readonly ProviderEvent[] => {
    const deltas = ['{"a":[0', ...pieces.map((piece) => `,${piece}`), ']}'];
    return [
      { type: 'tool-call-start', id, name: 'paint' },
      ...deltas.map((argumentsText) => ({ type: 'tool-call-delta', id, argumentsText }) as const),
      { type: 'tool-call-end', id, name: 'paint', argumentsText: deltas.join('') },
    ];
  });
const blocks = fc.array(fc.oneof(textBlock, thinkingBlock, redactedBlock, callBlock), {
  maxLength: 5,
});
const ending: readonly ProviderEvent[] = [
  {
    type: 'usage',
    inputTokens: 20,
    outputTokens: 9,
    cachedInputTokens: 5,
    cacheWriteTokens: 3,
    reasoningTokens: 2,
  },
  { type: 'finish', reason: 'length', rawReason: 'max_tokens' },
];
const identity = { id: 'msg_1', model: 'claude-sonnet-5' };

/** Without progress and the first counts, which the encoder adds. */
function withoutExtras(events: readonly ProviderEvent[]): readonly ProviderEvent[] {
  const first = events.findIndex(({ type }) => type === 'usage');
  return joinDeltas(
    events.filter(({ type }, index) => type !== 'progress' && (index !== first || index > 1)),
  );
}

describe('a response', () => {
  it('is the same after encoding and decoding, as a stream', () => {
    fc.assert(
      fc.property(blocks, (content) => {
        const events: readonly ChatEvent[] = [...content.flat(), ...ending];
        const encoder = new MessageStreamEncoder(identity);
        const encoded = [...encoder.encode(events), ...encoder.end()];
        const decoded = withoutExtras(decodeAll(toMessages(...encoded)).events).slice(1);
        expect(decoded).toEqual(joinDeltas([...content.flat(), ...ending]));
      }),
    );
  });

  it('has the same events as server-sent events', () => {
    fc.assert(
      fc.property(blocks, (content) => {
        const events = [...content.flat(), ...ending];
        const encoder = new MessageStreamEncoder(identity);
        const sse = encoder.encodeSse(events) + encoder.endSse();
        const other = new MessageStreamEncoder(identity);
        const expected = [...other.encode(events), ...other.end()];
        const lines = sse.split('\n').filter((line) => line.startsWith('data: '));
        expect(lines.map((line) => JSON.parse(line.slice(6)))).toEqual(expected);
        const names = sse.split('\n').filter((line) => line.startsWith('event: '));
        expect(names).toEqual(expected.map((event) => `event: ${readString(event, 'type')}`));
      }),
    );
  });

  it('has each field that a message must have in the SDK', () => {
    const encoder = new MessageStreamEncoder(identity);
    const [start, ...others] = encoder.encode([{ type: 'text-delta', text: 'Teal.' }, ...ending]);
    const counts = ['input_tokens', 'output_tokens', 'output_tokens_details', 'server_tool_use'];
    const caches = ['cache_creation_input_tokens', 'cache_read_input_tokens'];
    const prices = ['cache_creation', 'inference_geo', 'service_tier', 'speed'];
    const stops = ['container', 'stop_details', 'stop_reason', 'stop_sequence'];
    expect(Object.keys(Object(start?.message)).toSorted()).toEqual(
      ['content', 'diagnostics', 'id', 'model', 'role', 'type', 'usage', ...stops].toSorted(),
    );
    expect(Object.keys(Object(start?.message).usage).toSorted()).toEqual(
      [...counts, ...caches, ...prices].toSorted(),
    );
    const end = [...others, ...encoder.end()].find(({ type }) => type === 'message_delta');
    expect(Object.keys(Object(end?.delta)).toSorted()).toEqual(stops);
    expect(Object.keys(Object(end?.usage)).toSorted()).toEqual([...counts, ...caches].toSorted());
  });

  it('encodes sources as citations, and progress as pings', () => {
    const encoder = new MessageStreamEncoder(identity);
    const events: readonly ChatEvent[] = [
      { type: 'progress', activity: 'thinking' },
      { type: 'text-delta', text: 'Teal.' },
      { type: 'source', url: 'https://example.com/a', title: 'A' },
      { type: 'document-source', title: 'colors.pdf', quote: 'Teal' },
      { type: 'finish', reason: 'content-filter', message: 'No.' },
    ];
    const encoded = [...encoder.encode(events), ...encoder.end()];
    expect(encoded[1]).toEqual({ type: 'ping' });
    const decoded = decodeAll(toMessages(...encoded)).events;
    expect(decoded).toContainEqual(events[2]);
    expect(decoded).toContainEqual(events[3]);
    expect(decoded.at(-1)).toMatchObject({ reason: 'content-filter', message: 'No.' });
  });

  it('cannot be restarted', () => {
    const encoder = new MessageStreamEncoder(identity);
    expect(() => encoder.encode([{ type: 'reset', reason: 'server-error' }])).toThrow(/midStream/);
  });

  it('is the same as a complete message', () => {
    const response: EncodableResponse = {
      model: 'claude-sonnet-5',
      message: {
        role: 'assistant',
        content: [
          { type: 'reasoning', text: 'Hm.', signature: 'c2ln' },
          { type: 'reasoning', text: '', signature: 'ZW5j' },
          { type: 'text', text: 'Teal.' },
          { type: 'tool-call', id: 'a', name: 'paint', argumentsText: '{"wall":2}' },
        ],
      },
      sources: [{ type: 'source', url: 'https://example.com/a' }],
      usage: { inputTokens: 20, outputTokens: 9, cachedInputTokens: 5 },
      finishReason: 'tool-calls',
      finishMessage: undefined,
    };
    const message = encodeMessage(response, { id: 'msg_1' });
    expect(message).toMatchObject({ type: 'message', usage: { input_tokens: 15 } });
    const events = decodeMessage(message, settings).filter(({ type }) => type !== 'progress');
    expect(events.slice(2, -2)).toEqual([
      { type: 'reasoning-delta', text: 'Hm.' },
      { type: 'reasoning-end', signature: 'c2ln' },
      { type: 'reasoning-end', signature: 'ZW5j', redacted: true },
      { type: 'text-delta', text: 'Teal.' },
      { type: 'source', url: 'https://example.com/a' },
      { type: 'text-end', providerMetadata: { citations: [expect.anything()] } },
      { type: 'tool-call-start', id: 'a', name: 'paint' },
      { type: 'tool-call-delta', id: 'a', argumentsText: '{"wall":2}' },
      { type: 'tool-call-end', id: 'a', name: 'paint', argumentsText: '{"wall":2}' },
    ]);
  });
});
