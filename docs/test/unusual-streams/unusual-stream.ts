import type { Ending } from '../bad-input/chat.ts';
import type { Outcome, Protocol } from '../bad-input/protocol.ts';

/** A stream that no documentation describes, and how a chat with it ends. */
export interface UnusualStream {
  readonly body: string;
  readonly outcome: Outcome;
  /** @defaultValue 'end' */
  readonly ending?: Ending;
}

/** The unusual streams of a vendor. */
export interface UnusualStreams {
  readonly protocol: Pick<Protocol, 'label' | 'define' | 'contentType' | 'model'>;
  /** By what is unusual. */
  readonly streams: Readonly<Record<string, UnusualStream>>;
}

export const malformed: Outcome = { code: 'malformed-response' };
export const truncated: Outcome = { code: 'stream-truncated' };
