import { describe, expect, it } from 'vitest';

import { readProviderField } from './provider-field.ts';

function read(understudy: unknown): Readonly<Record<string, string>> {
  const manifest = JSON.parse(JSON.stringify({ understudy }));
  return Object.fromEntries(readProviderField(manifest, 'acme/package.json') ?? []);
}

describe('readProviderField', () => {
  it('accepts one export name, which is also the id', () => {
    expect(read({ provider: 'acme', interfaceVersion: 1 })).toEqual({ acme: 'acme' });
  });

  it('accepts export names by id', () => {
    const provider = { 'my-vendor': 'myVendor', 'my-vendor-eu': 'myVendorEurope' };
    expect(read({ provider, interfaceVersion: 1 })).toEqual(provider);
  });

  it('returns undefined without the field', () => {
    expect(readProviderField({}, 'acme/package.json')).toBeUndefined();
  });

  it.each([
    ['acme', 'understudy: expected an object with provider and interfaceVersion, received "acme"'],
    [null, 'understudy: expected an object with provider and interfaceVersion, received null'],
    [
      { provider: 'acme' },
      'understudy.interfaceVersion: expected 1, which this version of @understudy/core supports, received nothing',
    ],
    [
      { provider: 'acme', interfaceVersion: '1' },
      'understudy.interfaceVersion: expected 1, which this version of @understudy/core supports, received "1"',
    ],
    [
      { providers: ['another field'], interfaceVersion: 2 },
      'understudy.interfaceVersion: expected 1, which this version of @understudy/core supports, received 2',
    ],
    [
      { interfaceVersion: 1 },
      'understudy.provider: expected the name of an exported provider factory, or an object of such names by provider id, received nothing',
    ],
    [
      { provider: {}, interfaceVersion: 1 },
      'understudy.provider: expected the name of an exported provider factory, or an object of such names by provider id, received an object',
    ],
    [
      { provider: ['acme'], interfaceVersion: 1 },
      'understudy.provider: expected the name of an exported provider factory, or an object of such names by provider id, received a list',
    ],
    [
      { provider: 'myVendor', interfaceVersion: 1 },
      'understudy.provider: expected ids of letters a to z, digits, dots, dashes and underscores, at most 64, received "myVendor"; if the export has another name, write { "id": "export" }',
    ],
    [
      { provider: { acme: 'my-vendor' }, interfaceVersion: 1 },
      'understudy.provider: expected the name of an export, received "my-vendor"',
    ],
    [
      { provider: { acme: 17 }, interfaceVersion: 1 },
      'understudy.provider: expected the name of an export, received 17',
    ],
  ])('rejects %j', (field, message) => {
    expect(() => read(field)).toThrow(`acme/package.json: ${message}`);
  });
});
