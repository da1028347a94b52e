import { readFile } from 'node:fs/promises';

import type { CliPorts, CliSignal } from '../cli-ports.ts';
import { captureWarnings } from './capture-warnings.ts';
import { openConnection } from './open-connection.ts';

const signalNames: readonly CliSignal[] = ['SIGINT', 'SIGTERM'];

/** Creates the ports of the current process. */
export function createProcessPorts(): CliPorts {
  return {
    stdin: () => process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    cwd: () => process.cwd(),
    files: { read: (path) => readFile(path, 'utf8') },
    signals: { listen: listenToSignals, listenToReload },
    warnings: { capture: captureWarnings },
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

/** Changes the environment, because `styleText` and the spinner read it at each call. */
function disableColors(): void {
  process.env['NO_COLOR'] = '1';
  delete process.env['FORCE_COLOR'];
}

function listenToSignals(listener: (name: CliSignal) => void): () => void {
  for (const name of signalNames) process.on(name, listener);
  return () => {
    for (const name of signalNames) process.off(name, listener);
  };
}

function listenToReload(listener: () => void): () => void {
  process.on('SIGHUP', listener);
  return () => process.off('SIGHUP', listener);
}
