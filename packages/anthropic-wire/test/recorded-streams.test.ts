import { readdirSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { MessageStreamDecoder } from '../src/index.ts';
import { decodeAll, joinDeltas, readRecording, settings, textOf } from './fixture.ts';

const names = readdirSync(new URL('fixtures/', import.meta.url))
  .filter((name) => name.endsWith('.chunks.txt'))
  .map((name) => name.replace('.chunks.txt', ''));
const complete = names.filter((name) => name !== 'spliced-message-start');

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
    expect(new MessageStreamDecoder(settings).decode(messages).events).toEqual(expected);
    const decoder = new MessageStreamDecoder(settings);
    const single = messages.map((message) => decoder.decode([message]));
    expect(single.flatMap(({ events }) => events)).toEqual(expected);
  });

  it('is truncated if it is cut at any event', () => {
    const text = textOf(decodeAll(messages).events);
    for (let count = 0; count < messages.length; count += 1) {
      const decoder = new MessageStreamDecoder(settings);
      const { events } = decoder.decode(messages.slice(0, count));
      const { end } = decoder.end();
      expect(end).toMatchObject({ type: 'failed', error: { code: 'stream-truncated' } });
      expect(text.startsWith(textOf(events))).toBe(true);
      expect(events.some(({ type }) => type === 'finish')).toBe(false);
    }
  });
});

it('rejects a stream that contains the start of another message', () => {
  const { events, end } = decodeAll(readRecording('spliced-message-start'));
  expect(end).toMatchObject({ type: 'failed', error: { code: 'malformed-response' } });
  expect(events.filter(({ type }) => type === 'tool-call-end')).toEqual([]);
});

it('returns the arguments of the JSON tool as text, without the text before them', () => {
  const { events } = decodeAll(readRecording('anthropic-json-tool.2'), { jsonTool: true });
  expect(JSON.parse(textOf(events))).toEqual({
    elements: [{ location: 'San Francisco', temperature: 58, condition: 'sunny' }],
  });
  expect(events.at(-1)).toMatchObject({ type: 'finish', reason: 'stop', rawReason: 'tool_use' });
});
