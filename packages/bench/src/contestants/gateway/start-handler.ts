import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';

import { Agent, request as send } from 'undici';
import type { Dispatcher } from 'undici';

import { listen } from '../../upstreams/listen.ts';
import { apiKey } from '../openai/openai-target.ts';
import type { GatewayServer } from './gateway-server.ts';

/** Sends the body of a request to the upstream, and the response to the client. */
export type Forward = (
  upstream: (body: string) => Promise<Dispatcher.ResponseData>,
  request: IncomingMessage,
  response: ServerResponse,
) => Promise<void>;

/** Starts a gateway of `node:http` and undici. */
export async function startHandler(baseUrl: string, forward: Forward): Promise<GatewayServer> {
  const dispatcher = new Agent();
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
  const upstream = (body: string): Promise<Dispatcher.ResponseData> =>
    send(`${baseUrl}/chat/completions`, { method: 'POST', headers, body, dispatcher });
  const server = createServer((request, response) => {
    // A client notices the incomplete response.
    forward(upstream, request, response).catch(() => response.destroy());
  });
  return {
    url: await listen(server),
    headers: {},
    close: async () => {
      server.close();
      server.closeAllConnections();
      await dispatcher.close();
    },
  };
}
