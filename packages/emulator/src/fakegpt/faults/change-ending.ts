import { assertNever } from '../../assert-never.ts';
import type { StreamPart } from '../../stream/stream-part.ts';
import { type Passage, type TurnScript, createEventPart } from '../turn/turn-script.ts';
import type { FakeGptFaultAmong } from './fakegpt-fault.ts';
import type { endingFaultNames } from './fault-names.ts';

const stall: Passage = [{ kind: 'stall' }];
const headers: Passage = [{ kind: 'headers' }];
const halfFrame: StreamPart = {
  kind: 'write',
  chunk: 'data: {"message":{"id":"cut-off","author":{"ro',
};

/** Long enough for what was written to be read before the connection drops. */
const settle: StreamPart = { kind: 'wait', ms: 5 };

/** The passages of a stream that does not end, or not as it should, in the order they are played. */
export function changeEnding(
  fault: FakeGptFaultAmong<typeof endingFaultNames>,
  script: TurnScript,
): readonly Passage[] {
  const { opening, early, late, final, moderation, done } = script;
  const whole = [opening, early, late, final, moderation];
  switch (fault.kind) {
    case 'empty-stream':
      return [];
    case 'only-done':
      return [done];
    case 'missing-done':
      return whole;
    case 'open-after-done':
      return [...whole, done, stall];
    case 'junk-after-done':
      return [
        ...whole,
        done,
        [createEventPart('{"junk":true}'), { kind: 'write', chunk: '<junk>' }],
      ];
    case 'truncated-stream':
      return [opening, early];
    case 'end-mid-frame':
      return [opening, early, [halfFrame]];
    case 'disconnect-mid-frame':
      return [opening, early, [halfFrame, settle, { kind: 'disconnect', reset: false }]];
    case 'reset-mid-frame':
      return [opening, early, [halfFrame, settle, { kind: 'disconnect', reset: true }]];
    case 'stall-before-headers':
      return [stall];
    case 'stall-after-headers':
      return [headers, stall];
    case 'stall-after-text':
      return [opening, early, stall];
    case 'endless-comments':
      return [repeatComment(fault.intervalMs ?? 10)];
    default:
      return assertNever(fault);
  }
}

function* repeatComment(intervalMs: number): Generator<StreamPart> {
  for (;;) {
    yield { kind: 'write', chunk: ': still here\n\n' };
    yield { kind: 'wait', ms: intervalMs };
  }
}
