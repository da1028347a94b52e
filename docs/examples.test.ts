import { existsSync, globSync, readFileSync } from 'node:fs';
import { format } from 'node:util';

import { afterEach, describe, expect, it, vi } from 'vitest';

// Some examples load other libraries, which is slow on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

// Written by tools/extract-examples.ts: one file per TypeScript code block of the pages.
const examples = globSync('docs/code-blocks/*.ts').filter((file) => !file.endsWith('.no-run.ts'));

/** Captures what an example prints. */
function captureOutput(): readonly string[] {
  const output: string[] = [];
  vi.spyOn(console, 'log').mockImplementation(
    (...values) => void output.push(`${format(...values)}\n`),
  );
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => output.push(String(text)) > 0);
  return output;
}

/** Returns the output that the page shows, or undefined. */
function expectedOutput(file: string): string | undefined {
  const path = file.replace(/ts$/, 'txt');
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

afterEach(() => void vi.restoreAllMocks());

describe('code blocks', () => {
  it('are found, and some show their output', () => {
    expect(examples.length).toBeGreaterThan(0);
    expect(examples.map(expectedOutput).join('')).not.toBe('');
  });

  it.each(examples)('%s runs and prints the output of its page', async (file) => {
    const output = captureOutput();
    await import(`../${file}`);
    const printed = output.join('');
    expect(printed).toBe(expectedOutput(file) ?? printed);
  });
});
