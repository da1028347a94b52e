import { findFaultPosition } from '../../faults/fault-position.ts';
import type { PositionedFault } from '../../faults/fault.ts';
import type { StreamPart } from '../../stream/stream-part.ts';
import { type StreamSegment, createEventPart, paceEvents } from '../../stream/stream-segment.ts';
import { encodeJson } from '../../stream/text/encode-json.ts';
import { GrowingText } from '../../stream/text/growing-text.ts';
import type { StreamSettings } from '../stream-settings.ts';
import { createModerationEvent } from './notice-events.ts';
import { createOpeningEvents } from './opening-events.ts';
import { createFinalEvent, createSnapshotEncoder } from './response-events.ts';
import type { Turn } from './turn.ts';

const defaultCharacters = 4;
const maxSnapshots = 500;

/** The segments of one response in order. A fault removes, changes or inserts segments. */
export interface TurnScript {
  readonly turn: Turn;
  /** The headers and, in a new conversation, the system and user messages. */
  readonly opening: StreamSegment;
  /** The snapshots before the position of a fault, by default about the first half. */
  readonly beforeFault: StreamSegment;
  /** The text of the last snapshot in `beforeFault`, or an empty text. */
  readonly textBeforeFault: string;
  readonly afterFault: StreamSegment;
  readonly final: StreamSegment;
  readonly moderation: StreamSegment;
  readonly done: StreamSegment;
  /** Encodes other events in the same way. */
  readonly encode: (...events: readonly object[]) => readonly StreamPart[];
}

/** @param onDone - called after all parts except the end marker have been written */
export function createTurnScript(
  turn: Turn,
  settings: StreamSettings,
  fault: PositionedFault | undefined,
  onDone: () => void,
): TurnScript {
  const charactersPerSnapshot =
    settings.charactersPerSnapshot ?? chooseCharactersPerSnapshot(turn.text);
  const text = new GrowingText(turn.text, turn.repeatedLength, {
    ...settings,
    charactersPerSnapshot,
  });
  const encodeSnapshot = createSnapshotEncoder(turn, settings.escapeNonAscii);
  const encode = (...events: readonly object[]): readonly StreamPart[] =>
    events.map((event) => createEventPart(encodeJson(event, settings.escapeNonAscii)));
  const paceSnapshots = (texts: Iterable<string>, firstMs: number): StreamSegment =>
    paceEvents(map(texts, encodeSnapshot), firstMs, settings.snapshotIntervalMs);
  const opening = turn.echo === undefined ? [] : encode(...createOpeningEvents(turn, turn.echo));
  const position = findFaultPosition(fault, {
    openingEvents: opening.length,
    textLengths: text.ends,
    defaultPosition: Math.ceil((text.count + 1) / 2),
  });
  return {
    turn,
    opening: [{ kind: 'headers' }, ...opening],
    beforeFault: paceSnapshots(text.grow(0, position), settings.firstSnapshotMs),
    textBeforeFault: position === 0 ? '' : text.textAt(position - 1),
    afterFault: paceSnapshots(text.grow(position, text.count), settings.snapshotIntervalMs),
    final: encode(createFinalEvent(turn)),
    moderation: encode(createModerationEvent(turn, 'response', false)),
    done: endStream(onDone),
    encode,
  };
}

/** Each snapshot contains the complete text so far. A limited number of them takes linear time. */
function chooseCharactersPerSnapshot({ length }: string): number {
  return Math.max(defaultCharacters, Math.ceil(length / maxSnapshots));
}

function* map<From, To>(items: Iterable<From>, convert: (item: From) => To): Generator<To> {
  for (const item of items) yield convert(item);
}

function* endStream(onDone: () => void): Generator<StreamPart> {
  onDone();
  yield createEventPart('[DONE]');
}
