import { assertNever } from '../../assert-never.ts';
import { avoidPair } from '../../stream/cut-text.ts';
import { type StreamSegment, createEventPart } from '../../stream/stream-segment.ts';
import { createUnknownEvents } from '../turn/notice-events.ts';
import { createSnapshotEvent } from '../turn/response-events.ts';
import type { TurnScript } from '../turn/turn-script.ts';
import type { FakeGptFaultAmong } from './fakegpt-fault.ts';
import type { insertionFaultNames } from './fault-names.ts';

const largeFrameBytes = 200 * 1024;
const hugeFrameBytes = 10 * 1024 * 1024;

/** What stands in the middle of an answer that is plain before and after it. */
export function createInsertion(
  fault: FakeGptFaultAmong<typeof insertionFaultNames>,
  script: TurnScript,
): StreamSegment {
  const { turn, textBeforeFault, encode } = script;
  switch (fault.kind) {
    case 'malformed-event':
      return [createEventPart('{"message":{"id":')];
    case 'shrinking-snapshot': {
      const shorter = textBeforeFault.slice(
        0,
        avoidPair(textBeforeFault, Math.floor(textBeforeFault.length / 2)),
      );
      return encode(createSnapshotEvent(turn, [shorter]));
    }
    case 'non-string-parts':
      return encode(
        createSnapshotEvent(turn, [{ asset_pointer: 'file-service://file-x' }, 42, null]),
      );
    case 'unknown-events':
      return encode(...createUnknownEvents(turn));
    case 'large-frame':
      return encode(createPaddedSnapshot(script, fault.bytes ?? largeFrameBytes));
    case 'huge-frame':
      return encode(createPaddedSnapshot(script, fault.bytes ?? hugeFrameBytes));
    default:
      return assertNever(fault);
  }
}

/** Its text is the answer's own: only what is told about it is large. */
function createPaddedSnapshot({ turn, textBeforeFault }: TurnScript, bytes: number): object {
  const citations = [{ metadata: { extra: 'x'.repeat(bytes) } }];
  return createSnapshotEvent(turn, [textBeforeFault], { citations });
}
