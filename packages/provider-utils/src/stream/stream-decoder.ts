import type { ProviderEvent } from '@understudy/core/provider';

import type { Decoded } from './decoded.ts';

/** Decodes the messages of one stream, for example server-sent events or lines of JSON. */
export interface StreamDecoder<Message> {
  /** Whether the response is complete if the connection ends now. */
  readonly mayEnd: boolean;
  /** Decodes the messages of one read, up to the end of the response if they contain it. */
  decode(messages: readonly Message[]): Decoded;
  /** Ends the stream after the last byte of its body. */
  end(): Decoded;
  /** Returns the last events of a stream whose connection failed. */
  fail?(): readonly ProviderEvent[];
}
