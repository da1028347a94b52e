import type { LineEnding } from './line-ends.ts';
import type { Ping, StreamStyle } from './stream-part.ts';

/** How events lie on the wire, whatever they say. */
export interface StreamOptions {
  /** @defaultValue `lf` */
  readonly lineEnding?: LineEnding;
  /** Events that share one write on the socket. @defaultValue 1 */
  readonly eventsPerWrite?: number;
  /** The longest write, so that borders fall anywhere, inside a character too. @defaultValue no limit */
  readonly bytesPerWrite?: number;
  /** Events between two keep-alive lines. @defaultValue none are sent */
  readonly eventsPerPing?: number;
  /** Whether JSON in the stream is pure ASCII. @defaultValue true */
  readonly escapeNonAscii?: boolean;
}

/** The options with every default filled in. */
export interface EventStyle extends StreamStyle {
  readonly escapeNonAscii: boolean;
}

/** Fills in the defaults; the forms of keep-alive are the protocol's. */
export function resolveEventStyle(options: StreamOptions, pings: readonly Ping[]): EventStyle {
  return {
    lineEnding: options.lineEnding ?? 'lf',
    eventsPerWrite: options.eventsPerWrite ?? 1,
    bytesPerWrite: options.bytesPerWrite,
    eventsPerPing: options.eventsPerPing,
    pings,
    escapeNonAscii: options.escapeNonAscii ?? true,
  };
}
