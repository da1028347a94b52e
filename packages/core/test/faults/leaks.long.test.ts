import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

import { expect, it } from 'vitest';

import type { LeakReport } from './leak-client.ts';
import { targets } from './load-fixture.ts';
import { startLoadServer } from './load-server.ts';

const client = fileURLToPath(new URL('leak-client.ts', import.meta.url));
const count = 3000;

it('a process keeps its heap over 3,000 streams, and ends by itself after close()', async () => {
  const servers = await Promise.all(targets.map(startLoadServer));
  const urls = servers.map(({ url }) => url.href);
  const options = ['--expose-gc', client, String(count), '17', ...urls];
  const child = spawn(process.execPath, options, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [output, [status]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  expect(status).toBe(0);
  const report: LeakReport = JSON.parse(output);
  const { heapBefore, heapAfter, load } = report;
  expect(load.wrong).toEqual([]);
  expect(load.failed + load.left).toBeGreaterThan(count / 4);
  expect(heapAfter).toBeLessThan(heapBefore * 1.05);
  expect(report.rejections).toBe(0);
  expect(report.listeners).toBe(0);
  expect(report.resourcesAfter).toEqual(report.resourcesBefore);
  await Promise.all(servers.map((server) => server.allClosed()));
  expect(servers.map(({ open }) => open)).toEqual([0, 0, 0]);
  await Promise.all(servers.map((server) => server.stop()));
});
