import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { filterContext, readStages, valuesOf } from './dockerfile.ts';

const [build, image] = readStages(readFileSync('Dockerfile', 'utf8'));
const root = mkdtempSync(join(tmpdir(), 'understudy-image-'));
const source = join(root, 'src');
const app = join(root, 'app');
let context: readonly string[];
let files: readonly string[];

/** Copies the sources of the first stage and runs its commands, without the installation of pnpm. */
beforeAll(() => {
  const tracked = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], {
    encoding: 'utf8',
  });
  context = filterContext(tracked.trimEnd().split('\n'), readFileSync('.dockerignore', 'utf8'));
  for (const copied of valuesOf(build, 'COPY')) copyFiles(copied.split(' '));
  for (const command of valuesOf(build, 'RUN')) {
    if (command.startsWith('npm install --global')) continue;
    const line = command
      .replace('pnpm install', 'pnpm install --prefer-offline')
      .replace(' /app', ` ${app}`);
    execFileSync('sh', ['-c', line], { cwd: source, stdio: 'pipe' });
  }
  files = globSync('**/*', { cwd: app }).toSorted();
}, 300_000);

afterAll(() => rmSync(root, { recursive: true, force: true }), 60_000);

function copyFiles(words: readonly string[]): void {
  const target = words.at(-1) ?? '';
  for (const from of words.slice(0, -1)) {
    const isFolder = statSync(from).isDirectory();
    for (const file of context.filter((one) => one === from || one.startsWith(`${from}/`))) {
      const path = isFolder ? join(target, file.slice(from.length + 1)) : join(target, base(file));
      mkdirSync(dirname(join(source, path)), { recursive: true });
      cpSync(file, join(source, path));
    }
  }
}

function base(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1);
}

describe('the image', () => {
  it('contains the command, its packages and no tests', () => {
    expect(files).toEqual(
      expect.arrayContaining(['bin/understudy.js', 'dist/bin.js', 'package.json']),
    );
    expect(files.filter((file) => /^node_modules\/@understudy\/[\w-]+$/.test(file))).toEqual(
      [
        'core',
        'emulator',
        'gateway',
        'otel',
        'provider-anthropic',
        'provider-fakegpt',
        'provider-google',
        'provider-ollama',
        'provider-openai',
      ].map((name) => join('node_modules/@understudy', name)),
    );
    const ours = files.filter((file) => !/node_modules\/(?!@understudy)/.test(file));
    expect(ours.filter((file) => /\.test\.|(^|\/)test\/|\.env|\.npmrc/.test(file))).toEqual([]);
    expect(files.filter((file) => /\/(vitest|typescript|oxlint)\//.test(file))).toEqual([]);
  });

  it('contains the page of the admin listener', () => {
    const page = join(app, 'node_modules/@understudy/gateway/dist/playground/index.html');
    expect(existsSync(page)).toBe(true);
  });

  it('runs the command', () => {
    const words = [join(app, 'bin/understudy.js'), 'serve', '--check'];
    expect(execFileSync(process.execPath, words, { cwd: root, encoding: 'utf8' })).toContain(
      'The defaults are valid',
    );
  });

  it('runs without rights, checks its health and stops at SIGTERM', () => {
    expect(valuesOf(image, 'USER')).toEqual(['node']);
    expect(valuesOf(image, 'STOPSIGNAL')).toEqual(['SIGTERM']);
    expect(valuesOf(image, 'COPY')).toEqual(['--from=build /app /app']);
    expect(valuesOf(image, 'HEALTHCHECK')[0]).toContain('/ready');
    expect(JSON.parse(valuesOf(image, 'ENTRYPOINT')[0] ?? '')).toEqual([
      'node',
      '/app/bin/understudy.js',
    ]);
  });

  it('is built with the versions of the workspace', () => {
    const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
    const expected = `node:${devDependencies.node}-bookworm-slim`;
    expect(valuesOf(build, 'FROM')).toEqual([`${expected} AS build`]);
    expect(valuesOf(image, 'FROM')).toEqual([expected]);
    expect(valuesOf(build, 'RUN')[0]).toBe(`npm install --global pnpm@${devDependencies.pnpm}`);
  });
});
