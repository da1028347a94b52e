import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';

import type { Upstream } from '../../harness/scenario.ts';
import { listen } from '../../upstreams/listen.ts';

/** Requests a streamed response from the upstream and forwards it to a client of its own. */
export interface Forwarder {
  /** Resolves when the complete response is written. */
  forward(response: ServerResponse): Promise<void>;
  close(): Promise<void>;
}

export const streamHeaders = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store',
} as const;

/** Starts a server that forwards one response per request. */
export async function startForwarder(forwarder: Forwarder): Promise<Upstream> {
  const server = createServer((_request, response) => {
    // A client notices the incomplete response.
    forwarder.forward(response).catch(() => response.destroy());
  });
  return {
    url: await listen(server),
    close: async () => {
      server.close();
      server.closeAllConnections();
      await forwarder.close();
    },
  };
}
