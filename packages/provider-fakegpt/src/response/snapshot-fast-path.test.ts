import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { finalMessage, message } from '../../test/fakegpt-events.ts';
import type { MessageShape } from '../../test/fakegpt-events.ts';
import { ChatStreamDecoder } from '../decode-chat-stream.ts';
import { SnapshotFastPath } from './snapshot-fast-path.ts';

/** Parses every event completely. */
class NoFastPath extends SnapshotFastPath {
  override remember(): void {}
}

const escapeNonAscii = (json: string): string =>
  json.replaceAll(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

const encodings = [
  (event: object) => JSON.stringify(event),
  (event: object) => escapeNonAscii(JSON.stringify(event)),
  (event: object) => JSON.stringify(event).replaceAll('/', '\\/'),
  (event: object) => JSON.stringify(event).replaceAll(':', ' : ').replaceAll('[', '[ '),
] as const;

function decode(decoder: ChatStreamDecoder, batches: readonly (readonly string[])[]): unknown {
  const results: unknown[] = [];
  for (const batch of batches) {
    const { events, end } = decoder.decode(batch.map((data) => ({ data })));
    results.push(events, end);
    if (end) return results;
  }
  const { events, end } = decoder.end();
  return [...results, events, end, decoder.messageRef];
}

/** Any UTF-16 code units, with many characters that JSON escapes. */
const text = fc
  .array(
    fc.oneof(
      {
        weight: 4,
        arbitrary: fc.constantFrom('"', '\\', '/', '\n', '\u0000', '\u2028', '\\u0041'),
      },
      { weight: 4, arbitrary: fc.constantFrom('\u{1f600}', '\ud83d', '\ude00', 'é', '漢') },
      { weight: 8, arbitrary: fc.string({ unit: 'binary', maxLength: 4 }) },
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(''));

const otherEvent = fc.constantFrom<object | string>(
  { type: 'title_generation', title: '"parts":["x"]', conversation_id: 'c-1' },
  message({ role: 'tool', text: 'page' }),
  message({ recipient: 'browser', text: 'search("x")' }),
  message({ parts: [42] }),
  message({ id: 'm-other', text: 'another' }),
  message({ messageType: 'variant', text: 'variant' }),
  '',
);

/** Some of these values have the same length as the default. */
const shape = fc.record(
  {
    id: fc.constantFrom('m-ast', 'm-3'),
    recipient: fc.constantFrom('all', 'bob'),
    finish: fc.constantFrom('stop', 'halt'),
    endTurn: fc.constantFrom(true, null),
  },
  { requiredKeys: [] },
);

const step = fc.oneof(
  { weight: 30, arbitrary: fc.record({ grow: fc.nat(12) }) },
  { weight: 1, arbitrary: fc.record({ shrink: fc.nat(4) }) },
  { weight: 1, arbitrary: fc.record({ rewrite: text }) },
  { weight: 5, arbitrary: fc.record({ event: otherEvent }) },
  { weight: 5, arbitrary: fc.record({ shape }) },
);

type Step = {
  grow?: number;
  shrink?: number;
  rewrite?: string;
  event?: object | string;
  shape?: MessageShape;
};

/** Creates a stream of snapshots of `fullText` that grow by steps, with other events between them. */
function* toData(fullText: string, steps: readonly Step[], encoding: number): Generator<string> {
  const encode = encodings[encoding] ?? JSON.stringify;
  let length = 0;
  for (const { grow = 0, shrink = 0, rewrite, event, shape: changes } of steps) {
    if (typeof event === 'string') yield event;
    else if (event) yield encode(event);
    length = Math.max(0, Math.min(fullText.length, length + grow - shrink));
    yield encode(message({ text: rewrite ?? fullText.slice(0, length), ...changes }));
  }
}

function* toBatches(data: Iterable<string>, size: number): Generator<readonly string[]> {
  const all = [...data];
  for (let start = 0; start < all.length; start += size) yield all.slice(start, start + size);
}

describe('SnapshotFastPath', () => {
  it('returns the result of a complete parse', () => {
    const stream = fc.record({
      fullText: text,
      steps: fc.array(step, { maxLength: 25 }),
      encoding: fc.nat(encodings.length - 1),
      size: fc.integer({ min: 1, max: 6 }),
      ending: fc.constantFrom([], ['[DONE]'], [JSON.stringify(finalMessage('x')), '[DONE]']),
    });
    const run = fc.property(stream, ({ fullText, steps, encoding, size, ending }) => {
      const data = [...toData(fullText, steps, encoding), ...ending];
      const batches = [...toBatches(data, size)];
      const actual = decode(new ChatStreamDecoder(), batches);
      expect(actual).toEqual(decode(new ChatStreamDecoder(new NoFastPath()), batches));
    });
    fc.assert(run, { numRuns: 5000, seed: 20_240_205 });
  });

  it('returns the result of a complete parse if characters are inserted anywhere', () => {
    const base = JSON.stringify(message({ text: 'Te"al' }));
    const run = fc.property(
      fc.nat(base.length),
      fc.string({ unit: 'binary', maxLength: 6 }),
      (position, inserted) => {
        const changed = base.slice(0, position) + inserted + base.slice(position);
        const batches = [[base, changed, base, '[DONE]']];
        const actual = decode(new ChatStreamDecoder(), batches);
        expect(actual).toEqual(decode(new ChatStreamDecoder(new NoFastPath()), batches));
      },
    );
    fc.assert(run, { numRuns: 3000, seed: 20_240_205 });
  });

  it('returns only the added text', () => {
    const fastPath = new SnapshotFastPath();
    fastPath.remember(JSON.stringify(message({ text: 'Te\\"' })));
    expect(fastPath.read(JSON.stringify(message({ text: 'Te\\"al\n' })))).toBe('al\n');
    expect(fastPath.active).toBe(true);
    expect(fastPath.text()).toBe('Te\\"al\n');
  });

  it.each([
    ['an unescaped quote in the added text', (raw: string) => raw.replace('Te', 'Te","x')],
    ['a backslash at the end of the added text', (raw: string) => raw.replace('Te', 'Te\\')],
    ['another text', (raw: string) => raw.replace('Te', 'Bl')],
    ['another end of the message', (raw: string) => raw.replace('in_progress', 'finished')],
    ['another end of the same length', (raw: string) => raw.replace('"all"', '"bob"')],
    ['another beginning', (raw: string) => raw.replace('m-ast', 'm-two')],
    ['a shorter text', (raw: string) => raw.replace('Te', 'T')],
  ])('requires a complete parse for %s', (_, change) => {
    const raw = JSON.stringify(message({ text: 'Te' }));
    const fastPath = new SnapshotFastPath();
    fastPath.remember(raw);
    expect(fastPath.read(change(raw))).toBeUndefined();
  });

  it.each([
    ['two parts', message({ parts: ['a', 'b'] })],
    ['no text', message({ parts: [42] })],
    ['a second field of the same name', '{"parts":["x"],"message":{"parts":["y"]}}'],
  ])('does not match after %s', (_, event) => {
    const fastPath = new SnapshotFastPath();
    const raw = typeof event === 'string' ? event : JSON.stringify(event);
    fastPath.remember(raw);
    expect(fastPath.read(raw)).toBeUndefined();
    expect(fastPath.active).toBe(false);
  });

  it('stops trying if snapshots differ in more than their text', () => {
    const fastPath = new SnapshotFastPath();
    for (let count = 0; count < 20; count += 1) {
      const raw = JSON.stringify({ count, ...message({ text: 'Te' }) });
      expect(fastPath.read(raw)).toBeUndefined();
      fastPath.remember(raw);
    }
    expect(
      fastPath.read(JSON.stringify({ count: 19, ...message({ text: 'Te' }) })),
    ).toBeUndefined();
    expect(fastPath.active).toBe(false);
  });
});
