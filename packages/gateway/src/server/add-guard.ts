import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { gatewayDraining } from '../errors/rejections.ts';
import { authenticate } from '../guard/authenticate.ts';
import { checkHost, checkHostLines, checkOrigin } from '../guard/check-origin.ts';
import { readPath } from '../http/api-path.ts';
import { createCommonHeaders } from '../http/common-headers.ts';
import type { GatewayKey } from '../keys/gateway-key.ts';
import type { ActiveChats } from './active-chats.ts';
import type { Generation } from './generation.ts';
import { decorateRequests, setRequestState } from './request-state.ts';

export interface GuardServices {
  /** What the requests that start now are served with. */
  readonly current: () => Generation;
  readonly chats: ActiveChats;
  /** Routes that do not need a key, besides `/health` and `/ready`. */
  readonly openRoutes: readonly string[];
}

/** The key of a request before it is authenticated. */
const nobody: GatewayKey = { name: '', hash: '' };

/** Checks every request, also those for unknown paths, before its body is read. */
export function addGuard(app: FastifyInstance, services: GuardServices): void {
  decorateRequests(app);
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
  const headers = createCommonHeaders(request.id, readPath(request.url), allowed);
  const state = { key: nobody, generation, headers, model: '', reachedVendor: false };
  setRequestState(request, state);
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
    throw gatewayDraining();
  }
  const key = authenticate(request.headers, keys);
  setRequestState(request, { ...state, key });
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
