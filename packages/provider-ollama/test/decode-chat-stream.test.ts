import { describe, expect, it } from 'vitest';

import { decodeLines, lastLine, createLine } from './decode-reads.ts';

const start = { type: 'response-start', provider: 'ollama', model: 'tiny', requestId: undefined };
const finish = { type: 'finish', reason: 'stop', rawReason: 'stop' };
const call = (name: string, fields: object = {}, id?: string): object => ({
  ...(id !== undefined && { id }),
  function: { name, arguments: {}, ...fields },
});

describe('ChatStreamDecoder', () => {
  it('emits thinking before the text of the same line', async () => {
    const { events } = await decodeLines(
      createLine({ content: 'Teal', thinking: 'Hm.' }),
      lastLine,
    );
    expect(events).toEqual([
      start,
      { type: 'reasoning-delta', text: 'Hm.' },
      { type: 'text-delta', text: 'Teal' },
      finish,
    ]);
  });

  it('ends after the body if the last line has a reason without done', async () => {
    const counts = { done_reason: 'stop', prompt_eval_count: 4, eval_count: 3 };
    const ended = await decodeLines(
      createLine({ content: 'Te' }),
      createLine({ content: 'al' }, counts),
    );
    expect(ended.error).toBeUndefined();
    expect(ended.events).toEqual([
      start,
      { type: 'text-delta', text: 'Te' },
      { type: 'text-delta', text: 'al' },
      { type: 'usage', inputTokens: 4, outputTokens: 3 },
      finish,
    ]);
    const empty = await decodeLines(createLine({ content: 'Te' }, { done_reason: '' }));
    expect(empty.error?.code).toBe('stream-truncated');
  });

  it('is truncated if its body ends after more text than that with a reason', async () => {
    const { error } = await decodeLines(
      createLine({ content: 'Te' }, { done_reason: 'stop' }),
      createLine({ content: 'al' }),
      createLine({ content: ' or' }),
    );
    expect(error?.code).toBe('stream-truncated');
  });

  it('reads lines after a reason without done', async () => {
    const { events } = await decodeLines(
      createLine({ content: 'Te' }, { done_reason: 'stop' }),
      createLine({ content: 'al' }, { done_reason: 'length' }),
    );
    expect(events.slice(1)).toEqual([
      { type: 'text-delta', text: 'Te' },
      { type: 'text-delta', text: 'al' },
      { type: 'finish', reason: 'length', rawReason: 'length' },
    ]);
  });

  it('names the remote model of a cloud model, else the requested one', async () => {
    const fields = { remote_model: 'qwen3-coder:480b', remote_host: 'https://ollama.com:443' };
    const { events } = await decodeLines(createLine({ content: 'Hi' }, fields), lastLine);
    expect(events[0]).toMatchObject({ model: 'qwen3-coder:480b' });
    expect(events.at(-1)).toMatchObject({ providerMetadata: { remote_host: fields.remote_host } });
    const without = await decodeLines({ message: { content: 'Hi' } }, { done: true });
    expect(without.events[0]).toMatchObject({ model: 'requested' });
  });

  it('keeps durations, log probabilities and unknown fields as metadata', async () => {
    const { events } = await decodeLines(
      createLine({ content: 'a' }, { logprobs: [{ token: 'a', logprob: -1 }] }),
      createLine({ content: 'b' }, { logprobs: [{ token: 'b', logprob: -2 }], tide: 'high' }),
      createLine({}, { done: true, done_reason: 'stop', total_duration: 9, load_duration: 0 }),
    );
    expect(events.at(-1)).toEqual({
      ...finish,
      providerMetadata: {
        tide: 'high',
        total_duration: 9,
        load_duration: 0,
        logprobs: [
          { token: 'a', logprob: -1 },
          { token: 'b', logprob: -2 },
        ],
      },
    });
  });

  it.each([
    ['length', 'length'],
    ['load', 'other'],
    ['unload', 'other'],
    ['a new reason', 'other'],
  ])('maps the done reason %s to %s', async (rawReason, reason) => {
    const { events } = await decodeLines(createLine({}, { done: true, done_reason: rawReason }));
    expect(events.at(-1)).toEqual({ type: 'finish', reason, rawReason });
  });

  it('maps the reason of OpenAI after a call, which proxies send', async () => {
    const rawReason = 'tool_calls';
    const { events } = await decodeLines(
      createLine({ tool_calls: [call('dry')] }),
      createLine({}, { done: true, done_reason: rawReason }),
    );
    expect(events.at(-1)).toEqual({ type: 'finish', reason: 'tool-calls', rawReason });
  });

  it('does not report counts of zero, which the server leaves out', async () => {
    const { events } = await decodeLines(createLine({}, { done: true, eval_count: 3 }));
    expect(events).toContainEqual({ type: 'usage', inputTokens: undefined, outputTokens: 3 });
  });

  it('reads calls of the last line, and mints missing and repeated ids', async () => {
    const { events } = await decodeLines(
      createLine({ tool_calls: [call('paint', {}, 'a'), call('mix', {}, 'a')] }),
      createLine({ tool_calls: [call('dry'), call('dry')] }, { done: true, done_reason: 'stop' }),
    );
    const ends = events.filter((event) => event.type === 'tool-call-end');
    expect(ends.map(({ id, name }) => [id, name])).toEqual([
      ['a', 'paint'],
      ['minted-1', 'mix'],
      ['minted-2', 'dry'],
      ['minted-3', 'dry'],
    ]);
    expect(events.at(-1)).toMatchObject({ reason: 'tool-calls' });
  });

  it('reads a call once that the last line contains again', async () => {
    const calls = [call('paint', { index: 0 }, 'a'), call('mix', { index: 1 })];
    const done = { done: true, done_reason: 'stop' };
    const { events } = await decodeLines(
      createLine({ tool_calls: calls }),
      createLine({ tool_calls: calls }, done),
    );
    expect(events.filter(({ type }) => type === 'tool-call-end')).toHaveLength(2);
  });

  it('keeps two calls with the index 0 that old servers send for every call', async () => {
    const first = call('paint', { index: 0, arguments: { wall: 1 } });
    const second = call('paint', { index: 0, arguments: { wall: 2 } });
    const { events } = await decodeLines(createLine({ tool_calls: [first, second] }), lastLine);
    expect(events.filter(({ type }) => type === 'tool-call-end')).toHaveLength(2);
  });

  it('accepts arguments as a text, and missing arguments', async () => {
    const calls = [call('a', { arguments: '{"x": 1}' }), { function: { name: 'b' } }];
    const { events } = await decodeLines(createLine({ tool_calls: calls }), lastLine);
    const ends = events.filter((event) => event.type === 'tool-call-end');
    expect(ends.map(({ argumentsText }) => argumentsText)).toEqual(['{"x": 1}', '{}']);
  });

  it('accepts empty arguments in other forms, and marks those that are no JSON', async () => {
    const calls = ['', [], '{"wall":'].map((sent) => call('paint', { arguments: sent }));
    const { events } = await decodeLines(createLine({ tool_calls: calls }), lastLine);
    const ends = events.filter((event) => event.type === 'tool-call-end');
    expect(ends.map(({ argumentsText, incomplete }) => [argumentsText, incomplete])).toEqual([
      ['{}', undefined],
      ['{}', undefined],
      ['{"wall":', true],
    ]);
  });

  it('joins arguments that are texts in several lines', async () => {
    const piece = (text: string): object =>
      createLine({ tool_calls: [{ function: { arguments: text } }] });
    const { events } = await decodeLines(
      createLine({ tool_calls: [call('paint', { arguments: '' }, 'a')] }),
      piece('{'),
      piece('"wall":2'),
      piece('}'),
      createLine({ tool_calls: [call('mix', { arguments: '{"x":' }, 'b')] }),
      createLine({ content: 'Then.' }),
      piece('1}'),
      lastLine,
    );
    expect(events.filter(({ type }) => type.startsWith('tool-call'))).toEqual([
      { type: 'tool-call-start', id: 'a', name: 'paint' },
      { type: 'tool-call-delta', id: 'a', argumentsText: '{' },
      { type: 'tool-call-delta', id: 'a', argumentsText: '"wall":2' },
      { type: 'tool-call-delta', id: 'a', argumentsText: '}' },
      { type: 'tool-call-end', id: 'a', name: 'paint', argumentsText: '{"wall":2}' },
      { type: 'tool-call-start', id: 'b', name: 'mix' },
      { type: 'tool-call-delta', id: 'b', argumentsText: '{"x":' },
      { type: 'tool-call-delta', id: 'b', argumentsText: '1}' },
      { type: 'tool-call-end', id: 'b', name: 'mix', argumentsText: '{"x":1}' },
    ]);
    expect(events.at(-1)).toMatchObject({ type: 'finish', reason: 'tool-calls' });
  });

  it.each([{ thinking: 'Hm.' }, { content: 'Teal' }, { images: ['iVBORw0KGgo='] }])(
    'ends a call with complete arguments before %j of the next line',
    async (message) => {
      for (const text of ['{"wall":2}', '']) {
        const { events } = await decodeLines(
          createLine({ tool_calls: [call('paint', { arguments: text })] }),
          createLine(message),
          lastLine,
        );
        const types = events.map(({ type }) => type);
        expect(types.slice(1, 3)).toEqual(['tool-call-start', 'tool-call-end']);
        expect(types).toHaveLength(5);
      }
    },
  );

  it('reads a call once whose complete form follows its pieces', async () => {
    const { events } = await decodeLines(
      createLine({ tool_calls: [call('paint', { arguments: '{"wall":' }, 'a')] }),
      createLine({ tool_calls: [{ function: { arguments: '2}' } }] }),
      createLine({ tool_calls: [call('paint', { arguments: { wall: 2 } }, 'a')] }, { done: true }),
    );
    expect(events.filter(({ type }) => type === 'tool-call-end')).toHaveLength(1);
  });

  it('emits generated images as files', async () => {
    const { events } = await decodeLines(
      createLine({ images: ['iVBORw0KGgoAAA', 'AAAA'] }),
      lastLine,
    );
    expect(events.filter(({ type }) => type === 'file')).toMatchObject([
      { mediaType: 'image/png', data: { type: 'base64', base64: 'iVBORw0KGgoAAA' } },
      { mediaType: 'application/octet-stream' },
    ]);
  });

  it('joins surrogate pairs that are split between lines', async () => {
    const { events } = await decodeLines(
      createLine({ content: 'a\ud83d' }),
      createLine({ content: '\ude00b' }),
      lastLine,
    );
    const texts = events.flatMap((event) => (event.type === 'text-delta' ? [event.text] : []));
    expect(texts).toEqual(['a', '😀b']);
  });

  it('reports a status line as progress and ignores other lines without a message', async () => {
    const status = { model: 'tiny', status: 'loading model' };
    const { events } = await decodeLines(
      { note: 1 },
      status,
      createLine({ content: 'Hi' }),
      lastLine,
    );
    expect(events.slice(0, 2)).toEqual([start, { type: 'progress', activity: 'loading' }]);
  });

  it('reads nothing after the last line', async () => {
    const { events } = await decodeLines(createLine({ content: 'Hi' }), lastLine, 'junk', lastLine);
    expect(events.at(-1)).toEqual(finish);
    expect(events.filter(({ type }) => type === 'finish')).toHaveLength(1);
  });

  it.each([
    [
      'an error line',
      { error: 'an error was encountered while running the model' },
      'server-error',
    ],
    [
      'an image for a model without vision',
      { error: 'this model is missing data required for image input' },
      'unsupported-feature',
    ],
    ['a busy server', { error: 'server busy, please try again' }, 'overloaded'],
    ['invalid JSON', '{"model":', 'malformed-response'],
    ['another JSON value', '[1]', 'malformed-response'],
    ['content that is a number', createLine({ content: 4 }), 'malformed-response'],
    ['thinking that is a list', createLine({ thinking: [] }), 'malformed-response'],
    ['calls that are an object', createLine({ tool_calls: {} }), 'malformed-response'],
    ['a call without a name', createLine({ tool_calls: [{ function: {} }] }), 'malformed-response'],
    [
      'arguments without a call',
      createLine({ tool_calls: [{ function: { arguments: '{' } }] }),
      'malformed-response',
    ],
    [
      'arguments that are a list',
      createLine({ tool_calls: [call('a', { arguments: [1] })] }),
      'malformed-response',
    ],
    [
      'too many calls',
      createLine({ tool_calls: Array.from({ length: 2000 }, () => call('a')) }),
      'malformed-response',
    ],
  ])('fails for %s after the events before it', async (_, broken, code) => {
    const { events, error } = await decodeLines(createLine({ content: 'Teal' }), broken, lastLine);
    expect(error?.code).toBe(code);
    expect(events.slice(0, 2)).toEqual([start, { type: 'text-delta', text: 'Teal' }]);
    expect(error?.message).not.toContain('running the model');
  });
});
