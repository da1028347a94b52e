import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

import { publishedPackages } from './published-packages.ts';

// Run by `npm run release:version`. Before the first release nothing has changed for anybody: the changelog says so.
const isFirst = publishedPackages().every(({ folder }) => readVersion(folder) === '0.0.0');
execFileSync('changeset', ['version'], { stdio: 'inherit' });
if (isFirst) {
  for (const { name, folder } of publishedPackages()) {
    const text = `# ${name}\n\n## ${readVersion(folder)}\n\nFirst release.\n`;
    writeFileSync(`${folder}/CHANGELOG.md`, text);
  }
}

function readVersion(folder: string): string {
  return JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')).version;
}
