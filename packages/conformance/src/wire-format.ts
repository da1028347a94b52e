import type { ChatRequest, ErrorCode, FinishReason } from '@understudy/core';

/** A piece of an answer, as the suite wants the vendor to say it. */
export type ResponsePart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'reasoning'; readonly text: string }
  | MockToolCall
  | { readonly type: 'usage'; readonly inputTokens: number; readonly outputTokens: number }
  /** The vendor's evidence that the answer is whole; `other` is a word that nobody knows yet. */
  | { readonly type: 'finish'; readonly reason: FinishReason }
  /** An error that the vendor tells inside the answer; nothing follows it. */
  | { readonly type: 'error'; readonly code: VendorErrorCode; readonly message: string };

export interface MockToolCall {
  readonly type: 'tool-call';
  readonly id: string;
  readonly name: string;
  /** The arguments as JSON, in the pieces in which they are to come. */
  readonly argumentsPieces: readonly string[];
}

/** What a vendor can refuse a request for. */
export type VendorErrorCode = Extract<
  ErrorCode,
  | 'timeout'
  | 'server-error'
  | 'overloaded'
  | 'rate-limited'
  | 'quota-exhausted'
  | 'authentication-failed'
  | 'permission-denied'
  | 'blocked'
  | 'model-not-found'
  | 'context-length-exceeded'
  | 'content-filtered'
  | 'invalid-request'
>;

/** A request that the vendor does not answer. */
export interface VendorError {
  readonly code: VendorErrorCode;
  /** Goes where the vendor has a place for words; the suite looks for leaks of it. */
  readonly message: string;
  /** How long the vendor wants to be left alone; only with `rate-limited`. */
  readonly retryAfterSeconds?: number | undefined;
}

/** What a vendor sends back for one request. */
export interface MockReply {
  /** @defaultValue 200 */
  readonly status?: number | undefined;
  /** Without framing (`content-length`, `transfer-encoding`), which is the suite's. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>> | undefined;
  /** The body in the pieces in which the vendor writes it: an event each, where it has events. */
  readonly body?: readonly (string | Uint8Array)[] | undefined;
}

/** A request as it came to the vendor. */
export interface MockRequest {
  readonly method: string;
  /** With the query, as in `/v1/models?limit=1`. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How a vendor's bytes look: what the author of a provider writes. Pure: it is asked many times. */
export interface WireFormat {
  /**
   * The reply that says these parts in this order and then ends. Without a `finish` among them it
   * holds no evidence that the answer is whole: no finish reason, no end marker. Undefined where
   * the protocol has no way of saying one of the parts.
   */
  encodeResponse(parts: readonly ResponsePart[]): MockReply | undefined;
  /** The reply that refuses a request for an answer; undefined where the vendor never does so. */
  encodeError(refusal: VendorError): MockReply | undefined;
  /**
   * The reply that lists these models, in this order. Left out where the provider has no `models()`,
   * or the vendor no list.
   */
  encodeModelList?(ids: readonly string[]): MockReply | undefined;
  /**
   * Replies to all that is neither a request for an answer nor one for the models, such as a login;
   * undefined for those.
   */
  handleOther?(request: MockRequest): MockReply | undefined;
}

/** What the vendor does with a request for an answer. */
export type ScriptedResponse =
  | {
      readonly type: 'response';
      readonly parts: readonly ResponsePart[];
      /** Whether the vendor ends after the parts, or says no more and stays. @defaultValue 'end' */
      readonly ending?: 'end' | 'stall' | undefined;
    }
  | { readonly type: 'error'; readonly error: VendorError };

/** Where a provider under test finds its vendor. */
export interface TestServer {
  /** The suite's own server on loopback, without a slash at its end. */
  readonly baseUrl: string;
  /** For a provider without a network: what its vendor is to do with a request. */
  readonly responseFor: (request: ChatRequest) => ScriptedResponse;
}
