import { existsSync, globSync, readFileSync } from 'node:fs';
import { format } from 'node:util';

import { afterEach, describe, expect, it, vi } from 'vitest';

// Some load other libraries, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

// Written by tools/extract-examples.ts, one for each fence of TypeScript in README and docs.
const examples = globSync('docs/fences/*.ts').filter((file) => !file.endsWith('.no-run.ts'));

/** Hears what is printed, in place of the terminal. */
function listen(): readonly string[] {
  const heard: string[] = [];
  vi.spyOn(console, 'log').mockImplementation(
    (...words) => void heard.push(`${format(...words)}\n`),
  );
  vi.spyOn(process.stdout, 'write').mockImplementation((words) => heard.push(String(words)) > 0);
  return heard;
}

/** What the page says that an example prints; undefined where it says nothing. */
function toldOutput(file: string): string | undefined {
  const path = file.replace(/ts$/, 'txt');
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

afterEach(() => void vi.restoreAllMocks());

describe('the examples', () => {
  it('were found, some with what they print', () => {
    expect(examples.length).toBeGreaterThan(0);
    expect(examples.map(toldOutput).join('')).not.toBe('');
  });

  it.each(examples)('%s runs, and prints what its page says', async (file) => {
    const heard = listen();
    await import(`../${file}`);
    const printed = heard.join('');
    expect(printed).toBe(toldOutput(file) ?? printed);
  });
});
