import { globSync, readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

describe.each(globSync('.github/workflows/*.yml'))('%s', (file) => {
  const text = readFileSync(file, 'utf8');

  it('pins every action to a commit and names its version', () => {
    const uses = [...text.matchAll(/^ *(?:- )?uses: (.*)$/gm)].map(([, action = '']) => action);
    expect(uses).not.toEqual([]);
    for (const action of uses) expect(action).toMatch(/^[\w./-]+@[\da-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it('grants no permission to all jobs and uses no secret', () => {
    expect(text).toMatch(/^permissions: \{\}/m);
    expect(text).not.toMatch(/secrets\.|_TOKEN/);
  });
});
