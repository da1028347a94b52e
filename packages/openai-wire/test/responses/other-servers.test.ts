import type { ProviderEvent } from '@understudy/core/provider';
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
  textOf,
  toMessages,
} from './fixture.ts';

const created = { type: 'response.created', response: { ...response, status: 'in_progress' } };

function reasoningOf(events: readonly ProviderEvent[]): string {
  return events.map((event) => (event.type === 'reasoning-delta' ? event.text : '')).join('');
}

function reasoning(...texts: readonly string[]): object {
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
