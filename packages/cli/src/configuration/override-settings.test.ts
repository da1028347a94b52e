import { describe, expect, it } from 'vitest';

import type { ProviderListing } from '../packages/understudy-packages.ts';
import { overrideSettings, readEnvironment } from './override-settings.ts';

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

describe('readEnvironment', () => {
  it('reads the variables of the vendor after its own', () => {
    const settings = [{ name: 'baseUrl', required: false, envVars: ['LOCAL_HOST'] }];
    const local = [{ ...listing('local', []), settings }];
    const env = { LOCAL_HOST: 'gpu.test', UNDERSTUDY_LOCAL_BASE_URL: 'http://one' };
    expect(readEnvironment(local, { LOCAL_HOST: 'gpu.test' })).toMatchObject([
      { provider: 'local', name: 'baseUrl', value: 'gpu.test', source: 'LOCAL_HOST' },
    ]);
    expect(readEnvironment(local, env)).toMatchObject([{ value: 'http://one' }]);
  });

  it.each([
    ['https://api.vendor.test', 'https://api.vendor.test/v1'],
    ['https://proxy.test/vendor/?tag=a', 'https://proxy.test/vendor/v1?tag=a'],
    ['https://proxy.test/v1', 'https://proxy.test/v1'],
    ['https://proxy.test/v1beta/', 'https://proxy.test/v1beta/'],
    ['no url', 'no url'],
  ])('appends the path that the tools of the vendor append to %s', (address, value) => {
    const settings = [{ name: 'baseUrl', required: false, envVars: ['LOCAL_URL'], envPath: '/v1' }];
    const local = [{ ...listing('local', []), settings }];
    expect(readEnvironment(local, { LOCAL_URL: address })).toMatchObject([{ value }]);
    const own = { LOCAL_URL: 'http://other', UNDERSTUDY_LOCAL_BASE_URL: address };
    expect(readEnvironment(local, own)).toMatchObject([{ value: address }]);
  });

  it('reads a base URL for every provider with that setting', () => {
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

  it('reads the first key that is set, with its variable', () => {
    const key = { provider: 'my-vendor.2', name: 'apiKey' };
    const read = (env: Readonly<Record<string, string>>) => readEnvironment(listings, env);
    expect(read({ MY_KEY: 'a', MY_OLD_KEY: 'b' })).toEqual([
      { ...key, value: 'a', source: 'MY_KEY' },
    ]);
    expect(read({ MY_KEY: '', MY_OLD_KEY: 'b' })).toEqual([
      { ...key, value: 'b', source: 'MY_OLD_KEY' },
    ]);
    expect(read({ OTHER_KEY: 'c' })).toEqual([]);
    // Of a file with variables that was written on Windows.
    expect(read({ MY_KEY: '\r', MY_OLD_KEY: 'b\r' })).toEqual([
      { ...key, value: 'b', source: 'MY_OLD_KEY' },
    ]);
  });
});

it('overrideSettings overrides single settings of the file, the last override first', () => {
  const baseUrl = { provider: 'fakegpt', name: 'baseUrl', source: '' } as const;
  const overrides = ['http://variable', 'http://flag'].map((value) => ({ ...baseUrl, value }));
  const fileSettings = { fakegpt: { baseUrl: 'http://file', sessions: 2 }, other: { x: 1 } };
  expect(overrideSettings(fileSettings, overrides)).toEqual({
    fakegpt: { baseUrl: 'http://flag', sessions: 2 },
    other: { x: 1 },
  });
  expect(overrideSettings(undefined, [])).toBeUndefined();
});
