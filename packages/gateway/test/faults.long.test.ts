import { expect, it } from 'vitest';

import { completeClients, streamClients } from './clients.ts';
import type { Client } from './clients.ts';
import { findDifferences } from './fault-matrix.ts';
import { nativeVendors, vendors } from './fault-vendors.ts';

const timeout = 180_000;

// A client that retries, or that reads a cut stream as a success, differs from the chain itself.
it.concurrent.for(Object.entries(streamClients))(
  '%s streams what the chain streams, with every fault of openai',
  { timeout },
  async ([, send]) => expect(await findDifferences(vendors.openai, send, true)).toEqual([]),
);

it.concurrent.for(Object.entries(completeClients))(
  '%s receives what the chain returns, with every fault of openai',
  { timeout },
  async ([, send]) => expect(await findDifferences(vendors.openai, send, false)).toEqual([]),
);

/** One client for each endpoint. */
const endpointClients = ['openai chat completions', 'openai responses', '@anthropic-ai/sdk'];
const pairs = nativeVendors.flatMap((vendor) =>
  endpointClients.map((client) => [client, vendor] as const),
);

function clientOf(clients: Readonly<Record<string, Client>>, name: string): Client {
  const client = clients[name];
  if (!client) throw new Error(`no client ${name}`);
  return client;
}

it.concurrent.for(pairs)(
  '%s streams what the chain streams, with every fault of %s',
  { timeout },
  async ([client, vendor]) => {
    const send = clientOf(streamClients, client);
    expect(await findDifferences(vendors[vendor], send, true)).toEqual([]);
  },
);

it.concurrent.for(pairs)(
  '%s receives what the chain returns, with every fault of %s',
  { timeout },
  async ([client, vendor]) => {
    const send = clientOf(completeClients, client);
    expect(await findDifferences(vendors[vendor], send, false)).toEqual([]);
  },
);
