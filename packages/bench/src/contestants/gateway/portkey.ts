import { createServer } from 'node:net';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';

import { request } from 'undici';

import { apiKey } from '../openai/openai-target.ts';
import type { GatewayServer } from './gateway-server.ts';

const startScript = '@portkey-ai/gateway/build/start-server.js';

/** Starts Portkey's gateway in this process, which it does not leave. */
export async function startPortkey(baseUrl: string): Promise<GatewayServer> {
  const port = await findPort();
  process.argv = [process.execPath, startScript, '--headless', `--port=${port}`];
  await import(startScript);
  const url = `http://127.0.0.1:${port}`;
  await waitUntilReady(url);
  return {
    url,
    headers: {
      authorization: `Bearer ${apiKey}`,
      'x-portkey-provider': 'openai',
      'x-portkey-custom-host': baseUrl,
    },
    // The server has no way to close it.
    close: async () => process.exit(0),
  };
}

async function findPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = Object(server.address());
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function waitUntilReady(url: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const response = await request(url).catch(() => undefined);
    if (response) {
      await response.body.dump();
      return;
    }
    await sleep(50);
  }
  throw new Error('Portkey has not started within 5 s');
}
