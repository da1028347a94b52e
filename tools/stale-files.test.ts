import { globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';

import { removeStaleDeclarations, removeStaleModules } from './stale-files.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'understudy-stale-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
});

function write(...files: readonly string[]): void {
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), '');
  }
}

function list(pattern: string): readonly string[] {
  return globSync(pattern, { cwd: folder }).toSorted();
}

describe('removeStaleModules()', () => {
  it('removes modules that were not written, with their maps', () => {
    const kept = ['dist/chunks/a.js', 'dist/chunks/a.js.map', 'dist/index.js', 'dist/old.d.ts'];
    write(...kept, 'dist/playground/page.js', 'dist/chunks/old.js', 'dist/chunks/old.js.map');
    removeStaleModules(folder, ['index.js', 'chunks/a.js']);
    expect(list('dist/**/*.*')).toEqual([...kept, 'dist/playground/page.js']);
  });
});

describe('removeStaleDeclarations()', () => {
  it('removes declarations without a source, with their maps', () => {
    const kept = ['dist/chain/a.d.ts', 'dist/chain/a.d.ts.map', 'dist/index.d.ts', 'dist/old.js'];
    write('src/chain/a.ts', 'src/index.ts', ...kept, 'dist/old.d.ts', 'dist/old.d.ts.map');
    removeStaleDeclarations(folder);
    expect(list('dist/**/*.*')).toEqual(kept);
  });

  it('removes the state of tsc with a declaration, because tsc would not write it again', () => {
    write('src/index.ts', 'dist/index.d.ts', 'dist/.tsbuildinfo');
    removeStaleDeclarations(folder);
    expect(list('dist/.*')).toEqual(['dist/.tsbuildinfo']);
    write('dist/old.d.ts');
    removeStaleDeclarations(folder);
    expect(list('dist/.*')).toEqual([]);
  });
});
