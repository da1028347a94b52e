import { globSync } from 'node:fs';

import { describe, expect, it, vi } from 'vitest';

// Some load other libraries, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

// Written by tools/extract-examples.ts, one for each fence of TypeScript in README and docs.
const examples = globSync('docs/fences/*.ts').filter((file) => !file.endsWith('.no-run.ts'));

describe('the examples', () => {
  it('were found', () => {
    expect(examples.length).toBeGreaterThan(0);
  });

  it.each(examples)('%s runs', async (file) => {
    await expect(import(`../${file}`)).resolves.toBeDefined();
  });
});
