import { getEventListeners } from 'node:events';

import { SeededRandom } from '@understudy/core/testing';
import { expect, it, onTestFinished } from 'vitest';

import { createTestedPorts } from '../tested-http.ts';
import { createLoadHouse, targets } from './load-fixture.ts';
import { startLoadServer } from './load-server.ts';
import { runLoad } from './stream-load.ts';

const count = 3000;

function sockets(): readonly string[] {
  return process
    .getActiveResourcesInfo()
    .filter((name) => /^(TCPSocket|TCPConnect|TLS)/.test(name));
}

it('3,000 streams of which a third fail or are left leave nothing behind', async () => {
  const rejections: unknown[] = [];
  const note = (reason: unknown): void => void rejections.push(reason);
  process.on('unhandledRejection', note);
  onTestFinished(() => void process.off('unhandledRejection', note));
  const before = sockets();
  const servers = await Promise.all(targets.map(startLoadServer));
  const understudy = createLoadHouse(
    servers.map(({ url }) => url.href),
    createTestedPorts(),
  );
  const { signal } = new AbortController();
  const random = new SeededRandom(11);
  const report = await runLoad({ understudy, random, targets, signal, count });
  const health = understudy.health().map(({ inFlight }) => inFlight);
  await understudy.close();
  await Promise.all(servers.map((server) => server.allClosed()));
  expect(report.wrong).toEqual([]);
  expect(report.whole + report.failed + report.left).toBe(count);
  expect(report.failed + report.left).toBeGreaterThan(count / 4);
  expect(health).toEqual([0, 0, 0]);
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  expect(servers.map(({ open }) => open)).toEqual([0, 0, 0]);
  await Promise.all(servers.map((server) => server.stop()));
  expect(sockets()).toEqual(before);
  expect(rejections).toEqual([]);
}, 60_000);
