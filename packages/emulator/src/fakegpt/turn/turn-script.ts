import type { PlacedFault } from '../../faults/fault.ts';
import { placeFault } from '../../faults/place-fault.ts';
import { encodeJson } from '../../stream/encode-json.ts';
import { GrowingText } from '../../stream/growing-text.ts';
import type { StreamPart } from '../../stream/stream-part.ts';
import { type StreamSegment, createEventPart, paceEvents } from '../../stream/stream-segment.ts';
import type { StreamSettings } from '../fakegpt-settings.ts';
import { createModerationEvent } from './notice-events.ts';
import { createOpeningEvents } from './opening-events.ts';
import { createFinalEvent, createSnapshotEncoder } from './response-events.ts';
import type { Turn } from './turn.ts';

/** The passages of one answer, in their order, for a fault to leave out, change or put others between. */
export interface TurnScript {
  readonly turn: Turn;
  /** The headers, and what a new conversation begins with. */
  readonly opening: StreamSegment;
  /** The snapshots before the place of a fault: up to about the middle of the text, unless it says otherwise. */
  readonly early: StreamSegment;
  /** The last text of `early`; empty where there is none. */
  readonly earlyText: string;
  readonly late: StreamSegment;
  readonly final: StreamSegment;
  readonly moderation: StreamSegment;
  readonly done: StreamSegment;
  /** Any other events, encoded like these. */
  readonly say: (...events: readonly object[]) => readonly StreamPart[];
}

/** Lays out a turn. `onDone` is called when all but the end marker was said. */
export function createTurnScript(
  turn: Turn,
  settings: StreamSettings,
  fault: PlacedFault | undefined,
  onDone: () => void,
): TurnScript {
  const text = new GrowingText(turn.text, turn.repeated, settings);
  const encode = createSnapshotEncoder(turn, settings.escapeNonAscii);
  const say = (...events: readonly object[]): readonly StreamPart[] =>
    events.map((event) => createEventPart(encodeJson(event, settings.escapeNonAscii)));
  const pace = (texts: Iterable<string>, firstMs: number): StreamSegment =>
    paceEvents(map(texts, encode), firstMs, settings.snapshotIntervalMs);
  const opening = turn.echo === undefined ? [] : say(...createOpeningEvents(turn, turn.echo));
  const middle = placeFault(fault, {
    opening: opening.length,
    ends: text.ends,
    middle: Math.ceil((text.count + 1) / 2),
  });
  return {
    turn,
    opening: [{ kind: 'headers' }, ...opening],
    early: pace(text.grow(0, middle), settings.firstSnapshotMs),
    earlyText: middle === 0 ? '' : text.textAt(middle - 1),
    late: pace(text.grow(middle, text.count), settings.snapshotIntervalMs),
    final: say(createFinalEvent(turn)),
    moderation: say(createModerationEvent(turn, 'answer', false)),
    done: endStream(onDone),
    say,
  };
}

function* map<From, To>(items: Iterable<From>, change: (item: From) => To): Generator<To> {
  for (const item of items) yield change(item);
}

function* endStream(onDone: () => void): Generator<StreamPart> {
  onDone();
  yield createEventPart('[DONE]');
}
