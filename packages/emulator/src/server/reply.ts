import type { RequestNotes } from '../journal/emulated-request.ts';

/** One operation on a response. Operations run in the given order. */
export type ReplyStep =
  /** Sends the status and the headers before any byte of the body. The first `write` does so too. */
  | { readonly kind: 'headers' }
  /** Writes to the socket once. */
  | { readonly kind: 'write'; readonly chunk: string | Uint8Array }
  /** Waits. With 0 ms, waits only until the event loop has sent the previous writes. */
  | { readonly kind: 'wait'; readonly ms: number }
  /** Does nothing until either side closes the connection. */
  | { readonly kind: 'stall' }
  /** Closes the connection without ending the body, with RST if `reset` is true, otherwise with FIN. */
  | { readonly kind: 'disconnect'; readonly reset: boolean };

/** The reply of a route, as data, so that it can be inspected without a socket. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  /** Iterated at the speed of the socket. The iteration stops when the connection closes. */
  readonly steps: Iterable<ReplyStep>;
  readonly notes?: RequestNotes;
  /** Called once when the exchange has ended, for any reason. */
  readonly onClose?: () => void;
}
