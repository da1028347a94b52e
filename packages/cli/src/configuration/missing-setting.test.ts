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
const site = {
  id: 'my-site',
  settings: [{ name: 'baseUrl', required: true }],
  credentialEnvVars: [],
};

describe('what is missing', () => {
  it.each([
    [acme, {}, { kind: 'key', path: 'ACME_API_KEY or ACME_KEY' }],
    [acme, { acme: { apiKey: 'k' } }, { kind: 'setting', path: 'settings.acme.region' }],
    [acme, { acme: { apiKey: 'k', region: 'eu' } }, undefined],
    // A server of one's own, or a header in place of the key.
    [acme, { acme: { baseUrl: 'http://x', region: 'eu' } }, undefined],
    [acme, { acme: { headers: {}, region: 'eu' } }, undefined],
    [{ ...acme, credentialEnvVars: [] }, {}, { kind: 'setting', path: 'settings.acme.apiKey' }],
    [site, undefined, { kind: 'setting', path: 'UNDERSTUDY_MY_SITE_BASE_URL' }],
    [site, { 'my-site': { baseUrl: 'http://x' } }, undefined],
  ])('%j with %j: %j', (needs, settings, missing) => {
    expect(findMissingSetting(needs, settings)).toEqual(missing);
  });
});
