import type { FastifyInstance, FastifyRequest } from 'fastify';

import type { GatewayKey } from '../keys/gateway-key.ts';
import type { Generation } from './generation.ts';

/** A request that has passed the guard. */
export interface AdmittedRequest {
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
const name = 'admitted';

/** Lets requests have an `AdmittedRequest`. */
export function decorateRequests(app: FastifyInstance): void {
  app.decorateRequest(name, undefined);
}

/** Returns what the guard has found out about a request. */
export function admittedRequest(request: FastifyRequest): AdmittedRequest {
  return request.getDecorator<AdmittedRequest>(name);
}

/** The same for a request that may have failed before the guard. */
export function findAdmittedRequest(request: FastifyRequest): AdmittedRequest | undefined {
  // For a path that it cannot decode, Fastify creates a request without decorators, and `getDecorator()` throws.
  return name in request ? request.getDecorator<AdmittedRequest | undefined>(name) : undefined;
}

export function setAdmittedRequest(request: FastifyRequest, admitted: AdmittedRequest): void {
  request.setDecorator<AdmittedRequest>(name, admitted);
}

/** Adds what a handler has found out about a request. */
export function updateAdmittedRequest(
  request: FastifyRequest,
  facts: Partial<Pick<AdmittedRequest, 'model' | 'reachedVendor'>>,
): void {
  setAdmittedRequest(request, { ...admittedRequest(request), ...facts });
}
