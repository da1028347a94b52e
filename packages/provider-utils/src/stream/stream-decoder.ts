import type { ProviderError, ProviderEvent } from '@understudy/core/provider';

/** The result of `StreamDecoder.decode()` and `end()`. */
export interface DecodedRead {
  /** Includes the events before an error. */
  readonly events: readonly ProviderEvent[];
  /** Set if the response has ended. Nothing is decoded after it. */
  readonly end?:
    | { readonly type: 'finished' }
    | { readonly type: 'failed'; readonly error: ProviderError }
    | undefined;
}

/** Decodes the messages of one stream, for example server-sent events or lines of JSON. */
export interface StreamDecoder<Message> {
  /** Whether the response is complete if the connection ends now. */
  readonly mayEnd: boolean;
  /** Decodes the messages of one read, up to the end of the response if they contain it. */
  decode(messages: readonly Message[]): DecodedRead;
  /** Ends the stream after the last byte of its body. */
  end(): DecodedRead;
  /** Returns the last events of a stream whose connection failed. */
  fail?(): readonly ProviderEvent[];
}
