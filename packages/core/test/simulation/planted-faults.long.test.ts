import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, describe, expect, it } from 'vitest';

import { plantedFaults } from './planted-faults.ts';

const simulate = fileURLToPath(new URL('simulate.ts', import.meta.url));
/** The compiled modules, which all simulations share. */
const compileCache = mkdtempSync(join(tmpdir(), 'understudy-compile-cache-'));
afterAll(() => rmSync(compileCache, { recursive: true }));

interface SimulationResult {
  readonly status: unknown;
  readonly stdout: string;
}

function runSimulation(fault: string): Promise<SimulationResult> {
  const options = ['--seeds', '20000', '--start', '1', '--fault', fault];
  const env = { ...process.env, NODE_COMPILE_CACHE: compileCache };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [simulate, ...options],
      { timeout: 90_000, env },
      (error, stdout) => {
        resolve({ status: error ? error.code : 0, stdout });
      },
    );
  });
}

// Concurrent, because each simulation is a process of its own.
describe.concurrent('the simulation', () => {
  it.each(plantedFaults)('detects that $name', { timeout: 120_000 }, async ({ name }) => {
    const { status, stdout } = await runSimulation(name);
    expect(stdout).toContain('VIOLATION: ');
    expect(status).toBe(1);
  });
});
