import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { PlantedFault } from './planted-faults.ts';
import { plantedFaults } from './planted-faults.ts';

const core = fileURLToPath(new URL('../../', import.meta.url));
/** A package whose dependencies are those of core. Not in `node_modules`, where Node.js strips no types. */
const copies = mkdtempSync(join(tmpdir(), 'understudy-faults-'));
const simulate = fileURLToPath(new URL('simulate.ts', import.meta.url));

interface SimulationResult {
  readonly status: unknown;
  readonly stdout: string;
}

function runSimulation(folder: string): Promise<SimulationResult> {
  const options = ['--seeds', '20000', '--start', '1', '--core', `${pathToFileURL(folder).href}/`];
  return new Promise((resolve) => {
    execFile(process.execPath, [simulate, ...options], { timeout: 90_000 }, (error, stdout) => {
      resolve({ status: error ? error.code : 0, stdout });
    });
  });
}

function matchAnyWhitespace(code: string): RegExp {
  const words = code.split(/\s+/).map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(words.join('\\s+'), 'g');
}

/** Copies the sources and plants the fault in them. Returns the folder, and how often the code was found. */
function plant({ file, code, replacement }: PlantedFault): { folder: string; matches: number } {
  const folder = mkdtempSync(join(copies, 'fault-'));
  const isTest = (path: string): boolean => path.endsWith('.test.ts');
  cpSync(join(core, 'src'), folder, { recursive: true, filter: (path) => !isTest(path) });
  const source = readFileSync(join(folder, file), 'utf8');
  const pattern = matchAnyWhitespace(code);
  writeFileSync(
    join(folder, file),
    source.replace(pattern, () => replacement),
  );
  return { folder, matches: source.match(pattern)?.length ?? 0 };
}

// Concurrent, because each simulation is a process of its own.
describe.concurrent('the simulation', () => {
  beforeAll(() => {
    symlinkSync(join(core, 'node_modules'), join(copies, 'node_modules'));
    writeFileSync(join(copies, 'package.json'), '{ "type": "module" }');
  });
  afterAll(() => rmSync(copies, { recursive: true }));

  it.each(plantedFaults)('detects that $name', { timeout: 120_000 }, async (fault) => {
    const { folder, matches } = plant(fault);
    expect(matches).toBe(1);
    const { status, stdout } = await runSimulation(folder);
    expect(stdout).toContain('VIOLATION: ');
    expect(status).toBe(1);
    // One by one: to delete all copies at the end can exceed the time limit of the hook.
    await rm(folder, { recursive: true });
  });
});
