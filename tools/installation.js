// JavaScript, because it runs on the Node.js of the machine before anything is installed.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The folders of the workspace.
 *
 * @param {string} root
 */
function listFolders(root) {
  const packages = readdirSync(join(root, 'packages')).map((name) => `packages/${name}`);
  return ['.', 'docs', ...packages].filter((folder) =>
    existsSync(join(root, folder, 'package.json')),
  );
}

/**
 * Changes if a dependency changes.
 *
 * @param {string} root
 */
function fingerprint(root) {
  const manifests = listFolders(root).map((folder) => join(folder, 'package.json'));
  const hash = createHash('sha256');
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...manifests]) {
    hash.update(`${file}\n`).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

/** @param {string} root */
function stampFile(root) {
  return join(root, 'node_modules/.installed');
}

/**
 * Returns whether the dependencies are installed, so that the second `npm start` need not call pnpm for seconds.
 *
 * @param {string} root - the folder of the workspace
 */
export function isInstalled(root) {
  const file = stampFile(root);
  if (!existsSync(file)) return false;
  const { hash, folders } = JSON.parse(readFileSync(file, 'utf8'));
  return (
    hash === fingerprint(root) &&
    folders.every((/** @type {string} */ folder) => existsSync(join(root, folder, 'node_modules')))
  );
}

/**
 * Call it before an installation, which can fail.
 *
 * @param {string} root
 */
export function clearInstalled(root) {
  rmSync(stampFile(root), { force: true });
}

/**
 * Call it after an installation.
 *
 * @param {string} root
 */
export function markInstalled(root) {
  const folders = listFolders(root).filter((folder) =>
    existsSync(join(root, folder, 'node_modules')),
  );
  writeFileSync(stampFile(root), JSON.stringify({ hash: fingerprint(root), folders }));
}
