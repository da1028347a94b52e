import { findFaultPosition } from '../../faults/fault-position.ts';
import type { PositionedFault } from '../../faults/fault.ts';
import type { StreamPart } from '../../stream/stream-part.ts';
import {
  type StreamSegment,
  createEventPart,
  headersSegment,
  paceEvents,
} from '../../stream/stream-segment.ts';
import type { StreamSettings } from '../../stream/stream-settings.ts';
import { encodeJson } from '../../stream/text/encode-json.ts';
import type { MessageDraft } from '../message/message-draft.ts';
import { type MessageEvent, ping } from './message-event.ts';
import { createContent, createEnd, createStart, measureEvent } from './message-events.ts';

/** The stream of a message, split into segments. */
export interface MessageScript {
  /** The headers, the start of the message and a ping. */
  readonly opening: StreamSegment;
  readonly beforeFault: StreamSegment;
  readonly afterFault: StreamSegment;
  /** The event with the stop reason. */
  readonly finish: StreamSegment;
  readonly done: StreamSegment;
  readonly start: MessageEvent;
  /** Encodes other events in the same way. */
  readonly encode: (...events: readonly MessageEvent[]) => readonly StreamPart[];
}

export function createMessageScript(
  draft: MessageDraft,
  settings: StreamSettings,
  fault: PositionedFault | undefined,
): MessageScript {
  const { firstChunkMs, chunkIntervalMs, escapeNonAscii } = settings;
  const encodeEvent = (event: MessageEvent): string => encodeJson(event, escapeNonAscii);
  const encode = (...events: readonly MessageEvent[]): readonly StreamPart[] =>
    events.map((event) => createEventPart(encodeEvent(event)));
  const start = createStart(draft);
  const content = createContent(draft);
  const opening = encode(start, ping);
  const position = findFaultPosition(fault, {
    openingEvents: opening.length,
    textLengths: addLengths(content),
    defaultPosition: Math.ceil(content.length / 2),
  });
  const events = content.map(encodeEvent);
  return {
    opening: [...headersSegment, ...opening],
    beforeFault: paceEvents(events.slice(0, position), firstChunkMs, chunkIntervalMs),
    afterFault: paceEvents(events.slice(position), chunkIntervalMs, chunkIntervalMs),
    finish: encode(createEnd(draft)),
    done: encode({ type: 'message_stop' }),
    start,
    encode,
  };
}

/** Returns the length of the text after each event. */
function addLengths(events: readonly MessageEvent[]): readonly number[] {
  let length = 0;
  return events.map((event) => (length += measureEvent(event)));
}
