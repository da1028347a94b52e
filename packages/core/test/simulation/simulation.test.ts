import * as core from '@understudy/core';
import * as provider from '@understudy/core/provider';
import * as testing from '@understudy/core/testing';
import { expect, it } from 'vitest';

import { toCore } from './core.ts';
import { runSeed } from './run-scenario.ts';
import { describeRun } from './timeline.ts';

const sources = toCore({ ...core, ...provider, ...testing });

it('violates no invariant in 10,000 scenarios', { timeout: 240_000 }, async () => {
  let failed = '';
  for (let seed = 1; seed <= 10_000 && failed === ''; seed += 1) {
    const run = await runSeed(seed, sources);
    if (run.violations.length > 0) failed = describeRun(run);
  }
  expect(failed).toBe('');
});

it('runs equal seeds equally', async () => {
  for (const seed of [3, 77, 1234]) {
    const first = describeRun(await runSeed(seed, sources));
    expect(describeRun(await runSeed(seed, sources))).toBe(first);
  }
});
