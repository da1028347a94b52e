import { readFileSync } from 'node:fs';

import type { ProviderEvent } from '@understudy/core/provider';
import { SeededRandom } from '@understudy/core/testing';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { decodeReads } from './decode-reads.ts';

interface Summary {
  readonly text?: string;
  readonly reasoning?: string;
  readonly calls?: readonly (readonly [id: string, name: string, argumentsText: string])[];
  readonly usage?: readonly (number | undefined)[];
  readonly end: readonly [reason: string, rawReason: string | undefined];
}

const recorded: Readonly<Record<string, Summary>> = {
  'docs-text': { text: 'The sky is "blue" 😀.\n', usage: [26, 282], end: ['stop', undefined] },
  'docs-tool-call': {
    calls: [['minted-1', 'get_weather', '{"city":"Tokyo"}']],
    usage: [169, 15],
    end: ['tool-calls', 'stop'],
  },
  'docs-complete': {
    text: '{"age": 22, "available": false}',
    usage: [34, 12],
    end: ['stop', 'stop'],
  },
  thinking: {
    text: 'Teal.',
    reasoning: 'Which wall? This one.',
    usage: [14, 2],
    end: ['length', 'length'],
  },
  'parallel-calls': {
    reasoning: 'Both.',
    calls: [
      ['call_1', 'paint', '{"wall":12345678901234567890,"share":1.0}'],
      ['call_2', 'mix', '{}'],
    ],
    usage: [80, 21],
    end: ['tool-calls', 'stop'],
  },
};

function summarize(events: readonly ProviderEvent[]): Summary {
  const text = joinTexts(events, 'text-delta');
  const reasoning = joinTexts(events, 'reasoning-delta');
  const calls = events.filter((event) => event.type === 'tool-call-end');
  const [usage] = events.filter((event) => event.type === 'usage');
  const last = events.at(-1);
  return {
    ...(text !== '' && { text }),
    ...(reasoning !== '' && { reasoning }),
    ...(calls.length > 0 && {
      calls: calls.map(({ id, name, argumentsText }) => [id, name, argumentsText] as const),
    }),
    ...(usage && { usage: [usage.inputTokens, usage.outputTokens] }),
    end: last?.type === 'finish' ? [last.reason, last.rawReason] : ['none', undefined],
  };
}

function joinTexts(
  events: readonly ProviderEvent[],
  type: 'text-delta' | 'reasoning-delta',
): string {
  return events.map((event) => (event.type === type ? event.text : '')).join('');
}

function split(bytes: Uint8Array, nextSize: () => number): readonly Uint8Array[] {
  const reads: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = at + nextSize();
    reads.push(bytes.subarray(at, end));
    at = end;
  }
  return reads;
}

describe.each(Object.entries(recorded))('the stream %s', (name, summary) => {
  const bytes = readFileSync(new URL(`fixtures/${name}.jsonl`, import.meta.url));
  const lines = bytes.toString().trim().split('\n');

  it('is decoded', async () => {
    const { events, error } = await decodeReads([bytes]);
    expect(error).toBeUndefined();
    expect(summarize(events)).toEqual(summary);
  });

  it.each([1, 2, 3, 4, 5, 6, 7])('has the same events in reads of %i bytes', async (size) => {
    const received = await decodeReads(split(bytes, () => size));
    expect(received).toEqual(await decodeReads([bytes]));
  });

  it('has the same events in reads of random size', async () => {
    const random = new SeededRandom(42);
    const expected = await decodeReads([bytes]);
    for (let round = 0; round < 20; round += 1) {
      const reads = split(bytes, () => 1 + Math.floor(random.next() * 400));
      expect(await decodeReads(reads)).toEqual(expected);
    }
  });

  it('is truncated if it ends before the last line, with the events before', async () => {
    const { events: all } = await decodeReads([bytes]);
    for (let count = 0; count < lines.length; count += 1) {
      const text = lines.slice(0, count).map((part) => `${part}\n`);
      const { events, error } = await decodeReads([Buffer.from(text.join(''))]);
      expect([count, error?.code]).toEqual([count, 'stream-truncated']);
      expect(all.slice(0, events.length)).toEqual(events);
    }
  });

  it('is truncated at every byte of the last line, and complete without its line feed', async () => {
    const end = bytes.length - 1;
    const start = end - Buffer.byteLength(lines.at(-1) ?? '');
    for (let cut = start; cut < end; cut += 1) {
      const { error } = await decodeReads([bytes.subarray(0, cut)]);
      expect([cut, error?.code]).toEqual([cut, 'stream-truncated']);
    }
    const unterminated = await decodeReads([bytes.subarray(0, end)]);
    expect(unterminated).toEqual(await decodeReads([bytes]));
  });
});

describe('texts', () => {
  it('are equal with and without the fast path', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            content: fc.string({ unit: 'grapheme' }),
            created_at: fc.constantFrom('2026-11-29T09:00:00Z', '2026-11-29T09:00:00.12Z', 'a"b'),
            extra: fc.boolean(),
          }),
        ),
        async (parts) => {
          const body = parts.map(({ content, created_at, extra }) =>
            JSON.stringify({
              model: 'tiny',
              created_at,
              message: { role: 'assistant', content },
              done: false,
              ...(extra && { note: content }),
            }),
          );
          const text = [...body, '{"done":true,"model":"tiny"}', ''].join('\n');
          const { events, error } = await decodeReads([Buffer.from(text)]);
          expect(error).toBeUndefined();
          expect(joinTexts(events, 'text-delta')).toBe(parts.map((part) => part.content).join(''));
        },
      ),
    );
  });
});
