import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

import { clauses } from '@understudy/conformance';
import { expect, it } from 'vitest';

const bin = join(import.meta.dirname, '../../../node_modules/.bin');

/** Runs the conformance suite with the built packages. Returns its result. */
function run(command: string, ...options: readonly string[]): unknown {
  const cwd = join(import.meta.dirname, '..');
  const args = [...options, './test/conformance-program.ts'];
  return JSON.parse(execFileSync(join(bin, command), args, { cwd, encoding: 'utf8' }));
}

const ids = clauses.map(({ id }) => id);

it('conforms on Bun', () => {
  expect(run('bun')).toEqual({ passed: ids, failed: [] });
});

it('conforms on Deno', () => {
  expect(run('deno', 'run', '--allow-all')).toEqual({ passed: ids, failed: [] });
});
