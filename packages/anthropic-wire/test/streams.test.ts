import type { SseMessage } from '@understudy/provider-utils';
import { describe, expect, it } from 'vitest';

import { decodeMessage } from '../src/index.ts';
import {
  blockDelta,
  blockStart,
  blockStop,
  createStream,
  decodeAll,
  settings,
  textOf,
  toMessages,
} from './fixture.ts';

const text = (index: number, ...pieces: readonly string[]): readonly object[] => [
  blockStart(index, { type: 'text', text: '' }),
  ...pieces.map((piece) => blockDelta(index, { type: 'text_delta', text: piece })),
  blockStop(index),
];

const call = (index: number, ...pieces: readonly string[]): readonly object[] => [
  blockStart(index, { type: 'tool_use', id: `toolu_${index}`, name: 'paint', input: {} }),
  ...pieces.map((piece) => blockDelta(index, { type: 'input_json_delta', partial_json: piece })),
  blockStop(index),
];

describe('reasoning', () => {
  const thinking = blockStart(0, { type: 'thinking', thinking: '', signature: '' });

  it('has the signature at its end, which replaces an earlier one', () => {
    const { events } = decodeAll(
      createStream([
        thinking,
        blockDelta(0, { type: 'thinking_delta', thinking: 'Look it up.' }),
        blockDelta(0, { type: 'signature_delta', signature: 'early' }),
        blockDelta(0, { type: 'signature_delta', signature: 'c2ln' }),
        blockStop(0),
        ...call(1, '{"wall":', '2}'),
      ]),
    );
    expect(events.slice(1)).toEqual([
      { type: 'progress', activity: 'thinking' },
      { type: 'reasoning-delta', text: 'Look it up.' },
      { type: 'reasoning-end', signature: 'c2ln' },
      { type: 'tool-call-start', id: 'toolu_1', name: 'paint' },
      { type: 'tool-call-delta', id: 'toolu_1', argumentsText: '{"wall":' },
      { type: 'tool-call-delta', id: 'toolu_1', argumentsText: '2}' },
      { type: 'tool-call-end', id: 'toolu_1', name: 'paint', argumentsText: '{"wall":2}' },
      { type: 'finish', reason: 'tool-calls', rawReason: 'end_turn' },
    ]);
  });

  it('keeps the type of a block whose text is withheld, so that it can be sent back', () => {
    const signature = blockDelta(0, { type: 'signature_delta', signature: 'c2ln' });
    const { events } = decodeAll(
      createStream([thinking, signature, blockStop(0), ...text(1, 'a')]),
    );
    expect(events[2]).toEqual({
      type: 'reasoning-end',
      signature: 'c2ln',
      providerMetadata: { type: 'thinking' },
    });
  });

  it('can be redacted', () => {
    const redacted = blockStart(0, { type: 'redacted_thinking', data: 'ZW5j' });
    const { events } = decodeAll(createStream([redacted, blockStop(0)]));
    expect(events[2]).toEqual({ type: 'reasoning-end', signature: 'ZW5j', redacted: true });
  });

  it('reports progress for a ping in an open block, and not outside of one', () => {
    const ping = { type: 'ping' };
    const { events } = decodeAll(
      createStream([ping, thinking, ping, ping, blockStop(0), ping, ...text(1, 'a'), ping]),
    );
    expect(events.filter(({ type }) => type === 'progress')).toHaveLength(3);
  });

  it('reports progress for a search', () => {
    const search = { type: 'server_tool_use', id: 's', name: 'web_search', input: {} };
    const { events } = decodeAll(createStream([blockStart(0, search), blockStop(0)]));
    expect(events[1]).toEqual({ type: 'progress', activity: 'searching' });
  });
});

describe('tool calls', () => {
  const endsOf = (events: readonly object[], reason?: string): readonly unknown[] =>
    decodeAll(createStream(events, reason)).events.filter(({ type }) => type === 'tool-call-end');

  it('have the input of the start if there are no deltas', () => {
    const whole = { type: 'tool_use', id: 't', name: 'paint', input: { wall: 2 } };
    expect(endsOf([blockStart(0, whole), blockStop(0)])).toMatchObject([
      { argumentsText: '{"wall":2}' },
    ]);
    expect(endsOf(call(0, ''))).toMatchObject([{ argumentsText: '{}' }]);
  });

  it('have an id if the server sends none', () => {
    const nameless = (index: number): readonly object[] => [
      blockStart(index, { type: 'tool_use', name: 'paint', input: {} }),
      blockStop(index),
    ];
    expect(endsOf([...nameless(0), ...nameless(1)])).toMatchObject([
      { id: 'toolu_msg_1_1' },
      { id: 'toolu_msg_1_2' },
    ]);
  });

  it('are incomplete if they were cut off, or if their arguments are no JSON', () => {
    const broken = [...call(0, '{"wall":2}'), ...call(1, '{"wall":')];
    expect(endsOf(broken, 'tool_use')).toEqual([
      { type: 'tool-call-end', id: 'toolu_0', name: 'paint', argumentsText: '{"wall":2}' },
      {
        type: 'tool-call-end',
        id: 'toolu_1',
        name: 'paint',
        argumentsText: '{"wall":',
        incomplete: true,
      },
    ]);
    const emptyCalls = [...call(0), ...call(1)];
    expect(endsOf(emptyCalls, 'max_tokens')).toEqual([
      { type: 'tool-call-end', id: 'toolu_0', name: 'paint', argumentsText: '{}' },
      {
        type: 'tool-call-end',
        id: 'toolu_1',
        name: 'paint',
        argumentsText: '{}',
        incomplete: true,
      },
    ]);
    expect(endsOf(call(0, '{"wall":2}'), 'max_tokens')[0]).not.toHaveProperty('incomplete');
    expect(endsOf(call(0, '{}'), 'max_tokens')[0]).not.toHaveProperty('incomplete');
  });

  it('can have an object as a delta, or an empty object before the arguments', () => {
    const object = blockDelta(0, { type: 'input_json_delta', partial_json: { wall: 2 } });
    const [start = {}, end = {}] = call(0);
    for (const events of [[start, object, end], call(0, '{}', '{"wall":2}')]) {
      const { events: decoded } = decodeAll(createStream(events));
      expect(decoded.filter(({ type }) => type === 'tool-call-delta')).toEqual([
        { type: 'tool-call-delta', id: 'toolu_0', argumentsText: '{"wall":2}' },
      ]);
      expect(endsOf(events)).toMatchObject([{ argumentsText: '{"wall":2}' }]);
    }
  });

  it('have different ids, because results are assigned by id', () => {
    const ends = endsOf([...call(0, '{}'), ...call(0, '{}')]);
    expect(ends).toMatchObject([{ id: 'toolu_0' }, { id: 'toolu_msg_1_2' }]);
  });

  it('end a response with tool-calls, also if the server sends end_turn', () => {
    const { events } = decodeAll(createStream(call(0, '{}'), 'end_turn'));
    expect(events.at(-1)).toMatchObject({ reason: 'tool-calls', rawReason: 'end_turn' });
  });

  it('without a name are malformed', () => {
    const nameless = blockStart(0, { type: 'tool_use', id: 't', input: {} });
    expect(decodeAll(createStream([nameless])).end).toMatchObject({
      error: { code: 'malformed-response' },
    });
  });
});

describe('interleaved blocks', () => {
  it('are passed on one after the other', () => {
    const { events } = decodeAll(
      createStream([
        blockStart(0, { type: 'text', text: '' }),
        blockStart(1, { type: 'tool_use', id: 't', name: 'paint', input: {} }),
        blockStart(2, { type: 'text', text: '' }),
        blockDelta(2, { type: 'text_delta', text: 'c' }),
        blockDelta(1, { type: 'input_json_delta', partial_json: '{"a"' }),
        blockDelta(0, { type: 'text_delta', text: 'a' }),
        blockStop(2),
        blockDelta(0, { type: 'text_delta', text: 'b' }),
        blockStop(0),
        blockDelta(1, { type: 'input_json_delta', partial_json: ':1}' }),
        blockStop(1),
      ]),
    );
    expect(events.slice(1).map((event) => ('text' in event ? event.text : event.type))).toEqual([
      'a',
      'b',
      'text-end',
      'tool-call-start',
      'tool-call-delta',
      'tool-call-delta',
      'tool-call-end',
      'c',
      'text-end',
      'finish',
    ]);
  });

  it('are limited in what waits', () => {
    const waiting = Array.from({ length: 100 }, () =>
      blockDelta(1, { type: 'text_delta', text: 'x'.repeat(1000) }),
    );
    const events = [
      blockStart(0, { type: 'text', text: '' }),
      blockStart(1, { type: 'text', text: '' }),
      ...waiting,
    ];
    const { end } = decodeAll(createStream(events), { maxResponseBytes: 50_000 });
    expect(end).toMatchObject({ error: { code: 'response-too-large' } });
  });
});

describe('sources', () => {
  const citations = [
    {
      type: 'web_search_result_location',
      url: 'https://example.com/a',
      title: 'A',
      cited_text: 'x',
    },
    {
      type: 'web_search_result_location',
      url: 'https://example.com/a',
      title: 'A',
      cited_text: 'y',
    },
    { type: 'page_location', document_title: 'colors.pdf', document_index: 0, cited_text: 'Teal' },
    { type: 'char_location', document_title: null, document_index: 1, cited_text: 'Blue' },
    { type: 'search_result_location', source: 'https://example.com/b', title: 'B' },
    { type: 'search_result_location', source: 'handbook/colors', title: null, cited_text: 'Red' },
  ];

  it('are reported once, and kept with the text', () => {
    const [start = {}, delta = {}, stop = {}] = text(0, 'Teal.');
    const cited = citations.map((citation) => blockDelta(0, { type: 'citations_delta', citation }));
    const { events } = decodeAll(createStream([start, delta, ...cited, stop]));
    expect(events.slice(2, -1)).toEqual([
      { type: 'source', url: 'https://example.com/a', title: 'A' },
      { type: 'document-source', title: 'colors.pdf', quote: 'Teal' },
      { type: 'document-source', title: 'document 2', quote: 'Blue' },
      { type: 'source', url: 'https://example.com/b', title: 'B' },
      { type: 'document-source', title: 'handbook/colors', quote: 'Red' },
      { type: 'text-end', providerMetadata: { citations } },
    ]);
  });
});

describe('usage', () => {
  it('is cumulative, field by field, and includes the cache in the input', () => {
    const { events } = decodeAll(
      toMessages(
        {
          type: 'message_start',
          message: {
            id: 'm',
            usage: { input_tokens: 10, output_tokens: 1, cache_read_input_tokens: 5 },
          },
        },
        { type: 'message_delta', usage: { input_tokens: null, output_tokens: 7 } },
        {
          type: 'message_delta',
          delta: { stop_reason: 'end_turn' },
          usage: {
            output_tokens: 9,
            cache_creation_input_tokens: 3,
            output_tokens_details: { thinking_tokens: 4 },
            server_tool_use: { web_search_requests: 1 },
          },
        },
        { type: 'message_stop' },
      ),
    );
    expect(events.filter(({ type }) => type === 'usage')).toEqual([
      { type: 'usage', inputTokens: 15, outputTokens: 1, cachedInputTokens: 5 },
      {
        type: 'usage',
        inputTokens: 18,
        outputTokens: 9,
        cachedInputTokens: 5,
        cacheWriteTokens: 3,
        reasoningTokens: 4,
      },
    ]);
    expect(events.at(-1)).toMatchObject({
      providerMetadata: { usage: { server_tool_use: { web_search_requests: 1 } } },
    });
  });

  it('includes compactions, which the counts of the message do not include', () => {
    const iterations = [
      {
        type: 'compaction',
        input_tokens: 1000,
        output_tokens: 100,
        cache_read_input_tokens: 50,
        cache_creation_input_tokens: 20,
      },
      { type: 'message', input_tokens: 10, output_tokens: 9 },
      { type: 'advisor_message', input_tokens: 500, output_tokens: 70 },
      { type: 'compaction', input_tokens: 2000, output_tokens: null },
      null,
    ];
    const usage = { output_tokens: 9, iterations };
    const { events } = decodeAll(
      toMessages(
        { type: 'message_start', message: { id: 'm', usage: { input_tokens: 10 } } },
        { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage },
        { type: 'message_stop' },
      ),
    );
    expect(events.findLast(({ type }) => type === 'usage')).toEqual({
      type: 'usage',
      inputTokens: 3080,
      outputTokens: 109,
      cachedInputTokens: 50,
      cacheWriteTokens: 20,
    });
    expect(events.at(-1)).toMatchObject({ providerMetadata: { usage: { iterations } } });
  });
});

describe('usage of compatible servers', () => {
  it('can be in the last event (LiteLLM)', () => {
    const { events } = decodeAll(
      toMessages(
        {
          type: 'message_start',
          message: { id: 'm', usage: { input_tokens: 0, output_tokens: 0 } },
        },
        { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 0 } },
        { type: 'message_stop', usage: { input_tokens: 46, output_tokens: 401 }, metrics: {} },
      ),
    );
    expect(events.slice(-2)).toEqual([
      { type: 'usage', inputTokens: 46, outputTokens: 401 },
      { type: 'finish', reason: 'stop', rawReason: 'end_turn' },
    ]);
  });

  it('is not replaced by lower counts', () => {
    const { events } = decodeAll(
      toMessages(
        {
          type: 'message_start',
          message: { id: 'm', usage: { input_tokens: 10, output_tokens: 1 } },
        },
        {
          type: 'message_delta',
          delta: { stop_reason: 'end_turn' },
          usage: { input_tokens: 0, output_tokens: 9 },
        },
        { type: 'message_stop' },
      ),
    );
    expect(events.filter(({ type }) => type === 'usage').at(-1)).toEqual({
      type: 'usage',
      inputTokens: 10,
      outputTokens: 9,
    });
  });
});

describe('the finish', () => {
  const finishOf = (delta: object): unknown =>
    decodeAll(toMessages({ type: 'message_delta', delta }, { type: 'message_stop' })).events.at(-1);

  it.each([
    ['end_turn', 'stop'],
    ['stop_sequence', 'stop'],
    ['tool_use', 'other'],
    ['max_tokens', 'length'],
    ['model_context_window_exceeded', 'length'],
    ['refusal', 'content-filter'],
    ['pause_turn', 'other'],
    ['a_new_reason', 'other'],
  ])('for %s is %s', (rawReason, reason) => {
    expect(finishOf({ stop_reason: rawReason })).toEqual({ type: 'finish', reason, rawReason });
  });

  it('has the explanation of a refusal', () => {
    const details = { category: 'bio', explanation: 'It is dangerous.' };
    expect(finishOf({ stop_reason: 'refusal', stop_details: details })).toMatchObject({
      reason: 'content-filter',
      message: 'It is dangerous.',
      providerMetadata: { stop_details: details },
    });
  });
});

describe('unusual streams', () => {
  it('ignores unknown events, blocks and deltas', () => {
    const { events, end } = decodeAll(
      createStream([
        { type: 'of_the_future', text: 'x' },
        blockStart(0, { type: 'of_the_future', text: 'x' }),
        blockDelta(0, { type: 'text_delta', text: 'x' }),
        blockStop(0),
        blockStart(1, { type: 'text', text: 'a' }),
        blockDelta(1, { type: 'of_the_future', value: 'x' }),
        blockDelta(1, { type: 'text_delta', text: 'b' }),
        blockStop(1),
        blockStop(7),
      ]),
    );
    expect(textOf(events)).toBe('ab');
    expect(end).toEqual({ type: 'finished' });
  });

  it('reads the type of the data, or the name of the event without one', () => {
    const typed = createStream(text(0, 'a')).map(({ data }) => ({ data }));
    expect(textOf(decodeAll(typed).events)).toBe('a');
    const named = createStream(text(0, 'a')).map(({ event, data }) => {
      const { type: _type, ...rest }: { readonly type?: string } = JSON.parse(data);
      return { event, data: JSON.stringify(rest) };
    });
    expect(textOf(decodeAll(named).events)).toBe('a');
  });

  it('accepts missing starts and ends of blocks, a missing start and a repeated one', () => {
    const loose = [
      blockDelta(0, { type: 'text_delta', text: 'a' }),
      blockStart(0, { type: 'text', text: 'b' }),
      blockStart(1, { type: 'text', text: 'c' }),
    ];
    const [start = { data: '' }, ...rest] = createStream(loose);
    for (const messages of [rest, [start, start, ...rest]]) {
      const { events, end } = decodeAll(messages);
      expect(textOf(events)).toBe('abc');
      expect(end).toEqual({ type: 'finished' });
    }
  });

  it('reads the content of the start', () => {
    const content = [{ type: 'tool_use', id: 't', name: 'paint', input: { wall: 2 } }];
    const { events } = decodeAll(
      toMessages(
        { type: 'message_start', message: { id: 'm', content } },
        { type: 'message_stop' },
      ),
    );
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'tool-call-end', argumentsText: '{"wall":2}' }),
    );
  });

  it('reads text once that the start of the message or of a block contains too', () => {
    const content = [{ type: 'text', text: 'Te' }];
    const [, ...rest] = createStream(text(0, 'Te', 'al.'));
    const starts = toMessages({ type: 'message_start', message: { id: 'm', content } });
    expect(textOf(decodeAll([...starts, ...rest]).events)).toBe('Teal.');
    const [, ...second] = createStream(text(1, 'al.'));
    expect(textOf(decodeAll([...starts, ...second]).events)).toBe('Teal.');
    const start = blockStart(0, { type: 'text', text: 'Te' });
    const repeated = createStream([start, ...text(0, 'Te', 'al.').slice(1)]);
    expect(textOf(decodeAll(repeated).events)).toBe('Teal.');
  });

  it('separates reasoning and text in one block', () => {
    const thought = blockDelta(0, { type: 'thinking_delta', thinking: 'Hm.' });
    const answer = blockDelta(0, { type: 'text_delta', text: 'Teal.' });
    const blocks = [
      [blockStart(0, { type: 'thinking', thinking: '' }), thought, answer],
      [blockStart(0, { type: 'text', text: '' }), thought, answer],
    ];
    for (const block of blocks) {
      const { events } = decodeAll(createStream(block));
      expect(textOf(events)).toBe('Teal.');
      expect(events).toContainEqual({ type: 'reasoning-delta', text: 'Hm.' });
    }
  });

  it('accepts the end without message_stop only with the setting', () => {
    const messages = createStream(text(0, 'a')).slice(0, -1);
    expect(decodeAll(messages).end).toMatchObject({ error: { code: 'stream-truncated' } });
    expect(decodeAll(messages, { messageStop: false }).end).toEqual({ type: 'finished' });
    const cut = decodeAll(messages.slice(0, -1), { messageStop: false });
    expect(cut.end).toMatchObject({ error: { code: 'stream-truncated' } });
  });

  it('keeps half of a surrogate pair until the other arrives', () => {
    const { events } = decodeAll(createStream(text(0, 'a\uD83D', '\uDE00b')));
    expect(events.filter(({ type }) => type === 'text-delta')).toEqual([
      { type: 'text-delta', text: 'a' },
      { type: 'text-delta', text: '\uD83D\uDE00b' },
    ]);
  });

  it('warns about changes of the conversation', () => {
    const message = { id: 'm', input_transformations: [{ type: 'thinking_block_removed' }] };
    const { events } = decodeAll(toMessages({ type: 'message_start', message }));
    expect(events[1]).toMatchObject({ type: 'warning' });
  });

  it('rejects data that is not JSON', () => {
    const messages = [...createStream(text(0, 'a')).slice(0, 3), { data: '{"type":' }];
    const { events, end } = decodeAll(messages);
    expect(textOf(events)).toBe('a');
    expect(end).toMatchObject({ error: { code: 'malformed-response' } });
  });
});

describe('errors in a stream', () => {
  const error = { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } };

  it('end it after the content before them', () => {
    const messages = [...createStream(text(0, 'a')).slice(0, 3), ...toMessages(error)];
    const { events, end } = decodeAll(messages);
    expect(textOf(events)).toBe('a');
    expect(end).toMatchObject({ type: 'failed', error: { code: 'overloaded' } });
    expect(decodeAll(toMessages(error)).end).toMatchObject({ error: { code: 'overloaded' } });
  });

  it.each([
    ['The tool result could not be processed', 'request-rejected'],
    ['messages: at least one message is required', 'invalid-request'],
    ['Output blocked by content filtering policy', 'content-filtered'],
  ])('of the type invalid_request_error are errors of the request: %s', (message, code) => {
    const start = createStream(text(0, 'a')).slice(0, 3);
    const rejection = { type: 'error', error: { type: 'invalid_request_error', message } };
    expect(decodeAll([...start, ...toMessages(rejection)]).end).toMatchObject({ error: { code } });
  });

  it('can be a line without a field, which other text is not', () => {
    const line = (data: string): SseMessage => ({ data, unknownLine: true });
    const start = createStream(text(0, 'Te')).slice(0, -2);
    const failure = '{"type":"error","error":{"type":"overloaded_error","message":"Busy."}}';
    expect(decodeAll([...start, line(failure)]).end).toMatchObject({
      error: { code: 'overloaded' },
    });
    expect(decodeAll([...start, line('<html>502 Bad Gateway</html>')]).end).toMatchObject({
      error: { code: 'stream-truncated' },
    });
  });

  it('are recognized without a type, and as text', () => {
    const bare = { data: '{"error":{"type":"api_error","message":"x"}}' };
    expect(decodeAll([bare]).end).toMatchObject({ error: { code: 'server-error' } });
    const plain = { event: 'error', data: 'Internal Server Error' };
    expect(decodeAll([plain]).end).toMatchObject({ error: { code: 'server-error' } });
  });
});

describe('a complete message', () => {
  it('has the same events as a stream', () => {
    const message = {
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      model: 'claude-sonnet-5',
      content: [
        { type: 'thinking', thinking: 'Hm.', signature: 'c2ln' },
        { type: 'text', text: 'Teal.' },
        { type: 'tool_use', id: 't', name: 'paint', input: { wall: 2 } },
      ],
      stop_reason: 'tool_use',
    };
    const streamed = decodeAll(
      createStream(
        [
          blockStart(0, { type: 'thinking', thinking: '', signature: '' }),
          blockDelta(0, { type: 'thinking_delta', thinking: 'Hm.' }),
          blockDelta(0, { type: 'signature_delta', signature: 'c2ln' }),
          blockStop(0),
          ...text(1, 'Teal.'),
          blockStart(2, { type: 'tool_use', id: 't', name: 'paint', input: {} }),
          blockDelta(2, { type: 'input_json_delta', partial_json: '{"wall":2}' }),
          blockStop(2),
        ],
        'tool_use',
      ),
    );
    expect(decodeMessage(message, settings)).toEqual(streamed.events);
  });

  it.each([
    [{ type: 'error', error: { type: 'api_error', message: 'x' } }, 'server-error'],
    [{ choices: [] }, 'malformed-response'],
    [[], 'malformed-response'],
    [undefined, 'malformed-response'],
  ])('%j is an error', (json, code) => {
    expect(() => decodeMessage(json, settings)).toThrow(expect.objectContaining({ code }));
  });
});
