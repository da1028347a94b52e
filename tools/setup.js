// Plain JavaScript: it runs on whatever Node the machine has, before anything is installed.
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const pnpm = 'pnpm@12.21.0';
const root = fileURLToPath(new URL('..', import.meta.url));

/** Why the workspace can't be installed, in one sentence; undefined when it is installed. */
function install() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 20) {
    return `Understudy needs Node 20 or newer to install, and this is ${process.version}: install a newer Node and try again.`;
  }
  const command = ['--yes', '--prefer-offline', pnpm, 'install', '--frozen-lockfile'];
  const { status, error, stdout, stderr } = spawnSync(
    'npx',
    [...command, '--reporter=append-only', '--loglevel=warn'],
    { cwd: root, encoding: 'utf8', env: { ...process.env, npm_config_loglevel: 'error' } },
  );
  if (status === 0) return undefined;
  if (error) return `npm's npx could not be started (${error.message}): install npm 10 or newer.`;
  const output = `${stdout}\n${stderr}`;
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|ENOTCACHED|NO_OFFLINE/.test(output)) {
    return 'Understudy could not be installed because the npm registry does not answer: check the network or proxy and try again.';
  }
  process.stderr.write(output);
  return `Understudy could not be installed: ${pnpm} ended with status ${status}; its own words stand above.`;
}

const refusal = install();
if (refusal) {
  process.stderr.write(`${refusal}\n`);
  process.exitCode = 1;
}
