import type { FastifyInstance } from 'fastify';

import { ClientConnection } from '../chat/client-connection.ts';
import { ClientStream } from '../chat/client-stream.ts';
import { keepAliveComment } from '../chat/keep-alive.ts';
import { getRequestState } from '../server/request-state.ts';
import type { RouteServices } from '../server/routes.ts';
import type { EventHub } from './event-hub.ts';
import { sendEvents } from './send-events.ts';

/** Adds `GET /admin/events`. Its streams end when the listener closes. */
export function addEventRoute(
  app: FastifyInstance,
  { current }: RouteServices,
  events: EventHub,
): void {
  const clients = new Set<ClientConnection>();
  app.get('/admin/events', { exposeHeadRoute: false }, async (request, reply) => {
    const { headers } = getRequestState(request);
    reply.hijack();
    const { settings } = current();
    const client = new ClientConnection(reply.raw);
    const stream = new ClientStream(reply.raw, client, {
      ...settings,
      heartbeat: keepAliveComment,
    });
    clients.add(client);
    stream.open(headers);
    stream.flush();
    await sendEvents(events, stream);
    clients.delete(client);
    stream.end('');
  });
  app.addHook('preClose', (done) => {
    for (const client of clients) client.abort(new Error('the admin listener closes'));
    done();
  });
}
