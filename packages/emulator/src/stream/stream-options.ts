import type { FieldReaders } from '../readers/object-readers.ts';
import { createChoiceReader, readBoolean, readPositiveInteger } from '../readers/value-readers.ts';
import { type LineEnding, lineEndings } from './frame/line-ends.ts';
import type { Ping, StreamStyle } from './stream-part.ts';

/** How the events of a stream are written to the socket. */
export interface StreamOptions {
  /** The line ending of events. @defaultValue `lf` */
  readonly lineEnding?: LineEnding;
  /** Number of events per write to the socket. @defaultValue 1 */
  readonly eventsPerWrite?: number;
  /** Maximum size of a write. Writes are split inside characters too. @defaultValue no limit */
  readonly bytesPerWrite?: number;
  /** Number of events between two keep-alive lines. @defaultValue no keep-alive lines */
  readonly eventsPerPing?: number;
  /** Whether JSON in the stream is ASCII only. @defaultValue true */
  readonly escapeNonAscii?: boolean;
}

export const streamOptionReaders: FieldReaders<StreamOptions> = {
  lineEnding: createChoiceReader(lineEndings),
  eventsPerWrite: readPositiveInteger,
  bytesPerWrite: readPositiveInteger,
  eventsPerPing: readPositiveInteger,
  escapeNonAscii: readBoolean,
};

/** The options with their defaults. */
export interface EventStyle extends StreamStyle {
  readonly escapeNonAscii: boolean;
}

/** @param ping - the keep-alive message of the protocol */
export function resolveEventStyle(options: StreamOptions, ping: Ping): EventStyle {
  return {
    lineEnding: options.lineEnding ?? 'lf',
    eventsPerWrite: options.eventsPerWrite ?? 1,
    bytesPerWrite: options.bytesPerWrite,
    eventsPerPing: options.eventsPerPing,
    ping,
    escapeNonAscii: options.escapeNonAscii ?? true,
  };
}
