import { inspect } from 'node:util';

import { describe, expect, it } from 'vitest';

import { adviseVersion, VendorEndpoint } from './vendor-endpoint.ts';
import type { EndpointFormat, EndpointSettings } from './vendor-endpoint.ts';

function createEndpoint(
  settings: Partial<EndpointSettings>,
  format: Partial<EndpointFormat> = {},
): VendorEndpoint {
  return new VendorEndpoint(
    {
      baseUrl: new URL('https://api.mine.test/v1/'),
      proxy: undefined,
      apiKey: undefined,
      headers: {},
      ...settings,
    },
    {
      keyHeader: 'x-api-key',
      decodeError: () => undefined,
      baseUrlAdvice: 'check baseUrl',
      isApiError: () => false,
      ...format,
    },
  );
}

const own = { 'user-agent': 'understudy' };
const bearer = { authorization: 'Bearer b' };
const ownKey = { 'x-api-key': 'b' };

describe('VendorEndpoint', () => {
  it.each([
    ['no header without a key', 'x-api-key', {}, {}],
    ['apiKey', 'x-api-key', { apiKey: 'a' }, { 'x-api-key': 'a' }],
    ['apiKey as a bearer token', 'authorization', { apiKey: 'a' }, { authorization: 'Bearer a' }],
    ['an own key for apiKey', 'x-api-key', { apiKey: 'a', headers: ownKey }, ownKey],
    ['an own token for apiKey', 'x-api-key', { apiKey: 'a', headers: bearer }, bearer],
    ['an own token for that of apiKey', 'authorization', { apiKey: 'a', headers: bearer }, bearer],
    [
      'another own header beside apiKey',
      'authorization',
      { apiKey: 'a', headers: ownKey },
      { ...ownKey, authorization: 'Bearer a' },
    ],
  ])('sends %s', (_name, keyHeader, settings, expected) => {
    const endpoint = createEndpoint(settings, { keyHeader });
    expect(endpoint.fields.headers).toEqual({ ...own, ...expected });
    expect(inspect(endpoint, { depth: 5 })).not.toMatch(/'(?:Bearer )?[ab]'/);
  });

  it('replaces the headers of the provider with those of the settings', () => {
    const endpoint = createEndpoint(
      { headers: { 'user-agent': 'mine', 'x-version': '2' } },
      { headers: { 'x-version': '1', 'x-other': '1' } },
    );
    expect(endpoint.fields.headers).toEqual({
      'user-agent': 'mine',
      'x-version': '2',
      'x-other': '1',
    });
  });

  it('keeps the path and the query of the base URL', () => {
    const endpoint = createEndpoint({ baseUrl: new URL('https://a.test/deep/v1/?key=1') });
    expect(endpoint.urlOf('models').href).toBe('https://a.test/deep/v1/models?key=1');
  });

  it('reports a missing key, unless the address or a header contains one', () => {
    const adviceOf = (settings: Partial<EndpointSettings>): string | undefined =>
      createEndpoint(settings).fields.adviseOn?.('authentication-failed', undefined);
    expect(adviceOf({})).toBe('apiKey is not set');
    expect(adviceOf({ apiKey: 'a' })).toBeUndefined();
    expect(adviceOf({ headers: bearer })).toBeUndefined();
    expect(adviceOf({ baseUrl: new URL('https://a.test/v1/?key=1') })).toBeUndefined();
  });

  it('advises to check the address, unless the API reported the error', () => {
    const { adviseOn } = createEndpoint(
      {},
      { isApiError: (_code, { vendorCode }) => vendorCode === 'mine' },
    ).fields;
    expect(adviseOn?.('malformed-response', undefined)).toBe('check baseUrl');
    expect(adviseOn?.('model-not-found', {})).toBe('if the model name is correct, check baseUrl');
    expect(adviseOn?.('model-not-found', { vendorCode: 'mine' })).toBeUndefined();
    expect(adviseOn?.('overloaded', undefined)).toBeUndefined();
  });

  it.each([
    ['https://a.test/v1/', 'check baseUrl'],
    ['https://a.test/v1beta/openai/', 'check baseUrl'],
    ['https://a.test/api/', 'check baseUrl: most end with /v1, this one does not'],
  ])('advises about the version of %s', (baseUrl, advice) => {
    expect(adviseVersion(new URL(baseUrl), '/v1')).toBe(advice);
  });
});
