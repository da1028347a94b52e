import type { ReplyStep } from '../server/reply.ts';
import type { LineEnding } from './frame/line-ends.ts';

/** A part of an event stream: an event that is not yet framed, or a step of the reply. */
export type StreamPart = { readonly kind: 'event'; readonly data: string } | ReplyStep;

/** The lines of a keep-alive message. */
export type Ping = readonly string[];

export const commentPing: Ping = [': ping'];

/** Writes an event with the given data. `endLine` returns the ending of the next line. */
export type EventFormat = (data: string, endLine: () => string) => string;

/** How the events of a stream are written to the socket. */
export interface StreamStyle {
  readonly lineEnding: LineEnding;
  /** Number of events per write. */
  readonly eventsPerWrite: number;
  /** Maximum size of a write. Undefined if there is no limit. */
  readonly bytesPerWrite: number | undefined;
  /** Number of events between two keep-alive messages. Undefined if none are sent. */
  readonly eventsPerPing: number | undefined;
  /** The keep-alive message. */
  readonly ping: Ping;
  /** Undefined for a `data` line and an empty line. */
  readonly formatEvent?: EventFormat;
}
