import type { IncomingHttpHeaders } from 'node:http';

import type { ChatEvent, ChatRequest, ChatResponse, JsonObject } from '@understudy/core';
import type { WireFormat } from '@understudy/core/provider';

import type { ErrorFormat } from '../errors/error-format.ts';
import type { Failure } from '../errors/failure.ts';

/** The fields of a response that the gateway chooses. */
export interface ResponseIdentity {
  readonly id: string;
  /** The value of the header `x-request-id`. */
  readonly requestId: string;
  /** Seconds since 1970. */
  readonly created: number;
  readonly model: string;
}

/** Encodes one stream in the format of an endpoint, as server-sent events. */
export interface StreamEncoder {
  encodeSse(events: readonly ChatEvent[]): string;
  endSse(): string;
  /** The last events of a response that failed after its beginning. */
  failSse(failure: Failure): string;
}

/** A request of a client, and how its response is encoded. */
export interface DecodedChat {
  readonly request: ChatRequest;
  readonly stream: boolean;
  /** One message for each part of the request that targets do not receive. */
  readonly warnings: readonly string[];
  createEncoder(identity: ResponseIdentity): StreamEncoder;
  encodeResponse(response: ChatResponse, identity: ResponseIdentity): JsonObject;
}

/** An API in which clients send chats. */
export interface ChatEndpoint {
  readonly path: string;
  readonly format: WireFormat;
  readonly errors: ErrorFormat;
  /** The prefix of the ids of responses. */
  readonly idPrefix: string;
  /** Keeps an idle stream open. */
  readonly heartbeat: string;
  /** @throws ConfigurationError `invalid-request`; ProviderError `unsupported-parameter` */
  decode(body: JsonObject, headers: IncomingHttpHeaders): DecodedChat;
}
