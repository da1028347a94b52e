import { readChangesets } from '@changesets/read';
import { describe, expect, it } from 'vitest';

import { readApi, readReleasedApi } from './api-record.ts';
import { findUnannounced } from './find-unannounced.ts';
import { publishedPackages } from './published-packages.ts';

const released = { '@a/core': '1', '@a/core/testing': '2', 'create-a': '3' };

const raising = (name: string, type: string): { releases: { name: string; type: string }[] } => ({
  releases: [{ name, type }],
});

describe('a public surface', () => {
  it('needs no changeset as long as it is what was released', () => {
    expect(findUnannounced({ now: released, released, changesets: [] })).toEqual([]);
  });

  it.each([
    ['changed', { ...released, '@a/core/testing': '4' }],
    ['gone', { '@a/core': '1', 'create-a': '3' }],
    ['new', { ...released, '@a/core/provider': '5' }],
  ])('that is %s needs one that raises its package by a minor', (_, now) => {
    expect(findUnannounced({ now, released, changesets: [] })).toEqual([
      expect.stringContaining('add a changeset that raises @a/core by a minor'),
    ]);
    const patch = [raising('@a/core', 'patch'), raising('create-a', 'minor')];
    expect(findUnannounced({ now, released, changesets: patch })).toHaveLength(1);
    const minor = [raising('@a/core', 'minor')];
    expect(findUnannounced({ now, released, changesets: minor })).toEqual([]);
  });
});

it('what changed here since the last release has its changeset', async () => {
  const now = readApi(publishedPackages());
  const changesets = await readChangesets('.');
  expect(findUnannounced({ now, released: readReleasedApi(), changesets })).toEqual([]);
});
