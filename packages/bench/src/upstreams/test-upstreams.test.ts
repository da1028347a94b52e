import { once } from 'node:events';

import { request } from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';

import { connectionRefused, endless, status503 } from './primary-faults.ts';
import type { PrimaryFault } from './primary-faults.ts';
import { callHeader } from './primary-server.ts';
import { sharedNow } from './shared-clock.ts';
import { createTestTargets, fetchCallRecord, startTestUpstreams } from './test-upstreams.ts';

async function start(
  fault: PrimaryFault,
): Promise<{ readonly url: string; readonly primary: string }> {
  const { url, close } = await startTestUpstreams({ fault, responseText: 'Yes.', options: {} });
  onTestFinished(close);
  const { primary } = await createTestTargets(url);
  return { url, primary };
}

function sendRequest(primary: string, signal?: AbortSignal): ReturnType<typeof request> {
  return request(`${primary}/api/conversation`, {
    method: 'POST',
    headers: { [callHeader]: 'one' },
    body: '{}',
    ...(signal && { signal }),
  });
}

describe('startTestUpstreams', () => {
  it('counts the requests of a call', async () => {
    const { url, primary } = await start(status503);
    expect(await fetchCallRecord(url, primary, 'one')).toEqual({ requests: 0, closedAt: null });
    for (let count = 0; count < 2; count += 1) await (await sendRequest(primary)).body.dump();
    expect(await fetchCallRecord(url, primary, 'one')).toMatchObject({ requests: 2 });
  });

  it('records when the socket of a call closed', async () => {
    const { url, primary } = await start(endless);
    const controller = new AbortController();
    const { body } = await sendRequest(primary, controller.signal);
    body.on('error', () => {});
    await once(body, 'data');
    expect(await fetchCallRecord(url, primary, 'one')).toEqual({ requests: 1, closedAt: null });
    const abortedAt = sharedNow();
    controller.abort();
    await expect
      .poll(async () => (await fetchCallRecord(url, primary, 'one')).closedAt)
      .toBeGreaterThanOrEqual(abortedAt);
  });

  it('creates a failing target per contestant, which can close after its first response', async () => {
    const { url, primary } = await start(connectionRefused);
    expect((await sendRequest(primary)).statusCode).toBe(503);
    await expect.poll(() => sendRequest(primary).catch(({ code }) => code)).toBe('ECONNREFUSED');
    const { primary: other } = await createTestTargets(url);
    expect((await sendRequest(other)).statusCode).toBe(503);
  });
});
