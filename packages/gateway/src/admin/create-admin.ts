import type { FastifyInstance } from 'fastify';

import type { AdminOptions } from '../admin-options.ts';
import { defaultAdminPort } from '../config/defaults.ts';
import { adminOptionsSchema } from '../config/gateway-schema.ts';
import { readWithSchema } from '../config/read-with-schema.ts';
import { createListener } from '../create-gateway.ts';
import type { Gateway } from '../create-gateway.ts';
import type { RouteServices } from '../server/routes.ts';
import { addEventRoute } from './event-route.ts';
import { addFaultRoutes } from './fault-routes.ts';
import { pageHeaders, readPageFiles } from './page-files.ts';
import type { PageFile } from './page-files.ts';
import { addStateRoutes } from './state-routes.ts';

/**
 * Creates the admin listener: the page at `/`, the admin API below `/admin`, `/metrics`, and the public API for the
 * admin keys. Opens no port. Without keys it listens on loopback addresses only and accepts any key. The app that
 * creates it closes it.
 *
 * @throws ConfigurationError for the first option that is not valid
 *
 * @example
 * const events = createEventHub();
 * const understudy = createUnderstudy({ providers, chains, ports: { telemetry: events } });
 * const admin = createAdmin({ understudy, events, models: ['support'] });
 * console.log(await admin.listen());
 */
export function createAdmin(options: AdminOptions): Gateway {
  const files = readPageFiles();
  const complete = readWithSchema(adminOptionsSchema, options, '');
  return createListener(complete, {
    port: defaultAdminPort,
    openRoutes: files.map(({ path }) => path),
    addRoutes: (app, services) => {
      addPage(app, files);
      addAdminRoutes(app, services, complete);
    },
  });
}

function addPage(app: FastifyInstance, files: readonly PageFile[]): void {
  for (const { path, type, body } of files) {
    app.get(path, (_request, reply) => reply.headers(pageHeaders).type(type).send(body));
  }
}

function addAdminRoutes(
  app: FastifyInstance,
  services: RouteServices,
  options: AdminOptions,
): void {
  const { events, faults, metrics } = options;
  addStateRoutes(app, services, options);
  addEventRoute(app, services, events);
  if (faults) addFaultRoutes(app, services, faults);
  if (metrics) {
    app.get('/metrics', (request, reply) => {
      reply.hijack();
      metrics(request.raw, reply.raw);
    });
  }
}
