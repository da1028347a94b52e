import { readdirSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { ResponseStreamDecoder } from '../../src/responses/index.ts';
import { decodeAll, joinDeltas, readRecording, settings, textOf } from './fixture.ts';

const names = readdirSync(new URL('fixtures/', import.meta.url))
  .filter((name) => name.endsWith('.chunks.txt'))
  .map((name) => name.replace('.chunks.txt', ''));
const complete = names.filter((name) => name !== 'openai-error.1');

describe.each(complete)('%s', (name) => {
  const messages = readRecording(name);

  it('is decoded completely', () => {
    const { events, end } = decodeAll(messages);
    expect(end).toEqual({ type: 'finished' });
    expect(events.at(0)?.type).toBe('response-start');
    expect(events.at(-1)?.type).toBe('finish');
    expect(joinDeltas(events)).toMatchSnapshot();
  });

  it('does not depend on how the messages arrive', () => {
    const expected = decodeAll(messages).events;
    expect(new ResponseStreamDecoder(settings).decode(messages).events).toEqual(expected);
    const decoder = new ResponseStreamDecoder(settings);
    const single = messages.map((message) => decoder.decode([message]));
    expect(single.flatMap(({ events }) => events)).toEqual(expected);
  });

  it('is truncated if it is cut at any event', () => {
    const text = textOf(decodeAll(messages).events);
    for (let count = 0; count < messages.length; count += 1) {
      const decoder = new ResponseStreamDecoder(settings);
      const { events } = decoder.decode(messages.slice(0, count));
      const { end } = decoder.end();
      expect(end).toMatchObject({ type: 'failed', error: { code: 'stream-truncated' } });
      expect(text.startsWith(textOf(events))).toBe(true);
      expect(events.some(({ type }) => type === 'finish')).toBe(false);
    }
  });

  it('has the same events without the names and with an end marker', () => {
    const unnamed = messages.map(({ data }) => ({ data }));
    const { events } = decodeAll([
      ...unnamed.slice(0, -1),
      { data: '[DONE]' },
      ...unnamed.slice(-1),
    ]);
    expect(events).toEqual(decodeAll(messages).events);
  });
});

// The deltas of this recording are not the text of the end of their item.
const inconsistent = 'openai-shell-container.1';

it.each(complete.filter((name) => name !== inconsistent))(
  '%s has the same content if only the ends of items are received',
  (name) => {
    const messages = readRecording(name);
    const whole = messages.filter(({ event = '' }) => !/delta$|output_item.added|part/.test(event));
    expect(textOf(decodeAll(whole).events)).toBe(textOf(decodeAll(messages).events));
  },
);

it('reports the error of a stream that starts and then fails', () => {
  const { events, end } = decodeAll(readRecording('openai-error.1'));
  expect(end).toMatchObject({ type: 'failed', error: { code: 'quota-exhausted' } });
  expect(events.map(({ type }) => type)).toEqual(['response-start']);
});
