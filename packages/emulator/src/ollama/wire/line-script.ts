import { findFaultPosition } from '../../faults/fault-position.ts';
import type { PositionedFault } from '../../faults/fault.ts';
import type { StreamPart } from '../../stream/stream-part.ts';
import { type StreamSegment, createEventPart, paceEvents } from '../../stream/stream-segment.ts';
import { encodeJson } from '../../stream/text/encode-json.ts';
import type { PlannedResponse } from '../completion/planned-response.ts';
import type { LineSettings } from '../line-settings.ts';
import type { JsonRecord } from '../request/read-field.ts';
import { createLastLine, createLine, createMessages } from './response-lines.ts';

/** The segments of a streamed response in order. A fault removes, changes or inserts segments. */
export interface LineScript {
  /** The content before the position of the fault, by default about half of the lines. */
  readonly beforeFault: StreamSegment;
  readonly afterFault: StreamSegment;
  /** The line with `done: true`. */
  readonly done: StreamSegment;
  /** The JSON of that line. */
  readonly doneJson: string;
  /** Encodes other lines in the same way. */
  readonly encode: (...lines: readonly unknown[]) => readonly StreamPart[];
  /** Creates another line of this response. */
  readonly createLine: (message: JsonRecord) => JsonRecord;
}

export function createLineScript(
  planned: PlannedResponse,
  settings: LineSettings,
  fault: PositionedFault | undefined,
): LineScript {
  const { firstChunkMs, chunkIntervalMs, escapeNonAscii } = settings;
  const encodeLine = (line: unknown): string => encodeJson(line, escapeNonAscii);
  const messages = createMessages(planned);
  const lines = messages.map((message) => encodeLine(createLine(planned, message)));
  const position = findFaultPosition(fault, {
    openingEvents: 0,
    textLengths: addLengths(messages),
    defaultPosition: Math.ceil(lines.length / 2),
  });
  const doneJson = encodeLine(createLastLine(planned));
  return {
    beforeFault: paceEvents(lines.slice(0, position), firstChunkMs, chunkIntervalMs),
    afterFault: paceEvents(lines.slice(position), chunkIntervalMs, chunkIntervalMs),
    done: [createEventPart(doneJson)],
    doneJson,
    encode: (...others) => others.map((line) => createEventPart(encodeLine(line))),
    createLine: (message) => createLine(planned, message),
  };
}

/** Returns the length of the text after each line. */
function addLengths(messages: readonly JsonRecord[]): readonly number[] {
  let length = 0;
  return messages.map(({ content, thinking = '' }) => {
    return (length += String(content).length + String(thinking).length);
  });
}
