import type { ProviderEvent } from '@understudy/core/provider';
import { SeededRandom } from '@understudy/core/testing';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createChunk, decodeReads, lastChunk, readRecording, toFrame } from './decode-reads.ts';

interface Summary {
  readonly text?: string;
  readonly calls?: readonly (readonly [name: string, input: unknown, isSigned: boolean])[];
  readonly isSigned?: true;
  readonly usage: readonly (number | undefined)[];
}

const recipe = {
  recipe: {
    ingredients: expect.arrayContaining([{ amount: '16 oz', name: 'Lasagna noodles' }]),
    name: expect.any(String),
    steps: expect.any(Array),
  },
};

const recorded: Readonly<Record<string, Summary>> = {
  'google-reasoning-gemini3': {
    text: 'There are **3** "r"s in strawberry.\n\nSt**r**awbe**rr**y',
    isSigned: true,
    usage: [9, 325, 302],
  },
  'google-tool-call-gemini3': {
    calls: [['weather', { location: 'San Francisco' }, true]],
    usage: [29, 819, 804],
  },
  'google-tool-call': {
    calls: [['weather', { location: 'San Francisco' }, true]],
    usage: [29, 60, 45],
  },
  'google-vertex-stream-tool-call-arguments-nested.1': {
    calls: [['cookRecipe', recipe, true]],
    usage: [31, 1710, 1026],
  },
};

function summarize(events: readonly ProviderEvent[]): Summary {
  const text = events.map((event) => (event.type === 'text-delta' ? event.text : '')).join('');
  const calls = events.filter((event) => event.type === 'tool-call-end');
  const usage = events.findLast((event) => event.type === 'usage');
  const isSigned = events.some(({ type }) => type === 'text-end');
  return {
    ...(text !== '' && { text }),
    ...(calls.length > 0 && {
      calls: calls.map(
        ({ name, argumentsText, signature }) =>
          [name, JSON.parse(argumentsText), signature !== undefined] as const,
      ),
    }),
    ...(isSigned && { isSigned }),
    usage: [usage?.inputTokens, usage?.outputTokens, usage?.reasoningTokens],
  };
}

function toBytes(chunks: readonly string[]): Buffer {
  return Buffer.from(chunks.map((chunk) => `data: ${chunk}\r\n\r\n`).join(''));
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

/** Progress and counts are reported with each read. */
function withoutReads(events: readonly ProviderEvent[]): readonly ProviderEvent[] {
  return events.filter(({ type }) => type !== 'usage');
}

describe.each(Object.entries(recorded))('the stream %s', (name, summary) => {
  const chunks = readRecording(name);
  const bytes = toBytes(chunks);

  it('is decoded', async () => {
    const { events, error } = await decodeReads([bytes]);
    expect(error).toBeUndefined();
    expect(events.at(0)?.type).toBe('response-start');
    expect(summarize(events)).toEqual(summary);
    expect(events.at(-1)).toMatchObject({
      type: 'finish',
      reason: summary.calls ? 'tool-calls' : 'stop',
      rawReason: 'STOP',
    });
  });

  it.each([1, 2, 3, 4, 5, 6, 7])('has the same events in reads of %i bytes', async (size) => {
    const received = await decodeReads(split(bytes, () => size));
    expect(received).toEqual(await decodeReads([bytes]));
  });

  it('has the same events in reads of random size', async () => {
    const random = new SeededRandom(42);
    const expected = await decodeReads([bytes]);
    for (let round = 0; round < 10; round += 1) {
      const reads = split(bytes, () => 1 + Math.floor(random.next() * 900));
      expect(await decodeReads(reads)).toEqual(expected);
    }
  });

  it('is truncated if it is cut at any chunk, with the events before', async () => {
    const { events: all } = await decodeReads([bytes]);
    for (let count = 0; count < chunks.length; count += 1) {
      const { events, error } = await decodeReads([toBytes(chunks.slice(0, count))]);
      expect([count, error?.code]).toEqual([count, 'stream-truncated']);
      const received = withoutReads(events);
      expect(withoutReads(all).slice(0, received.length)).toEqual(received);
    }
  });

  it('is truncated if its last chunk is cut, and complete without the blank line', async () => {
    const start = toBytes(chunks.slice(0, -1)).length;
    const end = bytes.length - 4;
    const step = Math.ceil((end - start) / 40);
    for (let cut = start; cut < end; cut += step) {
      const { error } = await decodeReads([bytes.subarray(0, cut)]);
      expect([cut, error?.code]).toEqual([cut, 'stream-truncated']);
    }
    expect(await decodeReads([bytes.subarray(0, end)])).toEqual(await decodeReads([bytes]));
  });
});

describe('texts', () => {
  it('are equal with and without the fast path', async () => {
    const part = fc.record({
      text: fc.string({ unit: 'grapheme' }),
      thought: fc.boolean(),
      extra: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(part), async (parts) => {
        const frames = parts.map(({ text, thought, extra }) =>
          toFrame({
            ...createChunk([{ text, ...(thought && { thought }) }]),
            ...(extra && { note: text }),
          }),
        );
        const body = [...frames, toFrame(lastChunk)].join('');
        const { events, error } = await decodeReads([Buffer.from(body)]);
        expect(error).toBeUndefined();
        const textOf = (type: string): string =>
          events
            .map((event) => (event.type === type && 'text' in event ? event.text : ''))
            .join('');
        const expected = (thought: boolean): string =>
          parts.map((each) => (each.thought === thought ? each.text : '')).join('');
        expect(textOf('text-delta')).toBe(expected(false));
        expect(textOf('reasoning-delta')).toBe(expected(true));
      }),
    );
  });
});
