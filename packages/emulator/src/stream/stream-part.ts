import type { ReplyStep } from '../server/reply.ts';
import type { LineEnding } from './line-ends.ts';

/** What an event stream is made of: events still to be framed, and steps that pass as they are. */
export type StreamPart = { readonly kind: 'event'; readonly data: string } | ReplyStep;

/** The lines of something that says no more than that the sender is there. */
export type Ping = readonly string[];

export const commentPing: Ping = [': ping'];

/** An event of another type, whose data is not JSON. */
export const eventPing: Ping = ['event: ping', 'data: keep-alive'];

/** How a stream lies on the wire, whatever it says. */
export interface StreamStyle {
  readonly lineEnding: LineEnding;
  /** Events joined into one write. */
  readonly eventsPerWrite: number;
  /** The longest write, counted in bytes: borders fall inside characters too. Undefined: no limit. */
  readonly bytesPerWrite: number | undefined;
  /** Events between two keep-alive lines. Undefined: none are sent. */
  readonly eventsPerPing: number | undefined;
  /** The forms of keep-alive, which take turns. */
  readonly pings: readonly Ping[];
}
