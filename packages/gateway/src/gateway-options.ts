import type { Attempt, Understudy, Usage } from '@understudy/core';

import type { FailureCode } from './errors/failure.ts';
import type { GatewayKey } from './keys/gateway-key.ts';
import type { KeyLimits } from './keys/key-limits.ts';

/** The settings of a gateway that `update()` can replace. */
export interface GatewaySettings {
  /**
   * The keys of clients. Without keys, the gateway listens on loopback addresses only and accepts any key.
   * @defaultValue []
   */
  readonly keys?: readonly GatewayKey[] | undefined;
  /** Host names under which clients reach the gateway, besides loopback addresses. @defaultValue [] */
  readonly hosts?: readonly string[] | undefined;
  /** Origins of web pages that may call the gateway. @defaultValue [] */
  readonly cors?: readonly string[] | undefined;
  /** The chains and aliases that `GET /v1/models` lists. @defaultValue [] */
  readonly models?: readonly string[] | undefined;
  /** The ids of the providers whose models `GET /v1/models` lists. @defaultValue all providers of the runtime */
  readonly listedProviders?: readonly string[] | undefined;
  /**
   * Whether errors, headers, events of attempts and the field `model` of responses name providers and models.
   *
   * @defaultValue true
   */
  readonly expose?: boolean | undefined;
  /** After how long without bytes a stream gets a comment, in milliseconds. @defaultValue 15_000 */
  readonly heartbeatMs?: number | undefined;
  /** After how long a client that reads nothing is disconnected, in milliseconds. @defaultValue 60_000 */
  readonly slowReaderMs?: number | undefined;
  /**
   * After how long without content the head of a stream is sent, in milliseconds. A later failure is then sent in the
   * stream. @defaultValue none: the head is sent with the first content
   */
  readonly earlyHeadMs?: number | undefined;
}

/** Options of `createGateway()`. */
export interface GatewayOptions extends GatewaySettings {
  /** The runtime with the providers and chains. The app that created it closes it, after the gateway. */
  readonly understudy: Understudy;
  /** Decides whether a key may run a request. @defaultValue `localKeyLimits()` */
  readonly limits?: KeyLimits | undefined;
  /** Chats that run at the same time. @defaultValue 2_000 */
  readonly maxConcurrent?: number | undefined;
  /** The size of the body of a request, in bytes. @defaultValue 33_554_432 (32 MiB) */
  readonly maxBodyBytes?: number | undefined;
  /**
   * The size of all bodies in transfer, in bytes, at least `maxBodyBytes`. Further bodies are rejected with the status
   * 503.
   *
   * @defaultValue 268_435_456 (256 MiB)
   */
  readonly maxTotalBodyBytes?: number | undefined;
  /**
   * Called once for each chat, after its end, for each list of models and count of tokens, and for each other request
   * that is rejected. Must not throw.
   *
   * @defaultValue none
   */
  readonly onRequest?: ((entry: RequestLogEntry) => void) | undefined;
  /** Called when the head of a stream is sent, and when the stream has ended. Must not throw. @defaultValue none */
  readonly onStream?: ((change: 'opened' | 'closed') => void) | undefined;
}

/** What a gateway logs about a request. Contains no text of the conversation and no key. */
export interface RequestLogEntry {
  readonly requestId: string;
  /** The name of the key; empty if the request had none that is known. */
  readonly key: string;
  /** The route; empty if the path has none. */
  readonly path: string;
  /** What the client requested; empty for a list of models, and if the body was not read. */
  readonly model: string;
  /** The HTTP status; 499 if the client disconnected before the end. */
  readonly status: number;
  /** The code of the error, `aborted` if the client disconnected before the end; undefined if there was none. */
  readonly error: FailureCode | 'aborted' | undefined;
  readonly stream: boolean;
  readonly attempts: readonly Attempt[];
  readonly durationMs: number;
  readonly usage: Usage | undefined;
}
