import { globSync, readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

/** Paths in code spans: files of TypeScript, and folders with a slash at the end. `*` is one name. */
const pathPattern = /`((?:[\w.@*-]+\/)+(?:[\w.@*-]+\.ts)?)`/g;

function listFiles(): readonly string[] {
  return globSync(['docs/*', 'docs/test/*', 'docs/decisions/*', 'tools/**', 'packages/**'], {
    exclude: (path) => /(?:^|\/)(?:node_modules|dist)$/.test(path),
  });
}

/** Returns the paths of a page that are not the end of a file's path or of a folder's. */
function findStalePaths(page: string, files: readonly string[]): readonly string[] {
  const paths = [...page.matchAll(pathPattern)].map(([, path = '']) => path);
  return paths.filter((path) => {
    const escaped = path.replaceAll('.', String.raw`\.`).replaceAll('*', '[^/]*');
    const pattern = new RegExp(`(?:^|/)${escaped}${path.endsWith('/') ? '' : '$'}`);
    return !files.some((file) => pattern.test(file));
  });
}

describe('findStalePaths', () => {
  it.each([
    ['`scope/call-scope.ts`', []],
    ['`gone/call-scope.ts`', ['gone/call-scope.ts']],
    ['`src/scope/`, `*/scope/`, `scope/*.ts`', []],
    ['`scop/`', ['scop/']],
  ])('checks %s', (page, stale) => {
    expect(findStalePaths(page, ['packages/core/src/scope/call-scope.ts'])).toEqual(stale);
  });
});

describe('ARCHITECTURE.md', () => {
  const page = readFileSync('ARCHITECTURE.md', 'utf8');

  it('names files and folders that exist', () => {
    expect(findStalePaths(page, listFiles())).toEqual([]);
  });

  it('labels links to decisions with their number', () => {
    const links = [...page.matchAll(/\[(\d{4})\]\([^)]*\/(\d{4})-/g)];
    expect(links.length).toBeGreaterThan(0);
    for (const [, label, number] of links) expect(label).toBe(number);
  });
});
