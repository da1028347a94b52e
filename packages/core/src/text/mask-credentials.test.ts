import { describe, expect, it } from 'vitest';

import { maskCredentials } from './mask-credentials.ts';

describe('maskCredentials', () => {
  it.each([
    ['providerOptions.sk-proj-canary.x', 'providerOptions.*.x'],
    ['chains.xoxb-canary[0]', 'chains.*'],
    ['messages[0].content[1].providerOptions', 'messages[0].content[1].providerOptions'],
    [
      '/tmp/tree1/node_modules/provider/package.json',
      '/tmp/tree1/node_modules/provider/package.json',
    ],
  ])('turns %j into %j', (path, masked) => expect(maskCredentials(path)).toBe(masked));
});
