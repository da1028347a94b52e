import type {
  ChatRequest,
  ErrorCode,
  FinishReason,
  ModelInfo,
  ProgressEvent,
} from '@understudy/core';

/** One part of a response that the mock server sends. */
export type ResponsePart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'reasoning'; readonly text: string }
  /** The end of a block of text. Only for vendors that mark or sign it. */
  | { readonly type: 'text-end'; readonly signature?: string | undefined }
  /** The end of a block of reasoning. Only for vendors that mark or sign it. */
  | {
      readonly type: 'reasoning-end';
      readonly signature?: string | undefined;
      /** True if the vendor withholds the text. The block then has only a signature. @defaultValue false */
      readonly redacted?: boolean | undefined;
    }
  | MockToolCall
  /** A sign that the vendor is working. Only for vendors that send one. */
  | { readonly type: 'progress'; readonly activity: ProgressEvent['activity'] }
  | { readonly type: 'source'; readonly url: string; readonly title: string }
  /** A source without an address. */
  | { readonly type: 'document-source'; readonly title: string; readonly quote: string }
  | MockUsage
  /** The sign that the response is complete. Encode `other` as a finish reason that no client knows. */
  | {
      readonly type: 'finish';
      readonly reason: FinishReason;
      /** The vendor's explanation. Ignore it if the vendor sends none. @defaultValue none */
      readonly message?: string | undefined;
    }
  /** An error inside a response with status 200. It is the last part. */
  | { readonly type: 'error'; readonly code: VendorErrorCode; readonly message: string };

/** The token counts of the mock server. Ignore the optional counts that the vendor does not send. */
export interface MockUsage {
  readonly type: 'usage';
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Part of `inputTokens`. @defaultValue none */
  readonly cachedInputTokens?: number | undefined;
  /** Part of `inputTokens`. @defaultValue none */
  readonly cacheWriteTokens?: number | undefined;
  /** Part of `outputTokens`. @defaultValue none */
  readonly reasoningTokens?: number | undefined;
}

/** A tool call of the mock server. */
export interface MockToolCall {
  readonly type: 'tool-call';
  readonly id: string;
  readonly name: string;
  /**
   * The JSON of the arguments, split into the chunks in which it is sent. Cut off in a response that finishes with
   * `length`.
   */
  readonly argumentsPieces: readonly string[];
  /** The vendor's signature of the call. The vendor cannot send the call if it signs none. @defaultValue none */
  readonly signature?: string | undefined;
}

/** Codes of errors that a vendor can send. */
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

/** An error response of the vendor. */
export interface VendorError {
  readonly code: VendorErrorCode;
  /** Text for the vendor's message field. The suite fills it with secrets and checks that they do not leak. */
  readonly message: string;
  /** The delay for a `Retry-After` header. Only with `rate-limited`. */
  readonly retryAfterSeconds?: number | undefined;
}

/** What the mock server sends for one request. */
export interface MockReply {
  /** @defaultValue 200 */
  readonly status?: number | undefined;
  /** Headers without `content-length` and `transfer-encoding`, which the suite sets. @defaultValue none */
  readonly headers?: Readonly<Record<string, string | readonly string[]>> | undefined;
  /** The body in the chunks in which the vendor writes it, such as one per event. @defaultValue empty */
  readonly body?: readonly (string | Uint8Array)[] | undefined;
}

/** A request that the mock server received. */
export interface MockRequest {
  readonly method: string;
  /** The path with the query, such as `/v1/models?limit=1`. */
  readonly path: string;
  /** Headers by name, in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Encodes the vendor's responses. The functions must be pure, because the suite calls them many times. */
export interface WireFormat {
  /**
   * Returns a reply with these parts, in this order.
   *
   * Without a `finish` part, the reply must contain no finish reason and no end marker. Returns
   * undefined if the vendor cannot send one of the parts.
   */
  encodeResponse(parts: readonly ResponsePart[]): MockReply | undefined;
  /** Returns a reply that rejects a chat request. Undefined if the vendor never sends this error. */
  encodeError(error: VendorError): MockReply | undefined;
  /**
   * Returns a reply that lists models with these ids, in this order.
   *
   * Omit it if the provider has no `models()` or the vendor has no model list.
   */
  encodeModelList?(ids: readonly string[]): MockReply | undefined;
  /**
   * Returns a reply that lists one model with these facts. Ignore the facts that the vendor's list does not contain.
   *
   * Omit it if the vendor's list contains only names.
   */
  encodeModel?(model: ModelInfo): MockReply | undefined;
  /**
   * Returns a reply to a request that is neither a chat nor a model list, such as a login.
   *
   * Returns undefined for chats and model lists.
   */
  handleOther?(request: MockRequest): MockReply | undefined;
}

/** How the vendor responds to one chat request. */
export type ScriptedResponse =
  | {
      readonly type: 'response';
      readonly parts: readonly ResponsePart[];
      /**
       * `end` ends the response after the parts. `stall` sends no more and keeps the connection open.
       * @defaultValue 'end'
       */
      readonly ending?: 'end' | 'stall' | undefined;
    }
  | { readonly type: 'error'; readonly error: VendorError };

/** The vendor's side of a test. */
export interface TestServer {
  /** Address of the suite's local server, without a trailing slash. */
  readonly baseUrl: string;
  /** Returns the response to a request, for a provider without a network. */
  readonly responseFor: (request: ChatRequest) => ScriptedResponse;
}
