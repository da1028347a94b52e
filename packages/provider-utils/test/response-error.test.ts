import { inspect } from 'node:util';

import type { ProviderError } from '@understudy/core/provider';
import { ManualClock } from '@understudy/core/testing';
import { describe, expect, it } from 'vitest';

import { toResponseError } from '../src/index.ts';
import type { ResponseErrorDecoder, VendorError } from '../src/index.ts';
import { createResponse } from './create-response.ts';

interface FailureOptions extends VendorError, Pick<ResponseErrorDecoder, 'adviseOn'> {
  readonly headers?: Readonly<Record<string, string>>;
}

function fail(status: number, { headers = {}, adviseOn, ...error }: FailureOptions): ProviderError {
  const decoder = {
    operation: 'the chat',
    expected: 'an event stream',
    decodeError: (): VendorError => error,
    ...(adviseOn && { adviseOn }),
  };
  return toResponseError(createResponse(status, headers), '{}', decoder, new ManualClock());
}

describe('toResponseError', () => {
  it('reports the operation, the status and the codes of the vendor', () => {
    const failure = fail(429, {
      vendorCode: 'rate_limit_exceeded',
      vendorType: 'requests',
      headers: { 'x-request-id': 'req-1', 'retry-after': '3' },
      adviseOn: (code) => (code === 'rate-limited' ? 'send fewer requests' : undefined),
    });
    expect(failure).toMatchObject({
      code: 'rate-limited',
      message: 'the chat failed with HTTP 429 (rate_limit_exceeded, requests); send fewer requests',
      status: 429,
      retryAfterMs: 3000,
      requestId: 'req-1',
    });
  });

  it('prefers the delay of the body to that of the headers', () => {
    const headers = { 'retry-after': '3' };
    expect(fail(429, { retryAfterMs: 5000, headers }).retryAfterMs).toBe(5000);
  });

  it('reports an error in a success', () => {
    expect(fail(200, { code: 'malformed-response' })).toMatchObject({
      code: 'malformed-response',
      message: 'the chat returned an unexpected response with HTTP 200',
    });
    expect(fail(200, { vendorCode: 'insufficient_quota' })).toMatchObject({
      code: 'quota-exhausted',
      message: 'the chat failed with HTTP 200 (insufficient_quota)',
    });
    expect(fail(200, { vendorMessage: 'Oh no.' }).code).toBe('server-error');
  });

  it.each([
    'insufficient_quota',
    'DeploymentNotFound',
    'unsupported_country_region_territory',
    'invalid.request',
    '1210',
  ])('reports the code %s', (vendorCode) => {
    expect(fail(400, { vendorCode }).message).toBe(`the chat failed with HTTP 400 (${vendorCode})`);
  });

  it.each([
    'sk-proj-abcdefghijklmnop',
    'sk-0123456789abcdef',
    'sk_live_4eC39HqLyjWDarjtT1zdp7dc',
    'gsk_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOP',
    'AIzaSyA1234567890abcdefghijklmnopqrstu',
    'xai-canary',
    'Bearer canary',
    'canary91bd',
    '1234567890',
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ1In0.c2ln',
    'name the color of canary',
    'canary\ncanary',
  ])('does not report a code that can be a key or a prompt: %j', (text) => {
    for (const details of [{ vendorCode: text }, { vendorType: text }, { vendorMessage: text }]) {
      const failure = fail(401, details);
      expect(failure.message).toBe('the chat failed with HTTP 401');
      const output = inspect(failure, { depth: 9 }) + JSON.stringify(failure);
      expect(output).not.toContain(text);
    }
  });
});
