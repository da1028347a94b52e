import type { ProviderBatch, ProviderEvent } from '../chat/chat-event.ts';
import type { SizeLimits } from '../chat/chat-options.ts';
import type { ChatRequest } from '../chat/chat-request.ts';
import type { Clock } from '../ports/clock.ts';
import type { Http } from '../ports/http.ts';
import type { Logger } from '../ports/logger.ts';
import type { Random } from '../ports/random.ts';
import type { ProviderCapabilities } from './provider-capabilities.ts';

/**
 * The HTTP client, clock, random numbers and logger that a provider uses, so that apps and tests can replace them, and
 * the size limits.
 */
export interface ProviderPorts {
  /** Sends requests that serve several chats, such as a login. Uses the timeouts of the runtime. */
  readonly http: Http;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** The limits of the runtime for the size of responses. */
  readonly limits: SizeLimits;
}

/** The context of one call of `models()` or `countTokens()`. */
export interface ProviderCallContext extends ProviderPorts {
  /** The limits of this call for the size of responses. */
  readonly limits: SizeLimits;
  /** The id under which this provider is registered. */
  readonly provider: string;
  /** Aborts when the result is no longer needed. Pass it to every request and every wait. */
  readonly signal: AbortSignal;
  /** Headers from the options of the caller. Send them with each request that serves this call. */
  readonly headers: Readonly<Record<string, string>>;
}

/** The context of one attempt. */
export interface ProviderContext extends ProviderCallContext {
  /** Whether to yield `raw` events. */
  readonly includeRaw: boolean;
  /** Sends requests for this response. They are counted in the attempt log and use the timeouts of the attempt. */
  readonly http: Http;
  /**
   * Reserves one more HTTP request for this response, for example a replay after re-login.
   *
   * Returns false if `maxAttempts` of the chain is reached, if two requests of this attempt were reserved before, or if
   * the signal has aborted. Then throw the error that made the request necessary.
   */
  reserveRequest(): boolean;
  /**
   * Returns how long to wait for token counts, in milliseconds. Call it when the finish reason is received: the wait is
   * at most half of the time until the next timeout of the attempt.
   */
  usageGraceMs(): number;
}

/** A model of a provider. */
export interface ModelInfo<Id extends string = string> {
  /** The model name, as in `provider/model`. */
  readonly id: Id;
  /** A name for people. */
  readonly label?: string | undefined;
  /** The size of the context window in tokens: request and response together. */
  readonly contextTokens?: number | undefined;
  /** The largest response in tokens. A request for more is lowered to it, with a warning. */
  readonly maxOutputTokens?: number | undefined;
  /** Where the model differs from its provider. */
  readonly capabilities?: Partial<ProviderCapabilities> | undefined;
  /** Whether the vendor still offers the model. @defaultValue 'active' */
  readonly state?: 'active' | 'deprecated' | 'retired' | undefined;
}

/** The result of `models()`. */
export interface ModelList {
  readonly models: readonly ModelInfo[];
  /** `live` if the vendor returned the models, `static` if they are those of the definition. */
  readonly source: 'live' | 'static';
}

/** The result of `countTokens()`. */
export interface TokenCount {
  readonly inputTokens: number;
}

/**
 * The code for one vendor. The runtime creates it with `ProviderDefinition.create` at its first use and closes it
 * with `close()`.
 */
export interface Provider {
  /**
   * Sends a request and yields the events of the response as they arrive.
   *
   * Yield an event, or an array of the events that arrived together. `request.model` is the model name without the
   * provider id. Send nothing before the first call of `next()`. Close all connections when the iteration ends
   * or the signal aborts.
   *
   * The last event is `finish`. An iteration that ends without it fails with `stream-truncated`. An empty array
   * reports that data without an event was received, and restarts the idle timer.
   * An event with a field of the wrong type fails with `malformed-response`.
   *
   * @throws ProviderError; a value that is not an error of Understudy becomes a ProviderError `internal`
   */
  chat(
    request: ChatRequest,
    context: ProviderContext,
  ): AsyncIterable<ProviderEvent | ProviderBatch>;
  /**
   * Returns the models that the vendor serves now. A list that is not valid fails with `malformed-response`.
   *
   * @throws ProviderError; a value that is not an error of Understudy becomes a ProviderError `internal`
   */
  models?(context: ProviderCallContext): Promise<readonly ModelInfo[]>;
  /**
   * Returns the number of input tokens of a request, as counted by the vendor. A count that is not valid fails with
   * `malformed-response`.
   *
   * @throws ProviderError; a value that is not an error of Understudy becomes a ProviderError `internal`
   */
  countTokens?(request: ChatRequest, context: ProviderCallContext): Promise<TokenCount>;
  /** Ends the provider's own sessions, timers and sockets. Called once. */
  close?(): Promise<void>;
}
