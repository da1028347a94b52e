import { once } from 'node:events';

import { request } from 'undici';
import { expect, it, onTestFinished } from 'vitest';

import { endless, refused, status503 } from './primary-faults.ts';
import type { LeadFault } from './primary-faults.ts';
import { callHeader } from './primary-server.ts';
import { sharedNow } from './shared-clock.ts';
import { openStage, seeCall, startStage } from './test-upstreams.ts';

async function start(fault: LeadFault): Promise<{ readonly url: string; readonly lead: string }> {
  const { url, close } = await startStage({ fault, answer: 'Yes.', pace: {} });
  onTestFinished(close);
  const { lead } = await openStage(url);
  return { url, lead };
}

function ask(lead: string, signal?: AbortSignal): ReturnType<typeof request> {
  return request(`${lead}/api/conversation`, {
    method: 'POST',
    headers: { [callHeader]: 'one' },
    body: '{}',
    ...(signal && { signal }),
  });
}

it('counts the requests of a call', async () => {
  const { url, lead } = await start(status503);
  expect(await seeCall(url, lead, 'one')).toEqual({ requests: 0, closedAt: null });
  for (let count = 0; count < 2; count += 1) await (await ask(lead)).body.dump();
  expect(await seeCall(url, lead, 'one')).toMatchObject({ requests: 2 });
});

it('says when the socket of a call closed', async () => {
  const { url, lead } = await start(endless);
  const controller = new AbortController();
  const { body } = await ask(lead, controller.signal);
  body.on('error', () => {});
  await once(body, 'data');
  expect(await seeCall(url, lead, 'one')).toEqual({ requests: 1, closedAt: null });
  const abortedAt = sharedNow();
  controller.abort();
  await expect
    .poll(async () => (await seeCall(url, lead, 'one')).closedAt)
    .toBeGreaterThanOrEqual(abortedAt);
});

it('lets a target leave after its first answer, and gives each contestant its own', async () => {
  const { url, lead } = await start(refused);
  expect((await ask(lead)).statusCode).toBe(503);
  await expect.poll(() => ask(lead).catch(({ code }) => code)).toBe('ECONNREFUSED');
  const { lead: other } = await openStage(url);
  expect((await ask(other)).statusCode).toBe(503);
});
