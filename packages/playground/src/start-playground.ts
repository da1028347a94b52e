import { createUnderstudy } from '@understudy/core';
import { createAdmin, createEventHub } from '@understudy/gateway';
import { anthropic } from '@understudy/provider-anthropic';
import { fakegpt } from '@understudy/provider-fakegpt';
import { openai } from '@understudy/provider-openai';

import type { DemoVendors } from './demo-vendors.ts';
import { startDemoVendors } from './demo-vendors.ts';

export interface PlaygroundOptions {
  /** 0 selects a free port. @defaultValue 4101 */
  readonly port?: number | undefined;
  /** The hash of the admin key. @defaultValue none, every key is accepted */
  readonly adminKeyHash?: string | undefined;
}

/** A running playground. */
export interface Playground extends AsyncDisposable {
  readonly url: string;
  readonly vendors: DemoVendors;
  /** How often the configuration was reloaded. */
  readonly reloads: number;
}

/** Starts the admin listener over emulated vendors. Needs no key and no network. */
export async function startPlayground({
  port,
  adminKeyHash,
}: PlaygroundOptions = {}): Promise<Playground> {
  await using started = new AsyncDisposableStack();
  const vendors = started.use(await startDemoVendors());
  const events = createEventHub();
  const understudy = started.use(createDemoRuntime(vendors, events));
  let reloads = 0;
  const admin = createAdmin({
    understudy,
    events,
    keys: adminKeyHash === undefined ? [] : [{ name: 'admin', hash: adminKeyHash }],
    models: Object.keys(chains),
    faults: vendors.faults,
    // The demo has no file. The page shows that the request arrives.
    reload: () => Promise.resolve(void (reloads += 1)),
    describeConfiguration: () => ({ source: 'demo', reloads, reloadError: null }),
  });
  started.defer(() => admin.close({ graceMs: 0 }));
  const url = await admin.listen({ port });
  const owned = started.move();
  return {
    url,
    vendors,
    get reloads() {
      return reloads;
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

const gpt = 'gpt-5-mini';
const chains = {
  support: [`unreliable/${gpt}`, `openai/${gpt}`, 'anthropic/claude-sonnet-5'],
  hedged: { targets: [`slow/${gpt}`, 'anthropic/claude-sonnet-5'], hedge: { afterMs: 800 } },
  retried: {
    targets: [{ target: `unreliable/${gpt}`, retries: 2 }, 'fakegpt/gpt-4'],
  },
  failing: [`unreliable/${gpt}`, 'unreliable/gpt-5-nano'],
} as const;

function createDemoRuntime(vendors: DemoVendors, events: ReturnType<typeof createEventHub>) {
  const apiKey = 'emulated';
  const compatible = (id: string) => openai({ id, apiKey, baseUrl: `${vendors.urlOf(id)}/v1` });
  return createUnderstudy({
    providers: [
      compatible('openai'),
      anthropic({ apiKey, baseUrl: `${vendors.urlOf('anthropic')}/v1` }),
      fakegpt({ baseUrl: vendors.urlOf('fakegpt') }),
      compatible('slow'),
      compatible('unreliable'),
    ],
    chains,
    // Short, so that a stalled vendor does not make a demonstration long.
    timeouts: { firstContentMs: 6000, idleMs: 4000 },
    ports: { telemetry: events },
  });
}
