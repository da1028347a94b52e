import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { plantedFaults } from './planted-faults.ts';

const core = fileURLToPath(new URL('../../', import.meta.url));
/** Below core, so that the planted build finds core's dependencies. */
const nursery = join(core, 'node_modules', '.planted');
const simulate = fileURLToPath(new URL('simulate.ts', import.meta.url));

function run(folder: string): { readonly status: number | null; readonly stdout: string } {
  const options = ['--seeds', '20000', '--start', '1', '--core', `${pathToFileURL(folder).href}/`];
  return spawnSync(process.execPath, [simulate, ...options], { encoding: 'utf8', timeout: 90_000 });
}

/** The compiler breaks and indents lines as it likes. */
function anyBreaks(line: string): RegExp {
  const words = line.split(/\s+/).map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(words.join('\\s+'), 'g');
}

describe('the simulation', () => {
  beforeAll(() => void mkdirSync(nursery, { recursive: true }));
  afterAll(() => rmSync(nursery, { recursive: true, force: true }));

  it.each(plantedFaults)(
    'catches it when $name',
    { timeout: 120_000 },
    ({ file, line, change }) => {
      const folder = mkdtempSync(join(nursery, 'fault-'));
      cpSync(join(core, 'dist'), folder, { recursive: true });
      const source = readFileSync(join(folder, file), 'utf8');
      const found = anyBreaks(line);
      expect(source.match(found)).toHaveLength(1);
      writeFileSync(
        join(folder, file),
        source.replace(found, () => change),
      );
      const { status, stdout } = run(folder);
      expect(stdout).toContain('BROKEN: ');
      expect(status).toBe(1);
    },
  );
});
