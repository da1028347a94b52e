import * as core from '@understudy/core';
import * as provider from '@understudy/core/provider';
import * as testing from '@understudy/core/testing';
import { expect, it } from 'vitest';

import { toCore } from './core.ts';
import { runSeed } from './run-scenario.ts';
import { describeRun } from './timeline.ts';

const simulated = toCore({ ...core, ...provider, ...testing });

it('keeps every promise in 20,000 scenarios', { timeout: 240_000 }, async () => {
  let broken = '';
  for (let seed = 1; seed <= 20_000 && broken === ''; seed += 1) {
    const run = await runSeed(seed, simulated);
    if (run.violations.length > 0) broken = describeRun(run);
  }
  expect(broken).toBe('');
});

it('plays a seed the same way again', async () => {
  for (const seed of [3, 77, 1234]) {
    expect(describeRun(await runSeed(seed, simulated))).toBe(
      describeRun(await runSeed(seed, simulated)),
    );
  }
});
