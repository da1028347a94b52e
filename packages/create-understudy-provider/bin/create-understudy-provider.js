#!/usr/bin/env node
// Plain JavaScript, and nothing imported before the check: an old Node must be able to read it.
import { existsSync } from 'node:fs';

const [major, minor] = process.versions.node.split('.').map(Number);
const program = new URL('../dist/bin.js', import.meta.url);
const refusal =
  major < 22 || (major === 22 && minor < 19)
    ? `create-understudy-provider needs Node 22.19 or newer, and this is ${process.version}`
    : existsSync(program)
      ? undefined
      : 'create-understudy-provider is not built yet: run "npm run build"';

if (refusal) {
  process.stderr.write(`${refusal}\n`);
  process.exitCode = 1;
} else {
  await import(program);
}
