import { describe, expect, it } from 'vitest';

import { findMissingChangesets } from './find-missing-changesets.ts';
import type { PendingChangeset } from './find-missing-changesets.ts';

const packages = [
  { name: '@a/core', folder: 'packages/core' },
  { name: 'create-a', folder: 'packages/create-a' },
];
const changedReport = ['packages/core/api/testing.api.md'];

function createChangeset(name: string, type: string): PendingChangeset {
  return { releases: [{ name, type }] };
}

describe('findMissingChangesets', () => {
  it('returns nothing if no API report changed', () => {
    const files = ['packages/core/src/api/index.ts', 'packages/core/README.md'];
    expect(findMissingChangesets(files, packages, [])).toEqual([]);
  });

  it('returns a package with a changed report and no changeset', () => {
    expect(findMissingChangesets(changedReport, packages, [])).toEqual(['@a/core']);
  });

  it('returns a package whose changesets are patches, or raise another package', () => {
    const changesets = [createChangeset('@a/core', 'patch'), createChangeset('create-a', 'minor')];
    expect(findMissingChangesets(changedReport, packages, changesets)).toEqual(['@a/core']);
  });

  it.each(['minor', 'major'])('accepts a %s changeset of the package', (type) => {
    const changesets = [createChangeset('@a/core', type)];
    expect(findMissingChangesets(changedReport, packages, changesets)).toEqual([]);
  });
});
