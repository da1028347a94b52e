import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
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

/** Something happens when its entries were taken. */
class ThenMap extends Map<string, string> {
  readonly #happen: () => void;

  constructor(entries: Iterable<[string, string]>, happen: () => void) {
    super(entries);
    this.#happen = happen;
  }

  override *[Symbol.iterator](): MapIterator<[string, string]> {
    yield* super[Symbol.iterator]();
    this.#happen();
  }
}

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

  it('leaves an empty folder the one that it was, since a shell may stand in it', async () => {
    const { ino } = await stat(home);
    await writePackage({ folder: home, files }, never);
    expect((await stat(home)).ino).toBe(ino);
  });

  it('is as open to others as any new folder', async () => {
    const beside = join(home, 'beside');
    await mkdir(beside);
    const folder = join(home, 'package');
    await writePackage({ folder, files }, never);
    const { mode } = await stat(beside);
    expect((await stat(folder)).mode).toBe(mode);
    expect((await stat(join(folder, 'src'))).mode).toBe(mode);
  });

  it('leaves a folder that holds something as it is', async () => {
    await writeFile(join(home, 'kept.txt'), 'kept');
    await expect(writePackage({ folder: home, files }, never)).rejects.toThrow(
      `folder: expected a new one, or one that is empty, received ${JSON.stringify(home)}; give another with --dir`,
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
    const left = new ThenMap(files, () => leaving.abort(new Error('left')));
    const writing = writePackage({ folder: join(home, 'package'), files: left }, leaving.signal);
    await expect(writing).rejects.toThrow('left');
    expect(await readdir(home)).toEqual([]);
  });

  it('leaves nothing where another comes between, and the other as it is', async () => {
    const theirs = join(home, 'src/theirs.txt');
    const crossed = new ThenMap(files, () => {
      mkdirSync(join(home, 'src'));
      writeFileSync(theirs, 'kept');
    });
    await expect(writePackage({ folder: home, files: crossed }, never)).rejects.toThrow(
      `${join(home, 'src')}: expected a place to write to, but something else is there`,
    );
    expect(await readdir(home)).toEqual(['src']);
    expect(await readFile(theirs, 'utf8')).toBe('kept');
  });

  it('leaves a file that appears meanwhile as it is', async () => {
    const theirs = join(home, 'package.json');
    const crossed = new ThenMap(files, () => writeFileSync(theirs, 'kept'));
    await expect(writePackage({ folder: home, files: crossed }, never)).rejects.toThrow(
      `${theirs}: expected a place to write to, but something else is there`,
    );
    expect(await readdir(home)).toEqual(['package.json']);
    expect(await readFile(theirs, 'utf8')).toBe('kept');
  });

  it.each(['empty', 'new'])('is one where two are written into one %s folder', async (state) => {
    for (let round = 0; round < 20; round += 1) {
      const folder = join(home, `${round}/package`);
      if (state === 'empty') await mkdir(folder, { recursive: true });
      const texts = ['first', 'second'];
      const ends = await Promise.allSettled(
        texts.map((text) => {
          const own = new Map([...files.keys(), `${text}.md`].map((path) => [path, text]));
          return writePackage({ folder, files: own }, never);
        }),
      );
      const winners = texts.filter((_, index) => ends[index]?.status === 'fulfilled');
      expect(winners).toHaveLength(1);
      const [winner = ''] = winners;
      expect((await readdir(folder)).toSorted()).toEqual(
        [`${winner}.md`, 'package.json', 'src'].toSorted(),
      );
      for (const path of files.keys()) {
        expect(await readFile(join(folder, path), 'utf8')).toBe(winner);
      }
    }
  });

  it('takes back what it made, and nothing that another put there', async () => {
    const file = join(home, 'taken.md');
    await writeFile(file, 'another');
    const theirs = join(home, 'a/package/src/theirs.txt');
    const changeset = {
      file,
      get text() {
        writeFileSync(theirs, 'kept');
        return 'ours';
      },
    };
    const writing = writePackage({ folder: join(home, 'a/package'), files, changeset }, never);
    await expect(writing).rejects.toThrow('something else is there');
    expect(await readdir(join(home, 'a/package'))).toEqual(['src']);
    expect(await readdir(join(home, 'a/package/src'))).toEqual(['theirs.txt']);
  });

  it('leaves nothing where its changeset is there already', async () => {
    const file = join(home, 'taken.md');
    await writeFile(file, 'another');
    const changeset = { file, text: 'ours' };
    const empty = join(home, 'empty');
    await mkdir(empty);
    for (const folder of [join(home, 'package'), empty]) {
      await expect(writePackage({ folder, files, changeset }, never)).rejects.toThrow(
        `${file}: expected a place to write to, but something else is there`,
      );
    }
    expect(await readdir(home)).toEqual(['empty', 'taken.md']);
    expect(await readdir(empty)).toEqual([]);
    expect(await readFile(file, 'utf8')).toBe('another');
  });

  it('is refused where a file is in its way', async () => {
    await writeFile(join(home, 'file'), '');
    const folder = join(home, 'file/package');
    await expect(writePackage({ folder, files }, never)).rejects.toThrow(
      `${folder}: expected a place to write to, but a file is in the way`,
    );
    expect(await readdir(home)).toEqual(['file']);
  });
});
