import type { ProviderEvent } from '../chat/chat-event.ts';
import type { ChatRequest } from '../chat/chat-request.ts';
import type { Clock } from '../ports/clock.ts';
import type { Http } from '../ports/http.ts';
import type { Logger } from '../ports/logger.ts';
import type { Random } from '../ports/random.ts';

/** What a provider may use of the world. */
export interface ProviderPorts {
  /** For what serves several chats, such as a login: under the limits of the runtime. */
  readonly http: Http;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/** A question for the models of a vendor, as its provider sees it. */
export interface ModelsContext extends ProviderPorts {
  /** The id under which this provider is registered. */
  readonly provider: string;
  /** Aborted as soon as nobody wants the answer; every request and wait must listen to it. */
  readonly signal: AbortSignal;
  /** What the caller wants sent with the request for the answer, or for the list of models. */
  readonly headers: Readonly<Record<string, string>>;
}

/** One attempt, as its provider sees it. */
export interface ProviderContext extends ModelsContext {
  /** For requests that ask for this answer: counted, and under the limits of the attempt. */
  readonly http: Http;
  /**
   * Asks for one more request for the same answer, such as the replay after a new login. False
   * means that the ceiling of the chain is reached: end with the error you had.
   */
  reserveRequest(): boolean;
}

/** A model that a provider offers. */
export interface ModelInfo<Id extends string = string> {
  readonly id: Id;
  readonly label?: string | undefined;
  /** How many tokens of conversation and answer together it can hold. */
  readonly contextTokens?: number | undefined;
}

/** A vendor that can be asked. Made by `ProviderDefinition.create`, closed by the runtime. */
export interface Provider {
  /**
   * Asks, and yields the answer as it comes: an event at a time, or an array of those that came
   * together. `request.model` is the vendor's own name of the model. Nothing may be opened before
   * the first pull, and everything must be closed when the iteration ends or the signal aborts.
   *
   * The last event is `finish`: an iteration that ends without it counts as cut off. An empty
   * array says that the vendor is alive. What is thrown should be a `ProviderError`.
   */
  chat(
    request: ChatRequest,
    context: ProviderContext,
  ): AsyncIterable<ProviderEvent | readonly ProviderEvent[]>;
  /** The models that the vendor offers right now. What is thrown should be a `ProviderError`. */
  models?(context: ModelsContext): Promise<readonly ModelInfo[]>;
  /** Ends sessions, timers and sockets of its own. */
  close?(): Promise<void>;
}
