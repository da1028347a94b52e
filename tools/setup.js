// JavaScript, because it runs on the Node.js of the machine before anything is installed.
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

import { clearInstalled, isInstalled, markInstalled } from './installation.js';

const pnpm = 'pnpm@12.21.0';
const root = fileURLToPath(new URL('..', import.meta.url));

/** Installs the workspace. Returns an error message of one sentence, or undefined on success. */
function install() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 20) {
    return `Understudy requires Node.js 20 or newer to install, received ${process.version}. Install a newer version and try again.`;
  }
  if (isInstalled(root)) return undefined;
  clearInstalled(root);
  const command = ['--yes', '--prefer-offline', pnpm, 'install', '--frozen-lockfile'];
  const { status, error, stdout, stderr } = spawnSync(
    'npx',
    [...command, '--reporter=append-only', '--loglevel=warn'],
    { cwd: root, encoding: 'utf8', env: { ...process.env, npm_config_loglevel: 'error' } },
  );
  if (status === 0) {
    markInstalled(root);
    return undefined;
  }
  if (error) return `npx could not be started (${error.message}). Install npm 10 or newer.`;
  const output = `${stdout}\n${stderr}`;
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|ENOTCACHED|NO_OFFLINE/.test(output)) {
    return 'Understudy could not be installed because the npm registry did not respond. Check the network or proxy and try again.';
  }
  process.stderr.write(output);
  return `Understudy could not be installed: ${pnpm} exited with status ${status}. See its output above.`;
}

const error = install();
if (error) {
  process.stderr.write(`${error}\n`);
  process.exitCode = 1;
}
