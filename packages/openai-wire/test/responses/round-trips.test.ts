import type { ChatEvent, JsonObject, ProviderEvent } from '@understudy/core/provider';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  decodeResponse,
  decodeResponsesRequest,
  encodeResponse,
  encodeResponsesRequest,
  ResponseStreamEncoder,
} from '../../src/responses/index.ts';
import type { EncodableResponse } from '../../src/responses/index.ts';
import { decodeAll, joinDeltas, settings, toMessages } from './fixture.ts';

const provider = 'openai-responses';
const identity = { id: 'r1', created: 1, model: 'gpt-6-astra' };

/** Decodes a request and encodes it again, as a gateway does for a target with the same format. */
function passOn(body: object): JsonObject {
  const { request, stream } = decodeResponsesRequest(body);
  return encodeResponsesRequest(request, { provider, stream }).body;
}

const namespace = {
  type: 'namespace',
  name: 'walls',
  description: 'Walls.',
  tools: [{ type: 'function', name: 'paint', parameters: { type: 'object', properties: {} } }],
};
const custom = { type: 'custom', name: 'patch' };

const body = {
  model: 'gpt-6-astra',
  input: [
    { role: 'developer', content: 'Be brief.' },
    {
      role: 'user',
      content: [
        { type: 'input_text', text: 'Look.', prompt_cache_breakpoint: {} },
        { type: 'input_image', image_url: 'https://example.com/wall.png', detail: 'low' },
        { type: 'input_image', file_id: 'file_1', detail: 'auto' },
        { type: 'input_file', filename: 'a.pdf', file_data: 'data:application/pdf;base64,JVBE' },
        { type: 'input_file', file_url: 'https://example.com/wall.pdf' },
        { type: 'input_file', file_id: 'file_2' },
      ],
    },
    {
      type: 'reasoning',
      summary: [{ type: 'summary_text', text: 'Which wall?' }],
      encrypted_content: 'ENC',
    },
    { role: 'assistant', content: 'Painting.', phase: 'commentary' },
    { type: 'web_search_call', id: 'ws_1', status: 'completed' },
    {
      type: 'function_call',
      call_id: 'call_1',
      name: 'paint',
      namespace: 'walls',
      arguments: '{"wall":2}',
    },
    { type: 'custom_tool_call', call_id: 'call_2', name: 'patch', input: 'a\nb' },
    { type: 'function_call_output', call_id: 'call_1', output: 'done' },
    {
      type: 'custom_tool_call_output',
      call_id: 'call_2',
      output: [
        { type: 'input_text', text: 'ok' },
        { type: 'input_image', image_url: 'data:image/png;base64,AAAA', detail: 'auto' },
      ],
    },
  ],
  tools: [{ type: 'web_search' }, namespace, custom],
  tool_choice: 'auto',
  parallel_tool_calls: false,
  max_output_tokens: 64_000,
  reasoning: { effort: 'high', summary: 'detailed' },
  text: { format: { type: 'json_schema', name: 'wall', schema: { type: 'object' }, strict: true } },
  include: ['reasoning.encrypted_content', 'web_search_call.results'],
  safety_identifier: 'u1',
  metadata: { a: 'b' },
  prompt_cache_key: 'k',
  of_the_future: { a: [1] },
  store: false,
  stream: true,
};

describe('a request', () => {
  it('is passed on with the same content', () => {
    const sent = passOn(body);
    expect(sent.input).toEqual(body.input);
    expect(sent).toEqual({ ...body, input: sent.input });
  });

  it('is decoded for other targets', () => {
    const { request, clientTools, warnings, stream } = decodeResponsesRequest({
      ...body,
      instructions: 'Respond in English.',
    });
    expect(stream).toBe(true);
    expect(clientTools).toEqual({ namespaces: ['walls'], custom: ['patch'] });
    expect(request).toMatchObject({
      maxOutputTokens: 64_000,
      reasoningEffort: 'high',
      parallelToolCalls: false,
      responseFormat: { type: 'json', name: 'wall', schema: { type: 'object' } },
      tools: [{ name: 'walls__paint' }, { name: 'patch' }],
      user: 'u1',
      metadata: { a: 'b' },
    });
    expect(request.messages.map(({ role }) => role)).toEqual([
      'system',
      'system',
      'user',
      'assistant',
      'tool',
    ]);
    expect(request.messages[4]).toMatchObject({
      content: [
        { toolCallId: 'call_1', name: 'walls__paint', output: 'done' },
        { toolCallId: 'call_2', name: 'patch', output: 'ok' },
      ],
    });
    expect(warnings).toEqual([
      'sent only to targets with the same format: "prompt_cache_key"',
      'sent only to targets with the same format: "of_the_future"',
      'sent only to targets with the same format: tools[0]',
      ...['[1].content[2]', '[1].content[5]', '[4]'].map(
        (path) => `sent only to targets with the same format: input${path}`,
      ),
    ]);
  });

  it('has images and files of developers', () => {
    const image = { type: 'input_image', image_url: 'https://a.example/a.png', detail: 'low' };
    const input = [
      { role: 'developer', content: [{ type: 'input_text', text: 'The logo:' }, image] },
      { role: 'user', content: 'Describe it.' },
    ];
    const { request, warnings } = decodeResponsesRequest({ model: 'gpt-6-astra', input });
    expect(encodeResponsesRequest(request, { provider, stream: false }).body.input).toEqual(input);
    expect(warnings).toEqual(['sent only to targets with the same format: input[0].content[1]']);
  });

  it('has the programs of the public API, and not those of Codex', () => {
    const sent = (programs: object): unknown =>
      passOn({ model: 'm', input: 'Hi', access_programs: programs }).access_programs;
    expect(sent({ cyber: 'standard' })).toEqual({ cyber: 'standard' });
    expect(sent({ programs: [] })).toBe(undefined);
  });

  it('can have a strict function without parameters', () => {
    const tools = [{ type: 'function', name: 'now', parameters: null, strict: true }];
    const empty = { type: 'object', properties: {}, additionalProperties: false };
    expect(passOn({ model: 'm', input: 'Hi', tools }).tools).toEqual([
      { ...tools[0], parameters: empty },
    ]);
  });

  it('can be a text, and store nothing', () => {
    const { request, stream } = decodeResponsesRequest({ model: 'm', input: 'Hi', store: true });
    expect(request.messages).toEqual([{ role: 'user', content: 'Hi' }]);
    expect(stream).toBe(false);
    expect(encodeResponsesRequest(request, { provider, stream }).body.store).toBe(false);
  });

  it('keeps a choice of a tool of the vendor', () => {
    const changed = { ...body, tool_choice: { type: 'web_search' } };
    expect(passOn(changed)).toMatchObject({ tool_choice: { type: 'web_search' } });
    const named = { type: 'function', name: 'walls__paint' };
    expect(decodeResponsesRequest({ ...body, tool_choice: named }).request.toolChoice).toEqual({
      name: 'walls__paint',
    });
  });

  it.each([
    [{ previous_response_id: 'resp_1' }, 'previous_response_id', /stored data/],
    [{ conversation: 'conv_1' }, 'conversation', /stored data/],
    [{ background: true }, 'background', /expected false or no value, received true/],
    [{ input: [{ type: 'item_reference', id: 'msg_1' }] }, 'input[0].type', /stored data/],
  ])('that needs a store is rejected: %j', (fields, param, message) => {
    const decode = (): unknown => decodeResponsesRequest({ model: 'm', input: 'Hi', ...fields });
    expect(decode).toThrow(message);
    expect(decode).toThrow(expect.objectContaining({ code: 'unsupported-parameter', param }));
  });

  it.each([
    [{ model: 5 }, 'model'],
    [{ input: 5 }, 'input'],
    [{ input: [{ role: 'tool', content: '' }] }, 'input[0].role'],
    [{ input: [{ role: 'user', content: [5] }] }, 'input[0].content[0]'],
    [{ input: [{ type: 'function_call', name: 'a' }] }, 'input[0].call_id'],
    [{ text: { format: { type: 'x' } } }, 'text.format.type'],
    [{ reasoning: { effort: 'x' } }, 'reasoning.effort'],
    [
      { input: [{ role: 'user', content: [{ type: 'input_image', image_url: 'x' }] }] },
      'input[0].content[0].image_url',
    ],
  ])('that is not valid is rejected: %j', (fields, path) => {
    expect(() => decodeResponsesRequest({ model: 'm', input: 'Hi', ...fields })).toThrow(
      expect.objectContaining({ code: 'invalid-request', path }),
    );
  });
});

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });

/** Blocks of a response as a provider emits them. */
const block = fc.oneof(
  text.map((each): readonly ProviderEvent[] => [
    { type: 'text-delta', text: each },
    { type: 'text-end' },
  ]),
  fc
    .tuple(text, fc.option(text, { nil: undefined }))
    .map(([each, signature]): readonly ProviderEvent[] => [
      { type: 'reasoning-delta', text: each },
      { type: 'reasoning-end', ...(signature !== undefined && { signature }) },
    ]),
  text.map((signature): readonly ProviderEvent[] => [
    { type: 'reasoning-end', signature, redacted: true },
  ]),
  fc.tuple(fc.uuid(), text).map(([id, value]): readonly ProviderEvent[] => {
    const argumentsText = JSON.stringify({ value });
    return [
      { type: 'tool-call-start', id, name: 'paint' },
      { type: 'tool-call-delta', id, argumentsText },
      { type: 'tool-call-end', id, name: 'paint', argumentsText },
    ];
  }),
);

function streamOf(events: readonly ChatEvent[]): readonly JsonObject[] {
  const encoder = new ResponseStreamEncoder(identity);
  return [...encoder.encode(events), ...encoder.end()];
}

const start: ProviderEvent = {
  type: 'response-start',
  provider: 'openai',
  model: 'gpt-6-astra',
  id: 'r1',
};

describe('a response', () => {
  it('is decoded as it was encoded', () => {
    fc.assert(
      fc.property(fc.array(block, { minLength: 1, maxLength: 6 }), (blocks) => {
        const events = blocks.flat();
        const hasCalls = events.some(({ type }) => type === 'tool-call-start');
        const reason = hasCalls ? 'tool-calls' : 'stop';
        const usage = { type: 'usage', inputTokens: 2, outputTokens: 3 } as const;
        const stream = streamOf([start, ...events, usage, { type: 'finish', reason }]);
        const decoded = decodeAll(toMessages(...stream)).events;
        expect(joinDeltas(decoded.filter(({ type }) => type !== 'progress'))).toEqual([
          start,
          ...joinDeltas(events),
          { ...usage, cachedInputTokens: 0, cacheWriteTokens: 0, reasoningTokens: 0 },
          { type: 'finish', reason, rawReason: 'completed' },
        ]);
        const complete = stream.at(-1)?.response;
        expect(joinDeltas(decodeResponse(complete, settings))).toEqual(joinDeltas(decoded));
      }),
    );
  });

  it('has numbered events, and the same bytes in every form', () => {
    const events: readonly ChatEvent[] = [
      { type: 'text-delta', text: 'Te' },
      { type: 'text-delta', text: 'al. "quoted"' },
      { type: 'source', url: 'https://example.com/', title: 'Colors' },
      { type: 'finish', reason: 'stop' },
    ];
    const encoder = new ResponseStreamEncoder(identity);
    const sse = encoder.encodeSse(events) + encoder.endSse();
    const data = [...sse.matchAll(/^data: (.*)$/gmu)].map(([, json = '']) => JSON.parse(json));
    expect(data).toEqual(streamOf(events));
    expect(data.map((event) => event.sequence_number)).toEqual([...data.keys()]);
    const names = [...sse.matchAll(/^event: (.*)$/gmu)].map(([, name]) => name);
    expect(names).toEqual(data.map((event) => event.type));
    expect(data.at(-1)?.response.output).toMatchObject([
      { content: [{ text: 'Teal. "quoted"', annotations: [{ url: 'https://example.com/' }] }] },
    ]);
  });

  it.each([
    ['length', 'incomplete', 'max_output_tokens'],
    ['content-filter', 'incomplete', 'content_filter'],
    ['other', 'completed', undefined],
  ] as const)('that finished with %s is %s', (reason, status, expected) => {
    const last = streamOf([
      { type: 'text-delta', text: 'a' },
      { type: 'finish', reason },
    ]).at(-1);
    expect(last).toMatchObject({ type: `response.${status}`, response: { status } });
    const details = expected === undefined ? null : { reason: expected };
    expect(last).toMatchObject({ response: { incomplete_details: details } });
  });

  it('has calls as the client knows their tools', () => {
    const clientTools = { namespaces: ['walls'], custom: ['patch'] };
    const encoder = new ResponseStreamEncoder({ ...identity, clientTools });
    const argumentsText = '{"input":"a\\nb"}';
    const stream = encoder.encode([
      { type: 'tool-call-start', id: 'c1', name: 'walls__paint' },
      { type: 'tool-call-start', id: 'c2', name: 'patch' },
      { type: 'tool-call-delta', id: 'c2', argumentsText },
      { type: 'tool-call-end', id: 'c2', name: 'patch', argumentsText },
      { type: 'tool-call-end', id: 'c1', name: 'walls__paint', argumentsText: '{}' },
      { type: 'finish', reason: 'tool-calls' },
    ]);
    const items = stream.flatMap(({ type, item }) =>
      type === 'response.output_item.done' ? [item] : [],
    );
    expect(items).toMatchObject([
      { type: 'custom_tool_call', call_id: 'c2', name: 'patch', input: 'a\nb' },
      { type: 'function_call', call_id: 'c1', name: 'paint', namespace: 'walls', arguments: '{}' },
    ]);
    expect(encoder.end()[0]).toMatchObject({
      response: { output: [{ call_id: 'c1' }, { call_id: 'c2' }] },
    });
  });

  it('ends calls that have no end, and keeps text beside them', () => {
    const stream = streamOf([
      { type: 'tool-call-start', id: 'c1', name: 'paint' },
      { type: 'text-delta', text: 'Teal.' },
      { type: 'tool-call-end', id: 'c1', name: 'paint', argumentsText: '{}' },
      { type: 'text-delta', text: ' Or green.' },
      { type: 'tool-call-start', id: 'c2', name: 'paint' },
      { type: 'finish', reason: 'length' },
    ]);
    expect(stream.at(-1)).toMatchObject({
      response: {
        output: [
          { call_id: 'c1', status: 'completed' },
          { content: [{ text: 'Teal. Or green.' }] },
          { call_id: 'c2', status: 'incomplete' },
        ],
      },
    });
  });

  it('has images as calls of the tool that creates them', () => {
    const file = {
      type: 'file',
      mediaType: 'image/png',
      data: { type: 'base64', base64: 'AAAA' },
    } as const;
    const { events } = decodeAll(
      toMessages(...streamOf([file, { type: 'finish', reason: 'stop' }])),
    );
    expect(events).toContainEqual(file);
  });

  it('that failed ends with an error and the failed response', () => {
    const encoder = new ResponseStreamEncoder(identity);
    const opening = encoder.encodeSse([{ type: 'text-delta', text: 'Te' }]);
    const failure = encoder.failSse({ code: 'rate-limited', message: 'slow down' });
    expect(failure).toMatch(/^event: error\n/u);
    expect(failure).toContain('event: response.failed\n');
    const data = [...(opening + failure).matchAll(/^data: (.*)$/gmu)].map(([, json = '']) => json);
    const { events, end } = decodeAll(data.map((each) => ({ data: each })));
    expect(events.some((event) => event.type === 'text-delta')).toBe(true);
    expect(end).toMatchObject({ type: 'failed', error: { code: 'rate-limited' } });
  });

  it('cannot be withdrawn', () => {
    expect(() => streamOf([{ type: 'reset', reason: 'server-error' }])).toThrow(
      expect.objectContaining({ path: 'midStream' }),
    );
  });

  it('is encoded without a stream', () => {
    const response: EncodableResponse = {
      model: 'gpt-6-astra',
      finishReason: 'tool-calls',
      usage: { inputTokens: 2, outputTokens: 3 },
      sources: [{ type: 'source', url: 'https://example.com/', title: 'Colors' }],
      message: {
        role: 'assistant',
        content: [
          { type: 'reasoning', text: 'Hm.', signature: 'ENC' },
          { type: 'text', text: 'Teal.', providerMetadata: { phase: 'commentary' } },
          { type: 'tool-call', id: 'c1', name: 'paint', argumentsText: '{}' },
        ],
      },
    };
    expect(encodeResponse(response, { id: 'r1', created: 1 })).toMatchObject({
      id: 'r1',
      object: 'response',
      created_at: 1,
      model: 'gpt-6-astra',
      status: 'completed',
      output: [
        { type: 'reasoning', summary: [{ text: 'Hm.' }], encrypted_content: 'ENC' },
        {
          type: 'message',
          phase: 'commentary',
          content: [{ text: 'Teal.', annotations: [{ type: 'url_citation' }] }],
        },
        { type: 'function_call', call_id: 'c1', name: 'paint', arguments: '{}' },
      ],
      usage: { total_tokens: 5 },
    });
  });
});
