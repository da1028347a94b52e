import type { JsonObject, ProviderEvent } from '@understudy/core/provider';
import { describe, expect, it } from 'vitest';

import { encodeResponsesRequest } from '../../src/responses/index.ts';
import {
  added,
  createStream,
  decodeAll,
  done,
  joinDeltas,
  message,
  response,
  textDelta,
  textOf,
  toMessages,
} from './fixture.ts';

const created = { type: 'response.created', response: { ...response, status: 'in_progress' } };

function reasoningOf(events: readonly ProviderEvent[]): string {
  return events.map((event) => (event.type === 'reasoning-delta' ? event.text : '')).join('');
}

function reasoning(...texts: readonly string[]): JsonObject {
  const content = texts.map((text) => ({ type: 'reasoning_text', text }));
  return { type: 'reasoning', id: 'rs_0', summary: [], content };
}

function piece(type: string, index: number, delta: string): object {
  return {
    type: `response.${type}.delta`,
    output_index: type === 'output_text' ? 1 : 0,
    content_index: index,
    delta,
  };
}

function part(kind: 'added' | 'done', index: number, text: string): object {
  return {
    type: `response.content_part.${kind}`,
    output_index: 1,
    content_index: index,
    part: { type: 'output_text', text },
  };
}

describe('a content index that counts deltas, as of vLLM', () => {
  const pieces = ['Warm ', 'seas ', 'are red.'];

  it('does not separate and not repeat the text', () => {
    const text = pieces.join('');
    const { events } = decodeAll(
      createStream(
        [
          added(0, reasoning()),
          ...pieces.map((delta, index) => piece('reasoning_text', index, delta)),
          { type: 'response.reasoning_text.done', output_index: 0, content_index: 3, text },
          done(0, reasoning(text)),
          added(1, message('msg_1')),
          part('added', 0, ''),
          ...pieces.map((delta, index) => piece('output_text', index, delta)),
          { type: 'response.output_text.done', output_index: 1, content_index: 3, text },
          part('done', 4, text),
          done(1, message('msg_1', text)),
        ],
        { output: [reasoning(text), message('msg_1', text)] },
      ),
    );
    expect(reasoningOf(events)).toBe(text);
    expect(textOf(events)).toBe(text);
  });

  it('is completed by the end of the item', () => {
    const { events } = decodeAll(
      createStream([
        added(0, reasoning()),
        piece('reasoning_text', 5, 'Warm '),
        done(0, reasoning('Warm seas.')),
        added(1, message('msg_1')),
        piece('output_text', 5, 'Red'),
        piece('output_text', 6, ' sea'),
        done(1, message('msg_1', 'Red seas.', 'And blue ones.')),
      ]),
    );
    expect(reasoningOf(events)).toBe('Warm seas.');
    expect(textOf(events)).toBe('Red seas.And blue ones.');
  });
});

it('separates parts of reasoning that are announced, or follow the end of another one', () => {
  const announced = decodeAll(
    createStream([
      added(0, reasoning()),
      piece('reasoning_text', 0, 'One.'),
      { type: 'response.reasoning_part.added', output_index: 0, content_index: 1 },
      piece('reasoning_text', 1, 'Two.'),
      done(0, reasoning('One.', 'Two.')),
    ]),
  );
  expect(reasoningOf(announced.events)).toBe('One.\n\nTwo.');
  const ended = decodeAll(
    createStream([
      added(0, reasoning()),
      piece('reasoning_text', 0, 'One.'),
      { type: 'response.reasoning_text.done', output_index: 0, content_index: 0, text: 'One.' },
      piece('reasoning_text', 1, 'Two.'),
      done(0, reasoning('One.', 'Two.', 'Three.')),
    ]),
  );
  expect(reasoningOf(ended.events)).toBe('One.\n\nTwo.\n\nThree.');
});

it('reads equal texts of two parts', () => {
  const { events } = decodeAll(
    createStream([
      added(1, message('msg_1')),
      part('added', 0, ''),
      piece('output_text', 0, 'Red.'),
      part('done', 0, 'Red.'),
      part('added', 1, ''),
      part('done', 1, 'Red.'),
      done(1, message('msg_1', 'Red.', 'Red.')),
    ]),
  );
  expect(textOf(events)).toBe('Red.Red.');
});

describe('the text of an item', () => {
  const idless: JsonObject = { ...message('', 'One'), id: null };
  const idlessReasoning: JsonObject = { ...reasoning(), id: null };

  it.each([
    ['without an index and an id', {}, idless, idless],
    ['with null as its index', { output_index: null }, idless, idless],
    ['whose id is sent at its end', {}, idless, message('msg_1', 'One')],
    ['whose id changes', {}, message('msg_1'), message('msg_2', 'One')],
    ['of reasoning without an index', {}, idlessReasoning, reasoning('One')],
  ])('is read once: %s', (_name, index, start, item) => {
    const type = item.type === 'message' ? 'output_text' : 'reasoning_text';
    const { events } = decodeAll(
      createStream([
        { type: 'response.output_item.added', ...index, item: { ...start, content: [] } },
        { type: `response.${type}.delta`, ...index, delta: 'One' },
        { type: 'response.output_item.done', ...index, item },
      ]),
    );
    expect(textOf(events) + reasoningOf(events)).toBe('One');
  });

  it.each([['One'], ['Hello ', 'world']])(
    'is read once if a late delta repeats it',
    (...pieces) => {
      const text = pieces.join('');
      const late = [...pieces, text].map((delta) => [
        { ...textDelta(0, delta), item_id: 'msg_1' },
        { ...textDelta(1, delta, 'reasoning_text'), item_id: 'rs_0' },
      ]);
      const { events } = decodeAll(
        createStream([
          added(0, message('msg_1')),
          added(1, reasoning()),
          ...late.slice(0, -1).flat(),
          done(0, message('msg_1', text)),
          done(1, reasoning(text)),
          ...late.slice(-1).flat(),
        ]),
      );
      expect([textOf(events), reasoningOf(events)]).toEqual([text, text]);
    },
  );

  it('is read once if its end has another part index and less white space', () => {
    const { events } = decodeAll(
      createStream([
        added(1, message('msg_1')),
        piece('output_text', 1, '\n\nHel'),
        piece('output_text', 1, 'lo'),
        done(1, message('msg_1', 'Hello')),
      ]),
    );
    expect(textOf(events)).toBe('\n\nHello');
  });
});

it.each([
  ['a text', { content: 'Warm.' }],
  ['a list of texts', { summary: ['Warm.'] }],
])('reads reasoning whose content is %s', (_name, fields) => {
  const item = { type: 'reasoning', id: 'rs_0', summary: [], ...fields };
  expect(reasoningOf(decodeAll(createStream([added(0, item), done(0, item)])).events)).toBe(
    'Warm.',
  );
});

describe('an error', () => {
  const error = {
    code: 'rate_limit_exceeded',
    message: 'Rate limit reached. Please try again in 2s.',
  };
  const failed = { ...response, status: 'failed' };
  const codeOf = (...events: readonly object[]): unknown => {
    const { end } = decodeAll(toMessages(created, ...events));
    return end?.type === 'failed' ? [end.error.code, end.error.retryAfterMs] : end;
  };

  it('can be the event response.error', () => {
    expect(codeOf({ type: 'response.error', error })).toEqual(['rate-limited', 2000]);
  });

  it('can be beside the response', () => {
    const event = { type: 'response.failed', response: { ...failed, error: null }, error };
    expect(codeOf(event)).toEqual(['rate-limited', 2000]);
    expect(codeOf({ type: 'response.failed', error })).toEqual(['rate-limited', 2000]);
  });

  it('can be a text', () => {
    const event = { type: 'response.failed', response: { ...failed, error: error.message } };
    expect(codeOf(event)).toEqual(['rate-limited', 2000]);
  });

  it('of a policy is not retried', () => {
    const policy = { code: 'cyber_policy', message: 'This content was flagged.' };
    const event = { type: 'response.failed', response: { ...failed, error: policy } };
    expect(codeOf(event)).toEqual(['content-filtered', undefined]);
  });
});

it('is cut off with a reason, although the status is completed', () => {
  const { events } = decodeAll(
    createStream([done(0, message('msg_0', 'Red'))], {
      incomplete_details: { reason: 'max_output_tokens' },
    }),
  );
  expect(events.at(-1)).toMatchObject({ reason: 'length', rawReason: 'max_output_tokens' });
});

it('keeps a compaction and sends it back in its place', () => {
  const item = { type: 'compaction', encrypted_content: 'ENC' };
  const sent = { ...item, id: 'cmp_1', created_by: 'x' };
  const { events } = decodeAll(
    createStream([added(0, sent), done(0, sent), done(1, message('msg_1', 'Red.'))]),
  );
  const [kept] = events.filter(({ type }) => type === 'text-end');
  expect(kept).toEqual({ type: 'text-end', providerMetadata: { item } });
  const content = [
    { type: 'text', text: '', providerMetadata: { item } },
    { type: 'text', text: 'Red.' },
  ] as const;
  const { body } = encodeResponsesRequest(
    {
      model: 'gpt-6-astra',
      messages: [
        { role: 'user', content: 'a' },
        { role: 'assistant', content },
        { role: 'user', content: 'b' },
      ],
    },
    { provider: 'openai', stream: true },
  );
  expect(body.input).toMatchObject([
    { role: 'user' },
    item,
    { role: 'assistant', content: 'Red.' },
    { role: 'user' },
  ]);
  expect(joinDeltas(events).filter(({ type }) => type === 'text-delta')).toHaveLength(1);
});
