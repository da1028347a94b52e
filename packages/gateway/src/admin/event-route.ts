import type { FastifyInstance } from 'fastify';

import { ClientStream } from '../chat/client-stream.ts';
import { admittedRequest } from '../server/admitted-request.ts';
import type { RouteServices } from '../server/routes.ts';
import type { EventHub } from './event-hub.ts';
import { sendEvents } from './send-events.ts';

/** Adds `GET /admin/events`. Its streams end when the listener closes. */
export function addEventRoute(
  app: FastifyInstance,
  { current }: RouteServices,
  events: EventHub,
): void {
  const clients = new Set<ClientStream>();
  app.get('/admin/events', { exposeHeadRoute: false }, async (request, reply) => {
    const { headers } = admittedRequest(request);
    reply.hijack();
    const { settings } = current();
    const client = new ClientStream(reply.raw, { ...settings, heartbeat: ': keep-alive\n\n' });
    clients.add(client);
    client.open(headers);
    client.flush();
    await sendEvents(events, client);
    clients.delete(client);
    client.end('');
  });
  app.addHook('preClose', (done) => {
    for (const client of clients) client.abort(new Error('the admin listener closes'));
    done();
  });
}
