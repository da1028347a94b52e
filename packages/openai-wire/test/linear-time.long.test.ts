import { expect, it } from 'vitest';

import { threadCpuMs } from '../../../tools/thread-cpu-ms.ts';
import { decodeReads } from './decode-reads.ts';
import { splitBytes } from './split-bytes.ts';
import { chunk, stop, text } from './vendor-streams/decode-stream.ts';

const size = 5000;

const frame = (data: readonly string[]): string => data.map((each) => `data: ${each}\n\n`).join('');
const repeat = (count: number, create: (index: number) => string): readonly string[] =>
  Array.from({ length: count }, (_, index) => create(index));

function callPiece(index: number, argumentsText: string): string {
  return chunk({ tool_calls: [{ index, function: { arguments: argumentsText } }] });
}

const firstPiece = chunk({
  tool_calls: [{ index: 0, id: 'a', function: { name: 'f', arguments: '[' } }],
});

/** Streams whose length grows with the number. */
const streams: Readonly<Record<string, (count: number) => string>> = {
  'deltas of text': (count) => frame([...repeat(count, (index) => text(`${index} `)), stop]),
  'deltas with a finish reason': (count) =>
    frame(repeat(count, () => chunk({ content: 'ab' }, 'stop'))),
  'deltas of reasoning': (count) =>
    frame([...repeat(count, () => chunk({ reasoning: 'hm ' })), stop]),
  'deltas of arguments': (count) =>
    frame([firstPiece, ...repeat(count, () => callPiece(0, '{"a":{},')), stop]),
  'pieces with growing indices': (count) =>
    frame([firstPiece, ...repeat(count, (index) => callPiece(index % 1024, '{"a":{},')), stop]),
  'text without tags of reasoning': (count) =>
    frame([...repeat(count, () => text('a < b ')), stop]),
  'token counts': (count) =>
    frame([
      ...repeat(count, (index) =>
        chunk({ content: 'a' }, null, { usage: { prompt_tokens: 1, completion_tokens: index } }),
      ),
      stop,
    ]),
  'keep-alives': (count) => frame([...repeat(count, () => 'null'), text('a'), stop]),
  'lines that are not fields': (count) =>
    `${repeat(count, () => '{').join('\n')}\n${frame([text('a'), stop])}`,
  'closing braces on lines that are not fields': (count) =>
    `[\n${repeat(count, () => '},').join('\n')}\n${frame([text('a'), stop])}`,
  'one event over lines': (count) =>
    `${repeat(count, () => `data: ${text('a')}\n`).join('')}${frame([stop])}`,
  'a line that grows': (count) => frame([chunk({ content: 'ab'.repeat(10 * count) }, 'stop')]),
  'a repetition of a long text': (count) =>
    frame([
      text('ab'.repeat(10 * count)),
      text('c'),
      chunk({ content: `${'ab'.repeat(10 * count)}c` }, 'stop'),
    ]),
};

async function measure(stream: string): Promise<number> {
  const bytes = Buffer.from(stream);
  const times: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    const started = threadCpuMs();
    const { end } = await decodeReads(
      splitBytes(bytes, () => 16_384),
      { thinkTags: true },
    );
    times.push(threadCpuMs() - started);
    expect(end?.type).toBe('finished');
  }
  return Math.min(...times);
}

it.each(Object.entries(streams))('decodes %s in linear time', async (_, create) => {
  await measure(create(size));
  const once = await measure(create(size));
  const eightTimes = await measure(create(8 * size));
  // Linear time is 8, quadratic time is 64. Garbage collection takes a part of it.
  expect(eightTimes / Math.max(once, 2)).toBeLessThan(32);
});
