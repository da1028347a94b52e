import { describe, expect, it } from 'vitest';

import type { ProviderListing } from '../packages/understudy-packages.ts';
import { mergeSettings, readEnvironment } from './override-settings.ts';

function listing(
  id: string,
  names: readonly string[],
  credentialEnvVars: readonly string[] = [],
): ProviderListing {
  return {
    id,
    label: id,
    lifecycle: { state: 'active' },
    capabilities: { tools: true, images: true, files: true, json: true },
    credentialEnvVars,
    models: [],
    settings: names.map((name) => ({ name, required: false })),
  };
}

const listings = [
  listing('fakegpt', ['baseUrl']),
  listing('my-vendor.2', ['apiKey', 'baseUrl'], ['MY_KEY', 'MY_OLD_KEY']),
  listing('bare', ['id']),
];

describe('the environment', () => {
  it('gives an address for every provider that takes one, by its id', () => {
    const env = {
      UNDERSTUDY_FAKEGPT_BASE_URL: 'http://one',
      UNDERSTUDY_MY_VENDOR_2_BASE_URL: 'http://two',
      UNDERSTUDY_BARE_BASE_URL: 'http://three',
    };
    expect(readEnvironment(listings, env)).toMatchObject([
      { provider: 'fakegpt', name: 'baseUrl', value: 'http://one' },
      { provider: 'my-vendor.2', name: 'baseUrl', value: 'http://two' },
    ]);
  });

  it('gives the first key that is set, and tells by which variable', () => {
    const key = { provider: 'my-vendor.2', name: 'apiKey' };
    const read = (env: Readonly<Record<string, string>>) => readEnvironment(listings, env);
    expect(read({ MY_KEY: 'a', MY_OLD_KEY: 'b' })).toEqual([
      { ...key, value: 'a', place: 'MY_KEY' },
    ]);
    expect(read({ MY_KEY: '', MY_OLD_KEY: 'b' })).toEqual([
      { ...key, value: 'b', place: 'MY_OLD_KEY' },
    ]);
    expect(read({ OTHER_KEY: 'c' })).toEqual([]);
  });
});

it('goes over the file, one setting at a time, and the last over all', () => {
  const address = { provider: 'fakegpt', name: 'baseUrl', place: '' } as const;
  const given = ['http://variable', 'http://flag'].map((value) => ({ ...address, value }));
  const written = { fakegpt: { baseUrl: 'http://file', sessions: 2 }, other: { x: 1 } };
  expect(mergeSettings(written, given)).toEqual({
    fakegpt: { baseUrl: 'http://flag', sessions: 2 },
    other: { x: 1 },
  });
  expect(mergeSettings(undefined, [])).toBeUndefined();
});
