import { PassThrough } from 'node:stream';

import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import type { LoggedRequest } from '../packages/understudy-packages.ts';
import { RequestLog } from './request-log.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const openRequest: LoggedRequest = {
  method: 'GET',
  path: '/v1/models',
  model: undefined,
  script: undefined,
  fault: undefined,
  status: 200,
  ending: undefined,
  startedAtMs: 0,
  endedAtMs: undefined,
};

it('prints a request at its end, and a slow request also while it is open', () => {
  const lines: string[] = [];
  using log = new RequestLog((line) => lines.push(line), new PassThrough());
  const [fast, slow] = [{ ...openRequest }, { ...openRequest }];
  log.begin(fast);
  log.begin(slow);
  vi.advanceTimersByTime(999);
  log.end(Object.assign(fast, { ending: 'finished', endedAtMs: 999 }));
  expect(lines).toEqual([expect.stringMatching(/ {2}999 ms {2}GET \/v1\/models$/u)]);
  vi.advanceTimersByTime(1);
  expect(lines.slice(1)).toEqual([expect.stringMatching(/ {7}… {2}GET \/v1\/models {2}open$/u)]);
  log.end(Object.assign(slow, { ending: 'client-aborted', endedAtMs: 2000 }));
  expect(lines.slice(2)).toEqual([
    expect.stringMatching(/2.00 s {2}GET \/v1\/models {2}client-aborted$/u),
  ]);
});

it('clears its timers when it is disposed', () => {
  const log = new RequestLog(() => {}, new PassThrough());
  log.begin({ ...openRequest });
  log[Symbol.dispose]();
  expect(vi.getTimerCount()).toBe(0);
});
