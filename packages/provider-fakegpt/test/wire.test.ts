import { readdirSync, readFileSync } from 'node:fs';

import { SeededRandom } from '@understudy/core/testing';
import { describe, expect, it } from 'vitest';

import { decodeReads } from './fakegpt-events.ts';
import type { Outcome } from './fakegpt-events.ts';

const folder = new URL('wire/', import.meta.url);
const responseText =
  'Teal. "Quoted", back\\slash, tab\t, привет, \u{1f600}\u{1f468}\u200d\u{1f469} \u2028 end';

/** The text of each fixture and its end: a finish reason, an error code, or `open`. */
const expected: Readonly<Record<string, readonly [text: string, end: string]>> = {
  'cut-off': ['Teal', 'open'],
  'done-unterminated': ['Teal.', 'stop'],
  'error-after-text': ['Teal', 'server-error'],
  handover: ['', 'malformed-response'],
  'junk-after-done': ['Teal.', 'stop'],
  'max-tokens': ['cut here', 'length'],
  'missing-done': ['Teal.', 'stop'],
  'moderation-blocked': ['Te', 'content-filter'],
  'non-string-parts': ['Teal.', 'stop'],
  rewritten: ['Teal is', 'malformed-response'],
  shrinking: ['Teal is blue.', 'stop'],
  'split-surrogates': ['\u{1f600}\u{1f600}', 'stop'],
  text: [responseText, 'stop'],
  'text-crlf-pings': [responseText, 'stop'],
  'text-raw-utf8': [responseText, 'stop'],
  'tool-turn': ['Answer is 42', 'stop'],
  'tool-turn-after-text': ['Let me look. Answer is 42', 'stop'],
  'unknown-events': ['Teal.', 'stop'],
};

function describeEnd({ end }: Outcome): string {
  if (!end) return 'open';
  return end.type === 'failed' ? end.error.code : end.reason;
}

function* split(bytes: Uint8Array, nextLength: () => number): Generator<Uint8Array> {
  for (let start = 0; start < bytes.length;) {
    const end = start + nextLength();
    yield bytes.subarray(start, end);
    start = end;
  }
}

it('ChatStreamDecoder is tested with each fixture', () => {
  const names = readdirSync(folder)
    .filter((file) => file.endsWith('.sse'))
    .map((file) => file.replace('.sse', ''));
  expect(new Set(names)).toEqual(new Set(Object.keys(expected)));
});

describe.each(Object.entries(expected))('ChatStreamDecoder: %s', (name, [text, end]) => {
  const bytes = readFileSync(new URL(`${name}.sse`, folder));
  const decode = async (reads: Iterable<Uint8Array>): Promise<readonly unknown[]> => {
    const outcome = await decodeReads(reads);
    return [outcome.events, describeEnd(outcome)];
  };

  it('decodes the content', async () => {
    const outcome = await decodeReads([bytes]);
    expect(outcome.text).toBe(text);
    expect(describeEnd(outcome)).toBe(end);
    expect(outcome.events).not.toContainEqual({ type: 'text-delta', text: '' });
  });

  it.each([1, 2, 3, 4, 5, 6, 7])(
    'decodes the same events from reads of %i bytes',
    async (length) => {
      const events = await decode(split(bytes, () => length));
      expect(events).toEqual(await decode([bytes]));
    },
  );

  it('decodes the same events from reads of random length', async () => {
    const random = new SeededRandom(42);
    const expectedEvents = await decode([bytes]);
    for (let round = 0; round < 20; round += 1) {
      const reads = split(bytes, () => 1 + Math.floor(random.next() * 400));
      expect(await decode(reads)).toEqual(expectedEvents);
    }
  });
});
