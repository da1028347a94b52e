import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';

import type { GatewayServer } from './gateway-server.ts';
import { startHandler } from './start-handler.ts';

/** Starts a gateway that copies bytes. */
export function startPassthrough(baseUrl: string): Promise<GatewayServer> {
  return startHandler(baseUrl, async (upstream, request, response) => {
    const { statusCode, headers, body } = await upstream(await text(request));
    response.writeHead(statusCode, { 'content-type': String(headers['content-type']) });
    await pipeline(body, response);
  });
}
