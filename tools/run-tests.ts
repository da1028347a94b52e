import { spawnSync } from 'node:child_process';
import process from 'node:process';

function run(command: string, ...args: readonly string[]): number {
  return spawnSync(command, args, { stdio: 'inherit' }).status ?? 1;
}

process.exitCode = run('npm', 'run', '--silent', 'check');
if (process.exitCode === 0) process.exitCode = run('vitest', 'run', '--project', '!long');
else process.stdout.write('0 passed, 1 failed\n');
