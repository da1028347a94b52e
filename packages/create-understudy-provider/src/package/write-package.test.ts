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
let parent: string;

/** Calls a function after its entries have been iterated. */
class MapWithCallback extends Map<string, string> {
  readonly #onIterated: () => void;

  constructor(entries: Iterable<[string, string]>, onIterated: () => void) {
    super(entries);
    this.#onIterated = onIterated;
  }

  override *[Symbol.iterator](): MapIterator<[string, string]> {
    yield* super[Symbol.iterator]();
    this.#onIterated();
  }
}

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'understudy-write-'));
});
afterEach(() => rm(parent, { recursive: true }));

describe('writePackage', () => {
  it('creates parent folders', async () => {
    const folder = join(parent, 'a/b/package');
    await writePackage({ folder, files }, never);
    expect(await readFile(join(folder, 'src/index.ts'), 'utf8')).toBe('export {};');
    expect(await readdir(join(parent, 'a/b'))).toEqual(['package']);
  });

  it('accepts an empty folder', async () => {
    const folder = join(parent, 'package');
    await mkdir(folder);
    await writePackage({ folder, files }, never);
    expect(await readdir(folder)).toEqual(['package.json', 'src']);
  });

  it('keeps an empty folder, which can be the working directory of a shell', async () => {
    const { ino } = await stat(parent);
    await writePackage({ folder: parent, files }, never);
    expect((await stat(parent)).ino).toBe(ino);
  });

  it('creates folders with the default mode', async () => {
    const beside = join(parent, 'beside');
    await mkdir(beside);
    const folder = join(parent, 'package');
    await writePackage({ folder, files }, never);
    const { mode } = await stat(beside);
    expect((await stat(folder)).mode).toBe(mode);
    expect((await stat(join(folder, 'src'))).mode).toBe(mode);
  });

  it('rejects a folder that is not empty', async () => {
    await writeFile(join(parent, 'kept.txt'), 'kept');
    await expect(writePackage({ folder: parent, files }, never)).rejects.toThrow(
      `folder: expected a new or empty folder, received ${JSON.stringify(parent)}; set another with --dir`,
    );
    expect(await readdir(parent)).toEqual(['kept.txt']);
  });

  it('removes everything after a failure', async () => {
    const broken = new Map([...files, ['package.json/inside', 'a file cannot contain a file']]);
    const writing = writePackage({ folder: join(parent, 'a/package'), files: broken }, never);
    await expect(writing).rejects.toThrow('cannot write the package, the path already exists');
    expect(await readdir(parent)).toEqual([]);
  });

  it('removes everything after an abort', async () => {
    const controller = new AbortController();
    const aborting = new MapWithCallback(files, () => controller.abort(new Error('aborted')));
    const writing = writePackage(
      { folder: join(parent, 'package'), files: aborting },
      controller.signal,
    );
    await expect(writing).rejects.toThrow('aborted');
    expect(await readdir(parent)).toEqual([]);
  });

  it('keeps a folder that another process creates, and removes everything else', async () => {
    const foreign = join(parent, 'src/foreign.txt');
    const disturbed = new MapWithCallback(files, () => {
      mkdirSync(join(parent, 'src'));
      writeFileSync(foreign, 'kept');
    });
    await expect(writePackage({ folder: parent, files: disturbed }, never)).rejects.toThrow(
      `${join(parent, 'src')}: cannot write the package, the path already exists`,
    );
    expect(await readdir(parent)).toEqual(['src']);
    expect(await readFile(foreign, 'utf8')).toBe('kept');
  });

  it('keeps a file that another process creates', async () => {
    const foreign = join(parent, 'package.json');
    const disturbed = new MapWithCallback(files, () => writeFileSync(foreign, 'kept'));
    await expect(writePackage({ folder: parent, files: disturbed }, never)).rejects.toThrow(
      `${foreign}: cannot write the package, the path already exists`,
    );
    expect(await readdir(parent)).toEqual(['package.json']);
    expect(await readFile(foreign, 'utf8')).toBe('kept');
  });

  it.each(['empty', 'new'])(
    'writes one of two concurrent packages to the same %s folder',
    async (state) => {
      for (let round = 0; round < 20; round += 1) {
        const folder = join(parent, `${round}/package`);
        if (state === 'empty') await mkdir(folder, { recursive: true });
        const texts = ['first', 'second'];
        const results = await Promise.allSettled(
          texts.map((text) => {
            const own = new Map([...files.keys(), `${text}.md`].map((path) => [path, text]));
            return writePackage({ folder, files: own }, never);
          }),
        );
        const winners = texts.filter((_, index) => results[index]?.status === 'fulfilled');
        expect(winners).toHaveLength(1);
        const [winner = ''] = winners;
        expect((await readdir(folder)).toSorted()).toEqual(
          [`${winner}.md`, 'package.json', 'src'].toSorted(),
        );
        for (const path of files.keys()) {
          expect(await readFile(join(folder, path), 'utf8')).toBe(winner);
        }
      }
    },
  );

  it('removes only what it created', async () => {
    const file = join(parent, 'taken.md');
    await writeFile(file, 'another');
    const foreign = join(parent, 'a/package/src/foreign.txt');
    const changeset = {
      file,
      get text() {
        writeFileSync(foreign, 'kept');
        return 'new';
      },
    };
    const writing = writePackage({ folder: join(parent, 'a/package'), files, changeset }, never);
    await expect(writing).rejects.toThrow('the path already exists');
    expect(await readdir(join(parent, 'a/package'))).toEqual(['src']);
    expect(await readdir(join(parent, 'a/package/src'))).toEqual(['foreign.txt']);
  });

  it('removes everything if the changeset already exists', async () => {
    const file = join(parent, 'taken.md');
    await writeFile(file, 'another');
    const changeset = { file, text: 'new' };
    const empty = join(parent, 'empty');
    await mkdir(empty);
    for (const folder of [join(parent, 'package'), empty]) {
      await expect(writePackage({ folder, files, changeset }, never)).rejects.toThrow(
        `${file}: cannot write the package, the path already exists`,
      );
    }
    expect(await readdir(parent)).toEqual(['empty', 'taken.md']);
    expect(await readdir(empty)).toEqual([]);
    expect(await readFile(file, 'utf8')).toBe('another');
  });

  it('rejects a folder below a file', async () => {
    await writeFile(join(parent, 'file'), '');
    const folder = join(parent, 'file/package');
    await expect(writePackage({ folder, files }, never)).rejects.toThrow(
      `${folder}: cannot write the package, a parent path is a file`,
    );
    expect(await readdir(parent)).toEqual(['file']);
  });
});
