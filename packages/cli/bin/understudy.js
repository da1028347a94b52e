#!/usr/bin/env node
// Plain JavaScript without static imports, so that an old version of Node.js can parse it and print
// the message below.
import { existsSync } from 'node:fs';

const [major, minor] = process.versions.node.split('.').map(Number);
const program = new URL('../dist/bin.js', import.meta.url);
const problem =
  major < 22 || (major === 22 && minor < 19)
    ? `understudy: expected Node.js 22.19 or newer, received ${process.version}`
    : existsSync(program)
      ? undefined
      : 'understudy: the package is not built; run "npm run build"';

if (problem) {
  process.stderr.write(`${problem}\n`);
  process.exitCode = 1;
} else {
  await import(program);
}
