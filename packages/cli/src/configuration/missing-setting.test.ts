import { describe, expect, it } from 'vitest';

import { findMissingSetting } from './missing-setting.ts';

const acme = {
  id: 'acme',
  settings: [
    { name: 'apiKey', required: true },
    { name: 'region', required: true },
    { name: 'proxy', required: false },
  ],
  credentialEnvVars: ['ACME_API_KEY', 'ACME_KEY'],
};
const customServer = {
  id: 'my-server',
  settings: [{ name: 'baseUrl', required: true }],
  credentialEnvVars: [],
};

describe('findMissingSetting', () => {
  it.each([
    [acme, {}, { kind: 'key', path: 'ACME_API_KEY or ACME_KEY' }],
    [acme, { acme: { apiKey: 'k' } }, { kind: 'setting', path: 'settings.acme.region' }],
    [acme, { acme: { apiKey: 'k', region: 'eu' } }, undefined],
    // A base URL or headers replace the key.
    [acme, { acme: { baseUrl: 'http://x', region: 'eu' } }, undefined],
    [acme, { acme: { headers: {}, region: 'eu' } }, undefined],
    [{ ...acme, credentialEnvVars: [] }, {}, { kind: 'setting', path: 'settings.acme.apiKey' }],
    [customServer, undefined, { kind: 'setting', path: 'UNDERSTUDY_MY_SERVER_BASE_URL' }],
    [customServer, { 'my-server': { baseUrl: 'http://x' } }, undefined],
  ])('with %j and %j finds %j', (provider, settings, missing) => {
    expect(findMissingSetting(provider, settings)).toEqual(missing);
  });
});
