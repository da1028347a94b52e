import type { JsonObject } from '@understudy/core';
import type { FastifyInstance } from 'fastify';

import type { ActiveFault, FaultControl, FaultServer } from '../admin-options.ts';
import { Rejection } from '../errors/rejection.ts';
import { readJsonBody } from '../http/read-json-body.ts';
import type { RouteServices } from '../server/routes.ts';

/** Adds `GET` and `POST /admin/faults`. */
export function addFaultRoutes(
  app: FastifyInstance,
  { body: limits }: RouteServices,
  faults: FaultControl,
): void {
  const list = (): object => ({
    servers: faults.list().map((server) => ({ ...server, active: server.active ?? null })),
  });
  app.get('/admin/faults', list);
  app.post('/admin/faults', async ({ raw }) => {
    const body = await readJsonBody(raw, limits);
    const server = readServer(body, faults.list());
    faults.set(server.id, readFault(body, server));
    return list();
  });
}

/** @throws Rejection `malformed-request` */
function readServer({ server }: JsonObject, servers: readonly FaultServer[]): FaultServer {
  const found = servers.find(({ id }) => id === server);
  return found ?? invalid('server', servers.map(({ id }) => id).join(', '));
}

/** @throws Rejection `malformed-request` */
function readFault(
  { fault = null, times = 1 }: JsonObject,
  { faults }: FaultServer,
): ActiveFault | undefined {
  if (fault === null) return undefined;
  if (typeof fault !== 'string' || !faults.includes(fault)) {
    return invalid('fault', 'null or a fault that GET /admin/faults lists for the server');
  }
  if (times === 'always') return { fault, times };
  if (typeof times === 'number' && Number.isInteger(times) && times > 0) return { fault, times };
  return invalid('times', 'a positive whole number or "always"');
}

function invalid(field: string, expected: string): never {
  throw new Rejection('malformed-request', `${field}: expected ${expected}`, { param: field });
}
