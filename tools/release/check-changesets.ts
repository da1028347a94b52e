import { execFileSync } from 'node:child_process';
import process from 'node:process';

import { readChangesets } from '@changesets/read';

import { findMissingChangesets } from './find-missing-changesets.ts';
import { publishedPackages } from './published-packages.ts';

// Runs on pull requests: `node tools/release/check-changesets.ts origin/main`.
const [base = 'origin/main'] = process.argv.slice(2);
const changedFiles = execFileSync('git', ['diff', '--name-only', `${base}...HEAD`], {
  encoding: 'utf8',
}).split('\n');
const changesets = await readChangesets('.');
for (const name of findMissingChangesets(changedFiles, publishedPackages(), changesets)) {
  process.stderr.write(
    `${name}: the API report changed. Add a changeset that raises the package by a minor version.\n`,
  );
  process.exitCode = 1;
}
