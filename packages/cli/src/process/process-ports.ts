import { readFile } from 'node:fs/promises';

import type { CliPorts, CliSignal } from '../cli-ports.ts';
import { captureWarnings } from './capture-warnings.ts';
import { openConnection } from './open-connection.ts';

const names: readonly CliSignal[] = ['SIGINT', 'SIGTERM'];

/** The world of this process. */
export function createProcessPorts(): CliPorts {
  return {
    stdin: () => process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    cwd: () => process.cwd(),
    files: { read: (path) => readFile(path, 'utf8') },
    signals: { listen: listenToSignals },
    warnings: { hold: captureWarnings },
    connect: openConnection,
    now: () => performance.now(),
    nodeVersion: process.version,
    disableColors,
    exit: (code) => process.exit(code),
    packages: async () => {
      const { createPackages } = await import('../packages/create-packages.ts');
      return createPackages();
    },
  };
}

/** Node and the spinner look here whenever they paint. */
function disableColors(): void {
  process.env['NO_COLOR'] = '1';
  delete process.env['FORCE_COLOR'];
}

function listenToSignals(listener: (name: CliSignal) => void): () => void {
  for (const name of names) process.on(name, listener);
  return () => {
    for (const name of names) process.off(name, listener);
  };
}
