import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { finalMessage, message } from '../../test/fakegpt-events.ts';
import type { MessageShape } from '../../test/fakegpt-events.ts';
import { ChatStreamDecoder } from '../decode-chat-stream.ts';
import { SnapshotFastPath } from './snapshot-fast-path.ts';

/** The way of a decoder without the template: every event is parsed in full. */
class NoTemplate extends SnapshotFastPath {
  override keep(): void {}
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
  const seen: unknown[] = [];
  for (const batch of batches) {
    const { events, end } = decoder.decode(batch.map((data) => ({ data })));
    seen.push(events, end);
    if (end) return seen;
  }
  const { events, end } = decoder.endBody();
  return [...seen, events, end, decoder.place];
}

/** Any UTF-16 units, with much of what JSON treats in a way of its own. */
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
  .map((pieces) => pieces.join(''));

const otherEvent = fc.constantFrom<object | string>(
  { type: 'title_generation', title: '"parts":["x"]', conversation_id: 'c-1' },
  message({ role: 'tool', text: 'page' }),
  message({ recipient: 'browser', text: 'search("x")' }),
  message({ parts: [42] }),
  message({ id: 'm-other', text: 'another' }),
  message({ messageType: 'variant', text: 'variant' }),
  '',
);

/** Some of these are as long as what is usual in their place. */
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

/** A stream of snapshots of `whole` that grow by steps, with other things between. */
function* toData(whole: string, steps: readonly Step[], encoding: number): Generator<string> {
  const encode = encodings[encoding] ?? JSON.stringify;
  let length = 0;
  for (const { grow = 0, shrink = 0, rewrite, event, shape: changes } of steps) {
    if (typeof event === 'string') yield event;
    else if (event) yield encode(event);
    length = Math.max(0, Math.min(whole.length, length + grow - shrink));
    yield encode(message({ text: rewrite ?? whole.slice(0, length), ...changes }));
  }
}

function* toBatches(data: Iterable<string>, size: number): Generator<readonly string[]> {
  const all = [...data];
  for (let start = 0; start < all.length; start += size) yield all.slice(start, start + size);
}

describe('SnapshotTemplate', () => {
  it('gives what a full parse gives', () => {
    const talk = fc.record({
      whole: text,
      steps: fc.array(step, { maxLength: 25 }),
      encoding: fc.nat(encodings.length - 1),
      size: fc.integer({ min: 1, max: 6 }),
      ending: fc.constantFrom([], ['[DONE]'], [JSON.stringify(finalMessage('x')), '[DONE]']),
    });
    const run = fc.property(talk, ({ whole, steps, encoding, size, ending }) => {
      const data = [...toData(whole, steps, encoding), ...ending];
      const batches = [...toBatches(data, size)];
      const quick = decode(new ChatStreamDecoder(), batches);
      expect(quick).toEqual(decode(new ChatStreamDecoder(new NoTemplate()), batches));
    });
    fc.assert(run, { numRuns: 5000, seed: 20_240_205 });
  });

  it('gives what a full parse gives when bytes are put anywhere', () => {
    const base = JSON.stringify(message({ text: 'Te"al' }));
    const run = fc.property(
      fc.nat(base.length),
      fc.string({ unit: 'binary', maxLength: 6 }),
      (at, put) => {
        const changed = base.slice(0, at) + put + base.slice(at);
        const batches = [[base, changed, base, '[DONE]']];
        const quick = decode(new ChatStreamDecoder(), batches);
        expect(quick).toEqual(decode(new ChatStreamDecoder(new NoTemplate()), batches));
      },
    );
    fc.assert(run, { numRuns: 3000, seed: 20_240_205 });
  });

  it('reads only what was added', () => {
    const template = new SnapshotFastPath();
    template.keep(JSON.stringify(message({ text: 'Te\\"' })));
    expect(template.read(JSON.stringify(message({ text: 'Te\\"al\n' })))).toBe('al\n');
    expect(template.active).toBe(true);
    expect(template.text()).toBe('Te\\"al\n');
  });

  it.each([
    ['a bare quote in what was added', (raw: string) => raw.replace('Te', 'Te","x')],
    ['a backslash that ends what was added', (raw: string) => raw.replace('Te', 'Te\\')],
    ['another text', (raw: string) => raw.replace('Te', 'Bl')],
    ['another end of the message', (raw: string) => raw.replace('in_progress', 'finished')],
    ['another end of the same length', (raw: string) => raw.replace('"all"', '"bob"')],
    ['another beginning', (raw: string) => raw.replace('m-ast', 'm-two')],
    ['a shorter text', (raw: string) => raw.replace('Te', 'T')],
  ])('leaves %s to a full parse', (_, change) => {
    const raw = JSON.stringify(message({ text: 'Te' }));
    const template = new SnapshotFastPath();
    template.keep(raw);
    expect(template.read(change(raw))).toBeUndefined();
  });

  it.each([
    ['two parts', message({ parts: ['a', 'b'] })],
    ['no text', message({ parts: [42] })],
    ['a second field of the same name', '{"parts":["x"],"message":{"parts":["y"]}}'],
  ])('does not learn from %s', (_, event) => {
    const template = new SnapshotFastPath();
    const raw = typeof event === 'string' ? event : JSON.stringify(event);
    template.keep(raw);
    expect(template.read(raw)).toBeUndefined();
    expect(template.active).toBe(false);
  });

  it('gives up learning where snapshots differ in more than their text', () => {
    const template = new SnapshotFastPath();
    for (let count = 0; count < 20; count += 1) {
      const raw = JSON.stringify({ count, ...message({ text: 'Te' }) });
      expect(template.read(raw)).toBeUndefined();
      template.keep(raw);
    }
    expect(
      template.read(JSON.stringify({ count: 19, ...message({ text: 'Te' }) })),
    ).toBeUndefined();
    expect(template.active).toBe(false);
  });
});
