import type { FastifyInstance, FastifyRequest } from 'fastify';

import type { GatewayKey } from '../keys/gateway-key.ts';
import type { Generation } from './generation.ts';

/** What is known of a request while it is handled. The guard sets it before its first check. */
export interface RequestState {
  /** Has an empty name until the key of the request is authenticated. */
  readonly key: GatewayKey;
  readonly generation: Generation;
  /** What the client requests; empty if the body was not read. */
  readonly model: string;
  /** Whether a vendor has received a request for it. Chats report it by their attempts. */
  readonly reachedVendor: boolean;
  /** The headers of its response. */
  readonly headers: Readonly<Record<string, string>>;
}

/** The decorator of Fastify's requests. */
const name = 'requestState';

/** Lets requests have a `RequestState`. */
export function decorateRequests(app: FastifyInstance): void {
  app.decorateRequest(name, undefined);
}

/** Returns the state of a request that has passed the guard. */
export function getRequestState(request: FastifyRequest): RequestState {
  return request.getDecorator<RequestState>(name);
}

/** Returns the state of a request; undefined if it failed before the guard. */
export function findRequestState(request: FastifyRequest): RequestState | undefined {
  // For a path that it cannot decode, Fastify creates a request without decorators, and `getDecorator()` throws.
  return name in request ? request.getDecorator<RequestState | undefined>(name) : undefined;
}

export function setRequestState(request: FastifyRequest, state: RequestState): void {
  request.setDecorator<RequestState>(name, state);
}

/** Changes what a handler has found out about a request. */
export function updateRequestState(
  request: FastifyRequest,
  changes: Partial<Pick<RequestState, 'model' | 'reachedVendor'>>,
): void {
  setRequestState(request, { ...getRequestState(request), ...changes });
}
