import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

import type { PublishedPackage } from './published-packages.ts';

/** The fingerprint of each door's report, by the door's name. */
export type ApiRecord = Readonly<Record<string, string>>;

/** What was released last; `npm run release:version` renews it. */
export const recordPath = '.changeset/released-api.json';

export function readReleasedApi(): ApiRecord {
  return JSON.parse(readFileSync(recordPath, 'utf8'));
}

/** What the reports say now. */
export function readApi(packages: readonly PublishedPackage[]): ApiRecord {
  return Object.fromEntries(
    packages.flatMap(({ folder, doors }) =>
      doors.map(({ name, subpath }) => {
        const report = readFileSync(`${folder}/api/${subpath}.api.md`);
        return [name, createHash('sha256').update(report).digest('hex')];
      }),
    ),
  );
}
