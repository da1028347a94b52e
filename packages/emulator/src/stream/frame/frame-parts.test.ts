import { describe, expect, it } from 'vitest';

import type { ReplyStep } from '../../server/reply.ts';
import { type StreamPart, type StreamStyle, commentPing } from '../stream-part.ts';
import { frameParts } from './frame-parts.ts';

const plain: StreamStyle = {
  lineEnding: 'lf',
  eventsPerWrite: 1,
  bytesPerWrite: undefined,
  eventsPerPing: undefined,
  ping: commentPing,
};

const wait: ReplyStep = { kind: 'wait', ms: 5 };

function event(data: string): StreamPart {
  return { kind: 'event', data };
}

function frame(parts: readonly StreamPart[], style: Partial<StreamStyle> = {}): readonly unknown[] {
  return [...frameParts(parts, { ...plain, ...style })].map((step) =>
    step.kind === 'write' ? step.chunk.toString() : step.kind,
  );
}

describe('frameParts', () => {
  it.each([
    ['cr', 'data: a\r\rdata: b\r\r'],
    ['crlf', 'data: a\r\n\r\ndata: b\r\n\r\n'],
    ['mixed', 'data: a\n\rdata: b\r\n\n'],
  ] as const)('ends lines with %s', (lineEnding, text) => {
    expect(frame([event('a'), event('b')], { lineEnding }).join('')).toBe(text);
  });

  it('frames each event and keeps the position of other steps', () => {
    expect(frame([event('a'), wait, event('b'), { kind: 'stall' }])).toEqual([
      'data: a\n\n',
      'wait',
      'data: b\n\n',
      'stall',
    ]);
  });

  it('ends each line of an event', () => {
    expect(frame([event('a')], { lineEnding: 'crlf' })).toEqual(['data: a\r\n\r\n']);
  });

  it('joins events in one write, after the wait between them', () => {
    const parts = [event('a'), wait, event('b'), event('c')];
    expect(frame(parts, { eventsPerWrite: 2 })).toEqual([
      'wait',
      'data: a\n\ndata: b\n\n',
      'data: c\n\n',
    ]);
  });

  it('writes pending events before a step that is not a wait', () => {
    expect(frame([event('a'), { kind: 'stall' }], { eventsPerWrite: 9 })).toEqual([
      'data: a\n\n',
      'stall',
    ]);
  });

  it('inserts keep-alive messages', () => {
    expect(frame([event('a'), event('b')], { eventsPerPing: 1 })).toEqual([
      ': ping\n\n',
      'data: a\n\n',
      ': ping\n\n',
      'data: b\n\n',
    ]);
    expect(frame([event('a'), event('b'), event('c')], { eventsPerPing: 2 })).toHaveLength(4);
  });

  it('splits writes inside characters', () => {
    const steps = [...frameParts([event('дa')], { ...plain, bytesPerWrite: 7 })];
    const writes = steps.filter((step) => step.kind === 'write');
    expect(writes.map(({ chunk }) => chunk.length)).toEqual([7, 4]);
    expect(steps.map(({ kind }) => kind)).toEqual(['write', 'wait', 'write', 'wait']);
  });

  it('reads parts only when the next step is requested', () => {
    let readCount = 0;
    function* endless(): Generator<StreamPart> {
      for (;;) {
        readCount += 1;
        yield event('a');
      }
    }
    for (const step of frameParts(endless(), plain)) if (step.kind === 'write') break;
    expect(readCount).toBe(1);
  });
});
