import { setTimeout as sleep } from 'node:timers/promises';

import type { FastifyInstance } from 'fastify';

import type { ActiveChats } from './active-chats.ts';

/** How long a connection without a request may stay after the last chat. */
const idleMs = 1000;
/** How often connections whose response has ended are closed. */
const sweepMs = 20;

export interface CloseTimes {
  readonly graceMs: number;
  readonly drainDelayMs: number;
}

/**
 * Closes a server: no new connection, then the chats in flight end, then the connections. A connection whose response
 * has ended is closed at once, because it would otherwise stay open for the keep-alive timeout.
 */
export async function closeServer(
  app: FastifyInstance,
  chats: ActiveChats,
  { graceMs, drainDelayMs }: CloseTimes,
): Promise<void> {
  chats.announceDrain();
  if (drainDelayMs > 0) await sleep(drainDelayMs);
  chats.drain();
  const { server } = app;
  const closed = app.close();
  const sweep = setInterval(() => server.closeIdleConnections(), sweepMs);
  try {
    await chats.settled(graceMs);
    chats.abort();
    await chats.settled(idleMs);
    await Promise.race([closed, sleep(idleMs, undefined, { ref: false })]);
    server.closeAllConnections();
    await closed;
  } finally {
    clearInterval(sweep);
  }
}
