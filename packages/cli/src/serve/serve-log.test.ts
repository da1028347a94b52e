import type { Attempt, AttemptOutcome } from '@understudy/core';
import { expect, it } from 'vitest';

import { StringOutput } from '../../test/string-output.ts';
import { ServeLog } from './serve-log.ts';

function attemptOf(model: string, outcome: AttemptOutcome, firstContentMs?: number): Attempt {
  const [number, startedAt, totalMs, requests] = [1, 0, 5, 1];
  const known = { provider: 'vendor', model, outcome, firstContentMs, error: undefined };
  return { number, startedAt, totalMs, requests, ...known };
}

it.each([
  ['an extra attempt that was outpaced', 'outpaced', 'succeeded'],
  ['an extra attempt that failed', 'failed', 'succeeded'],
  ['a target that was skipped', 'skipped', 'failed'],
] as const)('logs the attempt that decided before %s', (_name, last, first) => {
  const output = new StringOutput();
  new ServeLog(output).request({
    requestId: 'id',
    key: 'web',
    path: '/v1/messages',
    model: 'support',
    status: 200,
    error: undefined,
    stream: true,
    attempts: [attemptOf('first', first, 3), attemptOf('last', last)],
    durationMs: 6,
    usage: undefined,
  });
  expect(JSON.parse(output.text)).toMatchObject({ target: 'vendor/first', firstContentMs: 3 });
});
