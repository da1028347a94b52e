import type { ProviderEvent } from '@understudy/core/provider';
import type { SseMessage } from '@understudy/provider-utils';
import { describe, expect, it } from 'vitest';

import { decodeResponse } from '../../src/responses/index.ts';
import {
  added,
  createStream,
  decodeAll,
  done,
  joinDeltas,
  message,
  response,
  settings,
  streamed,
  textDelta,
  textOf,
  toMessages,
} from './fixture.ts';

function typesOf(events: readonly ProviderEvent[]): readonly string[] {
  return events.map(({ type }) => type);
}

/** Returns the arguments of the calls of a stream. */
function callsOf(messages: readonly SseMessage[]): readonly string[] {
  const { events } = decodeAll(messages);
  return events.flatMap((event) => (event.type === 'tool-call-end' ? event.argumentsText : []));
}

function call(index: number, pieces: readonly string[], fields: object = {}): readonly object[] {
  const item = {
    type: 'function_call',
    id: `fc_${index}`,
    call_id: `call_${index}`,
    name: 'paint',
  };
  const type = 'response.function_call_arguments.delta';
  return [
    added(index, { ...item, arguments: '' }),
    ...pieces.map((delta) => ({ type, output_index: index, delta })),
    done(index, { ...item, arguments: pieces.join(''), status: 'completed', ...fields }),
  ];
}

const reasoning = { type: 'reasoning', id: 'rs_0', summary: [] };

describe('text', () => {
  it('keeps the phase of a message', () => {
    const item = { ...message('msg_0', 'Looking.'), phase: 'commentary' };
    const { events } = decodeAll(createStream([done(0, item), ...streamed(1, 'Teal.')]));
    expect(events.slice(1, -1)).toEqual([
      { type: 'text-delta', text: 'Looking.' },
      { type: 'text-end', providerMetadata: { phase: 'commentary' } },
      { type: 'text-delta', text: 'Teal.' },
      { type: 'text-end' },
    ]);
  });

  it('is completed by the end of a part or an item, and never doubled', () => {
    const part = { type: 'output_text', text: 'Teal, of course.' };
    const position = { output_index: 0, content_index: 0 };
    const { events } = decodeAll(
      createStream([
        added(0, message('msg_0')),
        textDelta(0, 'Teal,'),
        { type: 'response.output_text.done', ...position, text: 'Teal, of' },
        { type: 'response.content_part.done', ...position, part },
        done(0, message('msg_0', 'Teal, of course.', ' Or green.')),
      ]),
    );
    expect(textOf(events)).toBe('Teal, of course. Or green.');
  });

  it('is that of the deltas if the end of the item has another one', () => {
    const { events } = decodeAll(
      createStream([
        added(0, message('m')),
        textDelta(0, 'Teal. '),
        done(0, message('m', 'Teal.!')),
      ]),
    );
    expect(textOf(events)).toBe('Teal. ');
  });

  it('is taken from the last event if no item was received', () => {
    const { events } = decodeAll(createStream([], { output: [message('msg_0', 'Teal.')] }));
    expect(textOf(events)).toBe('Teal.');
    const { events: both } = decodeAll(
      createStream(streamed(3, 'Teal.'), { output: [message('msg_0', 'Teal.')] }),
    );
    expect(textOf(both)).toBe('Teal.');
  });

  it('is completed by the last event if its item has not ended or was not received', () => {
    const output = [message('other', 'Teal.')];
    const start = added(0, message('msg_0'));
    const thought = {
      type: 'reasoning',
      id: 'rs',
      summary: [{ type: 'summary_text', text: 'Hm' }],
    };
    const streams = [
      createStream([start], { output }),
      createStream([start, textDelta(0, 'Te')], { output }),
      createStream([done(0, thought)], { output: [thought, ...output] }),
      createStream(streamed(0, 'Teal.'), { output: [thought, ...output] }),
    ];
    for (const messages of streams) expect(textOf(decodeAll(messages).events)).toBe('Teal.');
  });

  it('can be sent without a list of parts', () => {
    const item = { ...message('msg_0'), content: 'Teal.' };
    const { events } = decodeAll(createStream([added(0, message('msg_0')), done(0, item)]));
    expect(textOf(events)).toBe('Teal.');
  });

  it('of interleaved items is in the order of the items', () => {
    const { events } = decodeAll(
      createStream([
        added(0, message('a')),
        added(1, message('b')),
        textDelta(1, 'green.'),
        textDelta(0, 'Teal '),
        done(1, message('b', 'green.')),
        textDelta(0, 'or '),
        done(0, message('a', 'Teal or ')),
      ]),
    );
    expect(textOf(events)).toBe('Teal or green.');
  });

  it('needs no start of its item, and no index', () => {
    const delta = { type: 'response.output_text.delta', delta: 'Teal.' };
    expect(textOf(decodeAll(createStream([delta])).events)).toBe('Teal.');
  });

  it('joins the halves of a character', () => {
    const events = ['\ud83d', '\ude00'].map((half) => textDelta(0, half));
    expect(textOf(decodeAll(createStream([added(0, message('m')), ...events])).events)).toBe(
      '\u{1f600}',
    );
  });

  it('ignores repeated events of an item', () => {
    const item = streamed(0, 'Teal, of course.');
    const [first = {}] = item;
    const last = item.at(-1) ?? {};
    const { events } = decodeAll(createStream([first, ...item, last, first, last]));
    expect(textOf(events)).toBe('Teal, of course.');
    expect(typesOf(events).filter((type) => type === 'text-end')).toHaveLength(1);
  });

  it('can be a refusal', () => {
    const item = { ...message('m'), content: [{ type: 'refusal', refusal: 'I cannot.' }] };
    const { events } = decodeAll(
      createStream([added(0, message('m')), textDelta(0, 'I can', 'refusal'), done(0, item)]),
    );
    expect(textOf(events)).toBe('I cannot.');
    expect(events.at(-1)).toEqual({
      type: 'finish',
      reason: 'content-filter',
      rawReason: 'refusal',
    });
  });
});

describe('sources', () => {
  it('are reported once, with the name of a file', () => {
    const url = { type: 'url_citation', url: 'https://example.com/', title: 'Colors' };
    const file = { type: 'file_citation', file_id: 'file_1', filename: 'colors.pdf', index: 1 };
    const annotation = (value: object): object => ({
      type: 'response.output_text.annotation.added',
      output_index: 0,
      annotation: value,
    });
    const part = { type: 'output_text', text: 'Teal.', annotations: [url, file] };
    const { events } = decodeAll(
      createStream([
        added(0, message('m')),
        textDelta(0, 'Teal.'),
        annotation(url),
        annotation(file),
        done(0, { ...message('m'), content: [part] }),
      ]),
    );
    expect(events.filter(({ type }) => type.endsWith('source'))).toEqual([
      { type: 'source', url: 'https://example.com/', title: 'Colors' },
      { type: 'document-source', title: 'colors.pdf' },
    ]);
  });
});

describe('reasoning', () => {
  const summary = (delta: string, index: number): object => ({
    type: 'response.reasoning_summary_text.delta',
    output_index: 0,
    summary_index: index,
    delta,
  });

  it('has a blank line between two parts, and the signature of the end of its item', () => {
    const parts = ['Blue', 'Green'].map((text) => ({ type: 'summary_text', text }));
    const { events } = decodeAll(
      createStream([
        added(0, { ...reasoning, encrypted_content: 'PARTIAL' }),
        summary('Bl', 0),
        summary('ue', 0),
        summary('Green', 1),
        done(0, { ...reasoning, summary: parts, encrypted_content: 'ENC' }),
        ...streamed(1, 'Teal.'),
      ]),
    );
    expect(joinDeltas(events).slice(1, 5)).toEqual([
      { type: 'progress', activity: 'thinking' },
      { type: 'reasoning-delta', text: 'Blue\n\nGreen' },
      { type: 'reasoning-end', signature: 'ENC' },
      { type: 'text-delta', text: 'Teal.' },
    ]);
  });

  it('without text is redacted, and without anything is none', () => {
    const { events } = decodeAll(
      createStream([
        added(0, reasoning),
        done(0, { ...reasoning, encrypted_content: 'ENC' }),
        added(1, { ...reasoning, id: 'rs_1' }),
        done(1, { ...reasoning, id: 'rs_1' }),
        ...streamed(2, 'Teal.'),
      ]),
    );
    expect(events.filter(({ type }) => type === 'reasoning-end')).toEqual([
      { type: 'reasoning-end', signature: 'ENC', redacted: true },
    ]);
  });

  it('of open models is text', () => {
    const content = [{ type: 'reasoning_text', text: 'Blue or green.' }];
    const delta = { type: 'response.reasoning_text.delta', output_index: 0, delta: 'Blue or' };
    const { events } = decodeAll(createStream([delta, done(0, { ...reasoning, content })]));
    expect(joinDeltas(events)[2]).toEqual({ type: 'reasoning-delta', text: 'Blue or green.' });
  });

  it.each(['reasoning_text', 'reasoning_summary_text', 'no'])(
    'is read once if its end has the same text as summary and as content, after %s deltas',
    (type) => {
      const texts = {
        summary: [{ type: 'summary_text', text: 'Blue.' }],
        content: [{ type: 'reasoning_text', text: 'Blue.' }],
      };
      const delta = { type: `response.${type}.delta`, output_index: 0, delta: 'Blue.' };
      const end = done(0, { ...reasoning, ...texts });
      const { events } = decodeAll(createStream([added(0, reasoning), delta, end, end]));
      const deltas = events.filter(({ type: name }) => name === 'reasoning-delta');
      expect(deltas).toEqual([{ type: 'reasoning-delta', text: 'Blue.' }]);
    },
  );

  it.each(['not a string', 17, ''])('ignores an empty or invalid signature: %j', (signature) => {
    const value = signature === 'not a string' ? { a: 1 } : signature;
    const { events } = decodeAll(
      createStream([done(0, { ...reasoning, encrypted_content: value }), ...streamed(1, 'Teal.')]),
    );
    expect(typesOf(events)).not.toContain('reasoning-end');
  });
});

describe('progress', () => {
  const keepAlive = { type: 'keepalive', sequence_number: 3 };

  it('is reported for a keep-alive in open reasoning, and not outside of it', () => {
    const { events } = decodeAll(
      createStream([
        keepAlive,
        added(0, reasoning),
        keepAlive,
        done(0, reasoning),
        keepAlive,
        ...streamed(1, 'Teal.'),
        keepAlive,
      ]),
    );
    expect(events.filter(({ type }) => type === 'progress')).toEqual([
      { type: 'progress', activity: 'thinking' },
      { type: 'progress', activity: 'thinking' },
    ]);
  });

  it('is reported for a queue, a repeated sign of work and a search', () => {
    const inProgress = { type: 'response.in_progress', response };
    const search = { type: 'web_search_call', id: 'ws_0', status: 'in_progress' };
    const { events } = decodeAll(
      createStream([
        { type: 'response.queued', response },
        inProgress,
        inProgress,
        added(0, search),
        { type: 'response.web_search_call.searching', output_index: 0 },
        done(0, search),
        ...streamed(1, 'Teal.'),
      ]),
    );
    const activities = events.map((event) => (event.type === 'progress' ? event.activity : ''));
    expect(activities.filter((activity) => activity !== '')).toEqual([
      'loading',
      'thinking',
      'searching',
      'searching',
    ]);
  });
});

describe('tool calls', () => {
  it('are keyed by call_id, with the arguments of their deltas', () => {
    const { events } = decodeAll(createStream([...call(0, ['{"wall":', '2}']), ...call(1, [])]));
    expect(events.slice(1)).toEqual([
      { type: 'tool-call-start', id: 'call_0', name: 'paint' },
      { type: 'tool-call-delta', id: 'call_0', argumentsText: '{"wall":' },
      { type: 'tool-call-delta', id: 'call_0', argumentsText: '2}' },
      { type: 'tool-call-end', id: 'call_0', name: 'paint', argumentsText: '{"wall":2}' },
      { type: 'tool-call-start', id: 'call_1', name: 'paint' },
      { type: 'tool-call-delta', id: 'call_1', argumentsText: '{}' },
      { type: 'tool-call-end', id: 'call_1', name: 'paint', argumentsText: '{}' },
      { type: 'finish', reason: 'tool-calls', rawReason: 'completed' },
    ]);
  });

  it('have the arguments of the end of their item if there are no deltas', () => {
    const item = { type: 'function_call', call_id: 'c', name: 'paint', arguments: '{"wall":2}' };
    const { events } = decodeAll(createStream([done(0, item)]));
    expect(events[2]).toEqual({ type: 'tool-call-delta', id: 'c', argumentsText: '{"wall":2}' });
    expect(events[3]).toMatchObject({ argumentsText: '{"wall":2}' });
  });

  it('have the arguments of the last event if nothing else has them', () => {
    const empty = { type: 'function_call', call_id: 'c', name: 'paint', arguments: '' };
    const item = { ...empty, arguments: '{"wall":2}' };
    const other = { ...item, call_id: 'd' };
    const streams = [
      createStream([added(0, empty)], { output: [item, other] }),
      createStream([done(0, item)], { output: [item, other] }),
      createStream(streamed(0, 'Teal.'), { output: [message('x', 'Teal.'), item, other] }),
    ];
    for (const messages of streams) expect(callsOf(messages)).toEqual(['{"wall":2}', '{"wall":2}']);
  });

  it('can have an object as arguments, or an empty one before the deltas', () => {
    const empty = { type: 'function_call', call_id: 'c', name: 'paint', arguments: {} };
    const delta = {
      type: 'response.function_call_arguments.delta',
      output_index: 0,
      delta: '{"wall":2}',
    };
    expect(callsOf(createStream([done(0, { ...empty, arguments: { wall: 2 } })]))).toEqual([
      '{"wall":2}',
    ]);
    expect(callsOf(createStream([added(0, empty), delta]))).toEqual(['{"wall":2}']);
  });

  it('have other ids if these are missing or used twice', () => {
    const item = { type: 'function_call', name: 'paint', arguments: '{}' };
    const items = [{ ...item, call_id: 'c' }, { ...item, call_id: 'c', arguments: '[]' }, item];
    const { events } = decodeAll(createStream(items.map((each, index) => done(index, each))));
    const ids = events.map((event) => (event.type === 'tool-call-end' ? event.id : ''));
    expect(ids.filter((id) => id !== '')).toEqual(['c', 'call_resp_1_1', 'call_resp_1_2']);
  });

  it('are incomplete if they were cut off, or if their arguments are no JSON', () => {
    const length = { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } };
    const isIncomplete = (events: readonly object[], fields = {}): readonly unknown[] =>
      decodeAll(createStream(events, fields)).events.map((event) =>
        event.type === 'tool-call-end' ? event.incomplete : 'no call',
      );
    expect(isIncomplete(call(0, ['{"wall":2}']).slice(0, -1), length)).toContain(true);
    expect(isIncomplete(call(0, []).slice(0, -1), length)).toContain(true);
    expect(isIncomplete(call(0, ['{"wall":2}'], { status: 'incomplete' }))).toContain(true);
    expect(isIncomplete(call(0, ['{"wall":']))).toContain(true);
    expect(isIncomplete(call(0, ['{"wall":2}']), length)).not.toContain(true);
  });

  it('of a namespace have a name with it', () => {
    const item = { type: 'function_call', call_id: 'c', name: 'paint', namespace: 'walls' };
    const { events } = decodeAll(createStream([done(0, { ...item, arguments: '{}' })]));
    expect(events.at(-2)).toEqual({
      type: 'tool-call-end',
      id: 'c',
      name: 'walls__paint',
      argumentsText: '{}',
      providerMetadata: { namespace: 'walls' },
    });
  });

  it('of custom tools have their input as JSON', () => {
    const item = { type: 'custom_tool_call', id: 'ct', call_id: 'c', name: 'patch' };
    const type = 'response.custom_tool_call_input.delta';
    const pieces = ['a "b"\n', '\ud83d', '\ude00'];
    const { events } = decodeAll(
      createStream([
        added(0, { ...item, input: '' }),
        ...pieces.map((delta) => ({ type, output_index: 0, delta })),
        done(0, { ...item, input: pieces.join('') }),
      ]),
    );
    const end = events.at(-2);
    const argumentsText = end?.type === 'tool-call-end' ? end.argumentsText : '';
    expect(JSON.parse(argumentsText)).toEqual({ input: 'a "b"\n\u{1f600}' });
    const deltas = events.map((each) =>
      each.type === 'tool-call-delta' ? each.argumentsText : '',
    );
    expect(deltas.join('')).toBe(argumentsText);
    expect(end).toMatchObject({ providerMetadata: { type: 'custom_tool_call' } });
  });

  it('without a name are malformed, with more arguments than the limit too large', () => {
    const item = { type: 'function_call', call_id: 'c', arguments: '{}' };
    expect(decodeAll(createStream([added(0, item)])).end).toMatchObject({
      error: { code: 'malformed-response' },
    });
    const large = decodeAll(createStream(call(0, ['"', 'x'.repeat(2000)])), {
      maxResponseBytes: 1000,
    });
    expect(large.end).toMatchObject({ error: { code: 'response-too-large' } });
  });
});

describe('images', () => {
  it('of the vendor are files', () => {
    const item = { type: 'image_generation_call', id: 'ig', result: 'AAAA', output_format: 'webp' };
    const { events } = decodeAll(
      createStream([added(0, { ...item, result: null }), done(0, item)]),
    );
    expect(events).toContainEqual({
      type: 'file',
      mediaType: 'image/webp',
      data: { type: 'base64', base64: 'AAAA' },
    });
  });
});

describe('the end', () => {
  it.each([
    ['max_output_tokens', 'length'],
    ['content_filter', 'content-filter'],
    ['steered', 'other'],
    [undefined, 'other'],
  ])('is incomplete for %s', (reason, expected) => {
    const fields = { status: 'incomplete', incomplete_details: reason && { reason } };
    const { events } = decodeAll(createStream(streamed(0, 'Teal'), fields));
    const rawReason = reason ?? 'incomplete';
    expect(events.at(-1)).toEqual({ type: 'finish', reason: expected, rawReason });
  });

  it('is incomplete by its event, whatever the status', () => {
    const [event] = toMessages({
      type: 'response.incomplete',
      response: { ...response, status: 'completed' },
    });
    const messages = [...createStream(streamed(0, 'Teal')).slice(0, -1), ...(event ? [event] : [])];
    expect(decodeAll(messages).events.at(-1)).toMatchObject({ reason: 'other' });
  });

  it('has token counts, with those of copies that leave some out', () => {
    const usageOf = (usage: unknown): unknown =>
      decodeAll(createStream(streamed(0, 'Teal.'), { usage })).events.find(
        ({ type }) => type === 'usage',
      );
    expect(
      usageOf({
        input_tokens: 12,
        input_tokens_details: { cached_tokens: 4, cache_write_tokens: 3 },
        output_tokens: 40,
        output_tokens_details: { reasoning_tokens: 36 },
        total_tokens: 52,
      }),
    ).toEqual({
      type: 'usage',
      inputTokens: 12,
      outputTokens: 40,
      cachedInputTokens: 4,
      cacheWriteTokens: 3,
      reasoningTokens: 36,
    });
    expect(usageOf({ input_tokens: 12, output_tokens: 40 })).toEqual({
      type: 'usage',
      inputTokens: 12,
      outputTokens: 40,
    });
    expect(usageOf(null)).toBeUndefined();
  });

  it('has the fields of the vendor that do not repeat the request', () => {
    const fields = { service_tier: 'priority', instructions: 'Be brief.', tools: [], metadata: {} };
    const { events } = decodeAll(createStream(streamed(0, 'Teal.'), fields));
    expect(events.at(-1)).toMatchObject({ providerMetadata: { service_tier: 'priority' } });
    expect(JSON.stringify(events)).not.toContain('Be brief');
  });

  it('has the log probabilities', () => {
    const part = { type: 'output_text', text: 'Teal.', logprobs: [{ token: 'Teal', logprob: -1 }] };
    const { events } = decodeAll(createStream([done(0, { ...message('m'), content: [part] })]));
    expect(events.at(-1)).toMatchObject({
      providerMetadata: { logprobs: { content: [{ token: 'Teal', logprob: -1 }] } },
    });
  });

  it('warns if the vendor changed the conversation', () => {
    const changes = [{ id: 'rs_1', action: 'removed', reason: 'model_mismatch' }];
    const { events } = decodeAll(
      createStream(streamed(0, 'Teal.'), { input_transformations: changes }),
    );
    expect(typesOf(events)).toContain('warning');
  });

  it('is decoded once', () => {
    const messages = createStream(streamed(0, 'Teal.'));
    const { events } = decodeAll([...messages, ...messages.slice(-1)]);
    expect(typesOf(events).filter((type) => type === 'finish')).toHaveLength(1);
  });

  it('may have no status and no response', () => {
    const messages = createStream(streamed(0, 'Teal.')).slice(0, -1);
    const { events, end } = decodeAll([...messages, ...toMessages({ type: 'response.completed' })]);
    expect(end).toEqual({ type: 'finished' });
    expect(events.at(-1)).toMatchObject({ reason: 'stop' });
  });
});

describe('errors', () => {
  const quota = { type: 'insufficient_quota', code: 'insufficient_quota', message: 'No credit.' };
  const flat = { type: 'error', code: 'server_is_overloaded', message: 'Busy.', param: null };
  const failed = (error: unknown): object => ({
    type: 'response.failed',
    response: { ...response, status: 'failed', error },
  });

  it.each([
    ['nested', { type: 'error', error: quota }, 'quota-exhausted'],
    ['flat', flat, 'overloaded'],
    ['without a type', { error: quota }, 'quota-exhausted'],
    [
      'in a response that failed',
      failed({ code: 'rate_limit_exceeded', message: 'no' }),
      'rate-limited',
    ],
    ['about the prompt', failed({ code: 'invalid_prompt', message: 'no' }), 'content-filtered'],
    ['about biology', failed({ code: 'bio_policy', message: 'no' }), 'content-filtered'],
    ['of an image', failed({ code: 'invalid_image_format', message: 'no' }), 'request-rejected'],
    ['of its data', failed({ code: 'invalid_base64_image', message: 'no' }), 'request-rejected'],
    ['without details', failed(null), 'server-error'],
  ])('are reported: %s', (_, event, code) => {
    const { events, end } = decodeAll(createStream([...streamed(0, 'Teal, of '), event]));
    expect(end).toMatchObject({ type: 'failed', error: { code } });
    expect(textOf(events)).toBe('Teal, of ');
  });

  it('decide about a response that is said to be complete', () => {
    const { end } = decodeAll(createStream(streamed(0, 'Teal'), { error: quota }));
    expect(end).toMatchObject({ error: { code: 'quota-exhausted' } });
  });

  it('can be a line without a field, which other text is not', () => {
    const start = createStream(streamed(0, 'Teal, of ')).slice(0, -1);
    const line = (data: string): SseMessage => ({ data, unknownLine: true });
    const { end } = decodeAll([...start, line(JSON.stringify({ error: quota }))]);
    expect(end).toMatchObject({ error: { code: 'quota-exhausted' } });
    const { end: other } = decodeAll([...start, line('<html>502 Bad Gateway</html>')]);
    expect(other).toMatchObject({ error: { code: 'stream-truncated' } });
  });

  it('can be text', () => {
    const { end } = decodeAll([{ event: 'error', data: 'The server is overloaded.' }]);
    expect(end).toMatchObject({ error: { code: 'overloaded' } });
  });

  it.each(['{', 'what?', '[1]'])('are malformed data: %j', (data) => {
    expect(decodeAll([{ data }]).end).toMatchObject({ error: { code: 'malformed-response' } });
  });

  it.each(['', 'ping', ': hi', '[DONE]', 'null'])('are not keep-alives: %j', (data) => {
    const messages = createStream(streamed(0, 'Teal.'));
    const { end } = decodeAll([...messages.slice(0, 2), { data }, ...messages.slice(2)]);
    expect(end).toEqual({ type: 'finished' });
  });

  it('are not unknown events and items', () => {
    const other = { type: 'response.of_the_future', output_index: 7, delta: { a: 1 } };
    const item = { type: 'item_of_the_future', id: 'x' };
    const { end, events } = decodeAll(
      createStream([
        other,
        { type: 'other' },
        added(0, item),
        done(0, item),
        ...streamed(1, 'Teal.'),
      ]),
    );
    expect(end).toEqual({ type: 'finished' });
    expect(textOf(events)).toBe('Teal.');
  });
});

describe('decodeResponse', () => {
  const body = { ...response, status: 'completed', output: [message('m', 'Teal.')] };

  it('decodes the same events as a stream', () => {
    const streamedEvents = decodeAll(createStream(streamed(0, 'Teal.'))).events;
    expect(joinDeltas(decodeResponse(body, settings))).toEqual(joinDeltas(streamedEvents));
  });

  it.each([
    ['no response', { ok: true }, 'malformed-response'],
    ['an error', { error: { code: 'invalid_api_key', message: 'no' } }, 'authentication-failed'],
    [
      'a response that failed',
      { ...body, status: 'failed', error: { code: 'server_error', message: 'no' } },
      'server-error',
    ],
    ['a response in the background', { ...body, status: 'queued' }, 'malformed-response'],
    ['a response that was canceled', { ...body, status: 'cancelled' }, 'server-error'],
  ])('rejects %s', (_, json, code) => {
    expect(() => decodeResponse(json, settings)).toThrow(expect.objectContaining({ code }));
  });
});
