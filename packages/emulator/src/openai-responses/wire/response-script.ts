import { findFaultPosition } from '../../faults/fault-position.ts';
import type { PositionedFault } from '../../faults/fault.ts';
import type { StreamPart } from '../../stream/stream-part.ts';
import {
  type StreamSegment,
  createEventPart,
  headersSegment,
  paceEvents,
} from '../../stream/stream-segment.ts';
import { encodeJson } from '../../stream/text/encode-json.ts';
import type { ResponseDraft } from '../response/response-draft.ts';
import type { StreamSettings } from '../stream-settings.ts';
import type { ResponseEvent } from './response-event.ts';
import { createContent, createEnd, createOpening, measureEvent } from './response-events.ts';

/** The stream of a response, split into segments. */
export interface ResponseScript {
  /** The headers, `response.created` and `response.in_progress`. */
  readonly opening: StreamSegment;
  readonly beforeFault: StreamSegment;
  readonly afterFault: StreamSegment;
  /** The last event. */
  readonly done: StreamSegment;
  readonly draft: ResponseDraft;
  /** Encodes other events in the same way. */
  readonly encode: (...events: readonly ResponseEvent[]) => readonly StreamPart[];
}

export function createResponseScript(
  draft: ResponseDraft,
  settings: StreamSettings,
  fault: PositionedFault | undefined,
): ResponseScript {
  const { firstChunkMs, chunkIntervalMs, escapeNonAscii } = settings;
  let count = 0;
  const encodeEvent = ({ type, ...event }: ResponseEvent): string =>
    encodeJson({ type, sequence_number: count++, ...event }, escapeNonAscii);
  const encode = (...events: readonly ResponseEvent[]): readonly StreamPart[] =>
    events.map((event) => createEventPart(encodeEvent(event)));
  const opening = encode(...createOpening(draft));
  const content = createContent(draft);
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
    done: encode(createEnd(draft)),
    draft,
    encode,
  };
}

/** Returns the length of the text after each event. */
function addLengths(events: readonly ResponseEvent[]): readonly number[] {
  let length = 0;
  return events.map((event) => (length += measureEvent(event)));
}
