import { parseArgs } from 'node:util';

import { loadCore } from './core.ts';
import { plantFault } from './plant-fault.ts';
import { runSeed } from './run-scenario.ts';
import { describeRun } from './timeline.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '10000' },
    start: { type: 'string' },
    fault: { type: 'string' },
  },
});
const count = Number(values.seeds);
const start =
  values.start === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.start);
if (!Number.isSafeInteger(count) || count < 1 || !Number.isSafeInteger(start)) {
  process.stderr.write('simulate: --seeds must be a positive integer, --start an integer\n');
  process.exit(64);
}

if (values.fault !== undefined) plantFault(values.fault);
const core = await loadCore();
process.stdout.write(`${count} scenarios from seed ${start}\n`);
for (let seed = start; seed < start + count; seed += 1) {
  const run = await runSeed(seed, core);
  if (run.violations.length === 0) continue;
  const command = `npm run simulate -- --seeds 1 --start ${seed}`;
  process.stdout.write(`${describeRun(run)}\nRun it again: ${command}\n`);
  process.exitCode = 1;
  break;
}
if (process.exitCode === undefined) process.stdout.write('no invariant was violated\n');
