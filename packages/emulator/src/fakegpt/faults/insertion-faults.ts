import { type StreamSegment, createEventPart } from '../../stream/stream-segment.ts';
import { avoidPair } from '../../stream/text/cut-text.ts';
import { createUnknownEvents } from '../turn/notice-events.ts';
import { createSnapshotEvent } from '../turn/response-events.ts';
import type { TurnScript } from '../turn/turn-script.ts';

/** Faults that insert events into a complete stream. */
export const insertionFaults = {
  'malformed-event': {
    on: 'stream',
    position: true,
    description: 'inserts an event with incomplete JSON',
    apply: (): StreamSegment => [createEventPart('{"message":{"id":')],
  },
  'shrinking-snapshot': {
    on: 'stream',
    position: true,
    description: 'inserts a snapshot with half of the text of the previous one',
    apply: ({ turn, textBeforeFault: text, encode }: TurnScript): StreamSegment => {
      const half = text.slice(0, avoidPair(text, Math.floor(text.length / 2)));
      return encode(createSnapshotEvent(turn, [half]));
    },
  },
  'non-string-parts': {
    on: 'stream',
    position: true,
    description: 'inserts a snapshot whose parts are not strings',
    apply: ({ turn, encode }: TurnScript): StreamSegment =>
      encode(createSnapshotEvent(turn, [{ asset_pointer: 'file-service://file-x' }, 42, null])),
  },
  'unknown-events': {
    on: 'stream',
    position: true,
    description: 'inserts events of types that a client ignores',
    apply: ({ turn, encode }: TurnScript): StreamSegment => encode(...createUnknownEvents(turn)),
  },
  'large-frame': {
    on: 'stream',
    position: true,
    parameters: { bytes: { type: 'integer', min: 1, default: 204_800 } },
    description: 'inserts a snapshot with `bytes` of metadata',
    apply: (script: TurnScript, { bytes }: { readonly bytes: number }): StreamSegment =>
      createPaddedSnapshot(script, bytes),
  },
  'huge-frame': {
    on: 'stream',
    position: true,
    parameters: { bytes: { type: 'integer', min: 1, default: 41_943_040 } },
    description: 'inserts a snapshot with `bytes` of metadata',
    apply: (script: TurnScript, { bytes }: { readonly bytes: number }): StreamSegment =>
      createPaddedSnapshot(script, bytes),
  },
} as const;

/** Creates a snapshot with large metadata and an unchanged text. */
function createPaddedSnapshot(
  { turn, textBeforeFault, encode }: TurnScript,
  bytes: number,
): StreamSegment {
  const citations = [{ metadata: { extra: 'x'.repeat(bytes) } }];
  return encode(createSnapshotEvent(turn, [textBeforeFault], { citations }));
}
