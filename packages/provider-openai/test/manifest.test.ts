import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import * as exported from '../src/index.ts';
import { registeredVendors } from '../src/vendors/all-vendors.ts';

describe('package.json', () => {
  it('names the exported factory of each provider', () => {
    const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
    const names = new Map<string, string>(Object.entries(manifest.understudy.provider));
    expect([...names.keys()]).toEqual(registeredVendors.map(({ id }) => id));
    // Discovery would skip this package and that of the native provider.
    expect(names.has('ollama')).toBe(false);
    const factories = new Map<string, unknown>(Object.entries(exported));
    for (const [id, name] of names) {
      const create = factories.get(name);
      if (typeof create !== 'function') throw new Error(`${name} is not exported`);
      expect(create({ baseUrl: 'http://127.0.0.1:1/v1' })).toMatchObject({ id });
    }
  });
});
