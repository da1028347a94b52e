import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

import { clauses } from '@understudy/conformance';
import { expect, it } from 'vitest';

/** Runs the suite with `node --test` and the built packages. Returns the output and the exit code. */
async function runNodeTest(...faults: readonly string[]): Promise<readonly [string, number]> {
  const file = fileURLToPath(new URL('acme/acme.node-test.ts', import.meta.url));
  const { NODE_TEST_CONTEXT: _, ...environment } = process.env;
  const child = spawn(process.execPath, ['--test', '--test-reporter=tap', file], {
    env: { ...environment, ACME_FAULT: faults.join() },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [output, [status]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return [output, status];
}

it('runs with node --test, and the process ends', async () => {
  const [output, status] = await runNodeTest();
  expect(output).toContain('ok 1 - acme conforms');
  expect(output).toContain(`\n# tests ${clauses.length}\n`);
  expect(output).toMatch(/^# fail 0$/m);
  expect(status).toBe(0);
});

it('reports the failure and the rule of a clause with node --test', async () => {
  const [output, status] = await runNodeTest('drops-retry-after');
  expect(output).toMatch(/^# fail 1$/m);
  expect(output).toContain('expected retryAfterMs to be 7000, received undefined (rule: https');
  expect(status).toBe(1);
});
