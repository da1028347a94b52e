import { execFile } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import type { Contestant } from '../../harness/contestant.ts';

const run = promisify(execFile);
const packageFolder = fileURLToPath(new URL('../../..', import.meta.url));

/** Creates a contestant that imports packages in a new process per repetition. */
export function createImport(specifiers: readonly string[]): Contestant {
  const code = createProgram(specifiers);
  return {
    repeat: async () => {
      const args = ['--input-type=module', '--eval', code];
      const { stdout } = await run(process.execPath, args, { cwd: packageFolder });
      return readTimes(stdout);
    },
    close: async () => {},
  };
}

function createProgram(specifiers: readonly string[]): string {
  const imports = specifiers.map((specifier) => `await import(${JSON.stringify(specifier)});`);
  return [
    'const cpuBefore = process.cpuUsage();',
    'const startedAt = performance.now();',
    ...imports,
    'const wall = performance.now() - startedAt;',
    'const { user, system } = process.cpuUsage(cpuBefore);',
    'process.stdout.write(JSON.stringify({ wall, cpu: (user + system) / 1000 }));',
  ].join('\n');
}

function readTimes(json: string): { readonly wall: number; readonly cpu: number } {
  return JSON.parse(json);
}
