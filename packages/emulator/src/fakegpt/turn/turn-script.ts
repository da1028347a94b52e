import { encodeJson } from '../../stream/encode-json.ts';
import { GrowingText } from '../../stream/growing-text.ts';
import { type Passage, createEventPart, paceEvents } from '../../stream/passage.ts';
import type { StreamPart } from '../../stream/stream-part.ts';
import type { StreamSettings } from '../fakegpt-settings.ts';
import { createFinalEvent, createSnapshotEncoder } from './answer-events.ts';
import { createModerationEvent } from './notice-events.ts';
import { createOpeningEvents } from './opening-events.ts';
import type { Turn } from './turn.ts';

/** The passages of one answer, in their order, for a fault to leave out, change or put others between. */
export interface TurnScript {
  readonly turn: Turn;
  /** The headers, and what a new conversation begins with. */
  readonly opening: Passage;
  /** The snapshots up to about the middle of the text; where there is text, the last has some. */
  readonly early: Passage;
  /** The last text of `early`. */
  readonly earlyText: string;
  readonly late: Passage;
  readonly final: Passage;
  readonly moderation: Passage;
  readonly done: Passage;
  /** Any other events, encoded like these. */
  readonly say: (...events: readonly object[]) => readonly StreamPart[];
}

/** Lays out a turn. `onDone` is called when all but the end marker was said. */
export function createTurnScript(
  turn: Turn,
  settings: StreamSettings,
  onDone: () => void,
): TurnScript {
  const text = new GrowingText(turn.text, turn.repeated, settings);
  const middle = Math.ceil((text.count + 1) / 2);
  const encode = createSnapshotEncoder(turn, settings.escapeNonAscii);
  const say = (...events: readonly object[]): readonly StreamPart[] =>
    events.map((event) => createEventPart(encodeJson(event, settings.escapeNonAscii)));
  const pace = (texts: Iterable<string>, firstMs: number): Passage =>
    paceEvents(map(texts, encode), firstMs, settings.snapshotIntervalMs);
  return {
    turn,
    opening: [
      { kind: 'headers' },
      ...(turn.echo === undefined ? [] : say(...createOpeningEvents(turn, turn.echo))),
    ],
    early: pace(text.grow(0, middle), settings.firstSnapshotMs),
    earlyText: text.textAt(middle - 1),
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
