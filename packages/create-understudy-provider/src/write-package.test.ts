import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { writePackage } from './write-package.ts';

const never = new AbortController().signal;
const files = new Map([
  ['package.json', '{}'],
  ['src/index.ts', 'export {};'],
]);
let home: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'understudy-write-'));
});
afterEach(() => rm(home, { recursive: true }));

describe('a package', () => {
  it('is written with the folders on its way', async () => {
    const folder = join(home, 'a/b/package');
    await writePackage({ folder, files }, never);
    expect(await readFile(join(folder, 'src/index.ts'), 'utf8')).toBe('export {};');
    expect(await readdir(join(home, 'a/b'))).toEqual(['package']);
  });

  it('may take an empty folder', async () => {
    const folder = join(home, 'package');
    await mkdir(folder);
    await writePackage({ folder, files }, never);
    expect(await readdir(folder)).toEqual(['package.json', 'src']);
  });

  it('leaves a folder that holds something as it is', async () => {
    await writeFile(join(home, 'kept.txt'), 'kept');
    await expect(writePackage({ folder: home, files }, never)).rejects.toThrow(
      `folder: expected a new one, or one that is empty, found ${JSON.stringify(home)}; give another with --dir`,
    );
    expect(await readdir(home)).toEqual(['kept.txt']);
  });

  it('leaves nothing where it fails in the middle', async () => {
    const broken = new Map([...files, ['package.json/inside', 'a file can not hold another']]);
    const writing = writePackage({ folder: join(home, 'a/package'), files: broken }, never);
    await expect(writing).rejects.toThrow(
      'expected a place to write to, but something else is there',
    );
    expect(await readdir(home)).toEqual([]);
  });

  it('leaves nothing where a person leaves in the middle', async () => {
    const leaving = new AbortController();
    class LeavingMap extends Map<string, string> {
      override *[Symbol.iterator](): MapIterator<[string, string]> {
        yield* super[Symbol.iterator]();
        leaving.abort(new Error('left'));
      }
    }
    const folder = join(home, 'package');
    const writing = writePackage({ folder, files: new LeavingMap(files) }, leaving.signal);
    await expect(writing).rejects.toThrow('left');
    expect(await readdir(home)).toEqual([]);
  });

  it('leaves nothing where its changeset is there already', async () => {
    const file = join(home, 'taken.md');
    await writeFile(file, 'another');
    const changeset = { file, text: 'ours' };
    const writing = writePackage({ folder: join(home, 'package'), files, changeset }, never);
    await expect(writing).rejects.toThrow(
      `${file}: expected a place to write to, but something else is there`,
    );
    expect(await readdir(home)).toEqual(['taken.md']);
    expect(await readFile(file, 'utf8')).toBe('another');
  });

  it('is refused where a file is in its way', async () => {
    await writeFile(join(home, 'file'), '');
    await expect(
      writePackage({ folder: join(home, 'file/package'), files }, never),
    ).rejects.toThrow('expected a place to write to, but something else is there');
    expect(await readdir(home)).toEqual(['file']);
  });
});
