import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { Rejection } from '../errors/rejection.ts';
import { authenticate } from '../guard/authenticate.ts';
import { checkHost, checkHostLines, checkOrigin } from '../guard/check-origin.ts';
import { readPath } from '../http/api-path.ts';
import { commonHeaders } from '../http/common-headers.ts';
import type { GatewayKey } from '../keys/gateway-key.ts';
import type { ActiveChats } from './active-chats.ts';
import type { Generation } from './generation.ts';

/** A request that has passed the guards. */
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

const name = 'admitted';

/** Returns what the guards have found out about a request. */
export function admittedRequest(request: FastifyRequest): AdmittedRequest {
  return request.getDecorator<AdmittedRequest>(name);
}

/** The same for a request that may have failed before the guards. */
export function findAdmittedRequest(request: FastifyRequest): AdmittedRequest | undefined {
  // For a path that it cannot decode, Fastify creates a request without decorators, and `getDecorator()` throws.
  return name in request ? request.getDecorator<AdmittedRequest | undefined>(name) : undefined;
}

export interface GuardServices {
  /** What the requests that start now are served with. */
  readonly current: () => Generation;
  readonly chats: ActiveChats;
  /** Routes that do not need a key, besides `/health` and `/ready`. */
  readonly openRoutes: readonly string[];
}

/** Notes what a handler has found out about a request. */
export function noteFacts(
  request: FastifyRequest,
  facts: Partial<Pick<AdmittedRequest, 'model' | 'reachedVendor'>>,
): void {
  request.setDecorator<AdmittedRequest>(name, { ...admittedRequest(request), ...facts });
}

const nobody: GatewayKey = { name: '', hash: '' };

/** Checks every request, also those for unknown paths, before its body is read. */
export function addGuard(app: FastifyInstance, services: GuardServices): void {
  app.decorateRequest(name, undefined);
  app.addHook('onRequest', (request, reply) => guard(request, reply, services));
}

/** @throws Rejection */
async function guard(
  request: FastifyRequest,
  reply: FastifyReply,
  { current, chats, openRoutes }: GuardServices,
): Promise<void> {
  const generation = current();
  const { settings, keys } = generation;
  const { origin } = request.headers;
  const allowed = origin !== undefined && settings.cors.includes(origin) ? origin : undefined;
  const headers = commonHeaders(request.id, readPath(request.url), allowed);
  const admitted = { key: nobody, generation, headers, model: '', reachedVendor: false };
  request.setDecorator<AdmittedRequest>(name, admitted);
  reply.headers(headers);
  checkHostLines(request.raw.rawHeaders);
  const { url: route = '' } = request.routeOptions;
  const isHealthCheck = route === '/health' || route === '/ready';
  // Kubernetes sends the address of the pod, and load balancers may send no host.
  if (!isHealthCheck) checkHost(request.headers, settings);
  checkOrigin(request.headers, settings);
  if (request.method === 'OPTIONS' && allowed !== undefined) {
    await handlePreflight(request, reply);
    return;
  }
  if (isHealthCheck || openRoutes.includes(route)) return;
  if (chats.isDraining) {
    reply.header('connection', 'close');
    throw new Rejection('draining', 'the gateway shuts down', { retryAfterMs: 1000 });
  }
  const key = authenticate(request.headers, keys);
  request.setDecorator<AdmittedRequest>(name, { ...admitted, key });
}

async function handlePreflight(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  await reply
    .code(204)
    .headers({
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': request.headers['access-control-request-headers'] ?? '',
      'access-control-max-age': '600',
    })
    .send();
}
