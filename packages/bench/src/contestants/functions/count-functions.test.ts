import { describe, expect, it } from 'vitest';

import { countFunctions } from './count-functions.ts';

function outer(): number {
  return inner() + inner();
}

function inner(): number {
  return 1;
}

describe('countFunctions', () => {
  it('counts each called function once', async () => {
    const count = await countFunctions(/count-functions\.test\.ts/, async () => {
      outer();
    });
    expect(count).toEqual({ functions: 2, files: 1 });
  });

  it('counts no function of other files', async () => {
    const count = await countFunctions(/no-such-file/, async () => void outer());
    expect(count).toEqual({ functions: 0, files: 0 });
  });
});
