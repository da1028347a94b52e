#!/usr/bin/env node
// Plain JavaScript without imports of the package, so that an old Node.js version can run the check.
import { existsSync } from 'node:fs';

const [major, minor] = process.versions.node.split('.').map(Number);
const program = new URL('../dist/bin.js', import.meta.url);
const isSupported = major > 22 || (major === 22 && minor >= 19);

if (!isSupported) {
  exit(`create-understudy-provider requires Node 22.19 or newer, received ${process.version}`);
} else if (!existsSync(program)) {
  exit('create-understudy-provider is not built; run "npm run build"');
} else {
  await import(program);
}

function exit(message) {
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
}
