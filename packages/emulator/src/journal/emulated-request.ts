/** A request that the emulator received. The object is live: its fields are set while the request is served. */
export interface EmulatedRequest {
  readonly method: string;
  /** The path without the query. */
  readonly path: string;
  /** The query. Keys and tokens are replaced by fingerprints. */
  readonly query: Readonly<Record<string, string>>;
  /**
   * The headers. Names are in lower case. Repeated headers are joined with a comma. Keys, tokens and
   * cookies are replaced by fingerprints.
   */
  readonly headers: Readonly<Record<string, string>>;
  /**
   * Parsed JSON, a form as a record, or other text as a string. Undefined until the body has been
   * read, and if it is empty. Passwords are replaced by fingerprints.
   */
  readonly body: unknown;
  /** The `fingerprint` of the key or token of the request. */
  readonly key: string | undefined;
  /** The value of the header `x-emulator-script`. */
  readonly script: string | undefined;

  /** The requested model. Undefined unless the request is a valid chat. */
  readonly model: string | undefined;
  /** The messages of the chat as received. Empty unless the request is a valid chat. */
  readonly messages: readonly EmulatedMessage[];
  /** The last user message, which rules are matched against. */
  readonly lastUserMessage: string | undefined;
  /** The FakeGpt account of the request, if known. */
  readonly tokenId: string | undefined;
  /** The FakeGpt login of the request, if known. */
  readonly sessionId: string | undefined;

  /** The fault that was injected. */
  readonly fault: string | undefined;
  /** The HTTP status. Undefined until the response headers have been sent. */
  readonly status: number | undefined;
  /** How the request ended. Undefined while it is running. */
  readonly ending: RequestEnding | undefined;
  /** Real wall-clock time. The option `now` does not change it. */
  readonly startedAtMs: number;
  readonly endedAtMs: number | undefined;
  /** Resolves with this object when the request has ended. */
  waitForEnd(): Promise<EmulatedRequest>;
}

/** A message of a chat, reduced to its text. */
export interface EmulatedMessage {
  readonly role: string;
  readonly text: string;
}

/**
 * How a request ended:
 *
 * - `finished`: the complete response was sent.
 * - `client-aborted`: the client closed the connection before the end of the response.
 * - `connection-dropped`: a fault closed the connection.
 * - `server-closed`: the emulator was closed.
 */
export type RequestEnding = 'finished' | 'client-aborted' | 'connection-dropped' | 'server-closed';

/** The facts about a request that a route adds to the journal. */
export interface RequestNotes {
  readonly model?: string | undefined;
  readonly messages?: readonly EmulatedMessage[];
  readonly lastUserMessage?: string | undefined;
  readonly tokenId?: string | undefined;
  readonly sessionId?: string | undefined;
  readonly fault?: string | undefined;
}
