/** One request as the emulator saw it. The object is live: its fields fill in while the request is served. */
export interface EmulatedRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Names in lower case; repeated headers are joined with a comma. */
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON, a form as a record, other text as a string; undefined while unread or when empty. */
  readonly body: unknown;
  /** The account it was about, once known. */
  readonly tokenId: string | undefined;
  /** The login it belongs to, once known. */
  readonly sessionId: string | undefined;
  /** The fault that was played on it. */
  readonly fault: string | undefined;
  /** Undefined until the headers of the answer were sent. */
  readonly status: number | undefined;
  /** True while the answer, or the wait for it, goes on. */
  readonly open: boolean;
  /** The client left before the answer was complete. */
  readonly closedByClient: boolean;
}

export type RequestRecord = { -readonly [Field in keyof EmulatedRequest]: EmulatedRequest[Field] };
