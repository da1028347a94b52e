/** One request as the emulator saw it. The object is live: its fields fill in while the request is served. */
export interface EmulatedRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** Keys and tokens in it stand as fingerprints. */
  readonly query: Readonly<Record<string, string>>;
  /** Names in lower case, repeated headers joined with a comma; keys, tokens and cookies stand as fingerprints. */
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON, a form as a record, other text as a string; undefined while unread or when empty. Passwords stand as fingerprints. */
  readonly body: unknown;
  /** The `fingerprint` of the key or token it came with. */
  readonly key: string | undefined;
  /** What stood in its header `x-emulator-script`. */
  readonly script: string | undefined;

  /** The model that was asked for, once a chat was understood. */
  readonly model: string | undefined;
  /** The conversation of a chat as it was sent; empty where it was not understood or there is none. */
  readonly messages: readonly EmulatedMessage[];
  /** The last message of the user, as rules see it. */
  readonly lastUserMessage: string | undefined;
  /** The account of FakeGpt it was about, once known. */
  readonly tokenId: string | undefined;
  /** The login at FakeGpt it belongs to, once known. */
  readonly sessionId: string | undefined;

  /** The fault that was played on it. */
  readonly fault: string | undefined;
  /** Undefined until the headers of the answer were sent. */
  readonly status: number | undefined;
  /** How it ended; undefined while the answer, or the wait for it, goes on. */
  readonly ending: RequestEnding | undefined;
  /** Wall time of this machine, whatever `now` says. */
  readonly startedAtMs: number;
  readonly endedAtMs: number | undefined;
  /** Resolves with the same object when it is over. */
  waitForEnd(): Promise<EmulatedRequest>;
}

/** A message of a conversation, without what is not text. */
export interface EmulatedMessage {
  readonly role: string;
  readonly text: string;
}

/**
 * How a request ended: answered whole (`finished`), left by its client before that (`left`), cut by a
 * fault (`dropped`), or cut because the emulator was closed (`closed`).
 */
export type RequestEnding = 'finished' | 'client-aborted' | 'connection-dropped' | 'server-closed';

/** What a route knew of a request and a test may want to see. */
export interface RequestNotes {
  readonly model?: string | undefined;
  readonly messages?: readonly EmulatedMessage[];
  readonly lastUserMessage?: string | undefined;
  readonly tokenId?: string | undefined;
  readonly sessionId?: string | undefined;
  readonly fault?: string | undefined;
}
