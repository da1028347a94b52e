import { request } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Upstream } from '../harness/scenario.ts';
import { fetchRequestCount, startLatencyServer } from './latency-server.ts';
import { renderEvents } from './openai-script.ts';

const script = { responseText: 'the actor waits', charactersPerChunk: 5, eventsPerWrite: 3 };
const none = { seed: 1, minMs: 0, maxMs: 0, slowShare: 0, slowFactor: 1 };
const slowMs = 60;
let server: Upstream;

beforeAll(async () => {
  server = await startLatencyServer(script, {
    fast: none,
    slow: { ...none, minMs: 3, maxMs: 3, slowShare: 1, slowFactor: slowMs / 3 },
  });
});
afterAll(() => server.close());

async function send(group: string, target: string): Promise<string> {
  const { body } = await request(`${server.url}/${group}/${target}/v1/chat/completions`, {
    method: 'POST',
    body: '{}',
  });
  return body.text();
}

describe('startLatencyServer', () => {
  it('streams the text', async () => {
    expect(await send('text', 'fast')).toBe(renderEvents(script).join(''));
  });

  it('counts the requests of each group', async () => {
    for (const target of ['fast', 'fast', 'slow']) await send('one', target);
    await send('two', 'slow');
    expect(await fetchRequestCount(server.url, 'one')).toBe(3);
    expect(await fetchRequestCount(server.url, 'two')).toBe(1);
  });

  it('delays responses', async () => {
    const startedAt = performance.now();
    await send('delayed', 'slow');
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(slowMs - 2);
  });
});
