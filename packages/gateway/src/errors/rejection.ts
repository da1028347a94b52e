/** Why the gateway itself rejects a request. */
export type RejectionCode =
  | 'invalid-key'
  | 'foreign-host'
  | 'foreign-origin'
  | 'model-not-allowed'
  | 'path-not-found'
  | 'method-not-allowed'
  | 'malformed-request'
  | 'body-too-slow'
  | 'body-too-large'
  | 'headers-too-large'
  | 'unsupported-media-type'
  | 'websocket'
  | 'key-limit'
  | 'budget-exhausted'
  | 'gateway-full'
  | 'draining';

/** What a rejection can report to the client besides its message. */
export interface RejectionDetails {
  /** The field of the request. */
  readonly param?: string | undefined;
  readonly retryAfterMs?: number | undefined;
}

/** A request that the gateway rejects before a chat starts. The message contains nothing of the request. */
export class Rejection extends Error {
  readonly code: RejectionCode;
  readonly param: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(code: RejectionCode, message: string, details: RejectionDetails = {}) {
    super(message);
    this.name = 'Rejection';
    this.code = code;
    this.param = details.param;
    this.retryAfterMs = details.retryAfterMs;
  }
}
