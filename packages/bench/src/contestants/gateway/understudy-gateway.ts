import { setFlagsFromString } from 'node:v8';

import { createUnderstudy } from '@understudy/core';
import type { ProviderDefinition } from '@understudy/core';
import { createGateway, createKey } from '@understudy/gateway';
import type { GatewayOptions } from '@understudy/gateway';
import { openai } from '@understudy/provider-openai';

import { apiKey } from '../openai/openai-target.ts';
import type { GatewayServer } from './gateway-server.ts';

/** Starts a gateway with the default options. */
export function startGateway(baseUrl: string): Promise<GatewayServer> {
  return start([openai({ apiKey, baseUrl })], {}, {});
}

/** Starts a gateway whose provider requests no stream. */
export function startJsonGateway(baseUrl: string): Promise<GatewayServer> {
  return start([openai({ apiKey, baseUrl, quirks: { streams: false } })], {}, {});
}

/** Starts a gateway with a key that has limits, and a log. */
export async function startGatewayWithKeys(baseUrl: string): Promise<GatewayServer> {
  const { key, entry } = createKey('bench');
  const limits = { maxConcurrent: 100, requestsPerMinute: 10_000_000 };
  let logged = 0;
  const onRequest: GatewayOptions['onRequest'] = (line) => {
    logged += JSON.stringify(line).length;
  };
  const options = { keys: [{ ...entry, ...limits }], onRequest };
  const server = await start([openai({ apiKey, baseUrl })], options, {
    authorization: `Bearer ${key}`,
  });
  return {
    ...server,
    close: async () => {
      await server.close();
      if (logged === 0) throw new Error('no request was logged');
    },
  };
}

/** Starts a gateway with two providers. Slow clients are not disconnected during the measurement. */
export function startGatewayOfTwoScripts(baseUrl: string): Promise<GatewayServer> {
  const slow = openai({ id: 'slow', apiKey, baseUrl: baseUrl.replace('/script/', '/long/') });
  return start([openai({ apiKey, baseUrl }), slow], { slowReaderMs: 3_600_000 }, {});
}

async function start(
  providers: readonly ProviderDefinition[],
  options: Partial<GatewayOptions>,
  headers: GatewayServer['headers'],
): Promise<GatewayServer> {
  // As `understudy serve` does (decision 0045).
  setFlagsFromString('--no-allocation-site-pretenuring');
  const understudy = createUnderstudy({ providers });
  const gateway = createGateway({ understudy, ...options });
  return {
    url: await gateway.listen({ port: 0 }),
    headers,
    close: async () => {
      await gateway.close({ graceMs: 0 });
      await understudy.close();
    },
  };
}
