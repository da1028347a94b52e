import type { RequestNotes } from '../journal/emulated-request.ts';

/** One thing that is done to a response, in the order given. */
export type ReplyStep =
  /** Sends status and headers before any byte of the body; a first `write` does the same. */
  | { readonly kind: 'headers' }
  /** One write on the socket. */
  | { readonly kind: 'write'; readonly chunk: string | Uint8Array }
  /** Waits; with 0 only lets what was written leave the process. */
  | { readonly kind: 'wait'; readonly ms: number }
  /** Does nothing more until either side closes. */
  | { readonly kind: 'stall' }
  /** Drops the connection without ending the body: with FIN, or with RST. */
  | { readonly kind: 'disconnect'; readonly reset: boolean };

/** What a route answers: data, so that what is decided can be read without a socket. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  /** Pulled one at a time, never faster than the socket takes them, and no further once it closed. */
  readonly steps: Iterable<ReplyStep>;
  readonly notes?: RequestNotes;
  /** Called once when the exchange is over, however it ended. */
  readonly onClose?: () => void;
}
