import { inspect } from 'node:util';

import { describe, expect, it } from 'vitest';

import type { ProviderError } from '../errors/provider-error.ts';
import { RecordHeaders } from '../http/header-values.ts';
import { ManualClock } from '../testing/manual-clock.ts';
import { createResponseError } from './response-error.ts';
import type { ResponseErrorDetails } from './response-error.ts';

interface Failing extends Partial<ResponseErrorDetails> {
  readonly headers?: Readonly<Record<string, string>>;
}

function fail(status: number, { headers = {}, ...failure }: Failing = {}): ProviderError {
  const response = { status, headers: new RecordHeaders(headers), body: (async function* () {})() };
  return createResponseError(response, { operation: 'the chat', ...failure }, new ManualClock());
}

describe('the failure of a response', () => {
  it('tells what was asked for, the status, and what the vendor calls it', () => {
    const failure = fail(429, {
      vendorCode: 'rate_limit_exceeded',
      vendorType: 'requests',
      headers: { 'x-request-id': 'req-1', 'retry-after': '3' },
      advice: (code) => (code === 'rate-limited' ? 'ask less often' : undefined),
    });
    expect(failure).toMatchObject({
      code: 'rate-limited',
      message:
        'the chat was refused with status 429 (rate_limit_exceeded, requests); ask less often',
      status: 429,
      retryAfterMs: 3000,
      requestId: 'req-1',
    });
  });

  it('waits as long as the body says, whatever the header does', () => {
    const headers = { 'retry-after': '3' };
    expect(fail(429, { retryAfterMs: 5000, headers }).retryAfterMs).toBe(5000);
  });

  it('is that no answer came where a success tells of no error', () => {
    expect(fail(200)).toMatchObject({
      code: 'malformed-response',
      message: 'the chat did not come, with status 200',
    });
    expect(fail(200, { vendorCode: 'insufficient_quota' })).toMatchObject({
      code: 'quota-exhausted',
      message: 'the chat was refused with status 200 (insufficient_quota)',
    });
    expect(fail(200, { vendorMessage: 'Oh no.' }).code).toBe('server-error');
  });

  it.each([
    'insufficient_quota',
    'DeploymentNotFound',
    'unsupported_country_region_territory',
    'invalid.request',
    '1210',
  ])('tells the code %s', (vendorCode) => {
    expect(fail(400, { vendorCode }).message).toBe(
      `the chat was refused with status 400 (${vendorCode})`,
    );
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
    'name the colour of canary',
    'canary\ncanary',
  ])('tells no code that may be a key or a prompt: %j', (word) => {
    for (const words of [{ vendorCode: word }, { vendorType: word }, { wording: word }]) {
      const failure = fail(401, words);
      expect(failure.message).toBe('the chat was refused with status 401');
      const told = inspect(failure, { depth: 9 }) + JSON.stringify(failure);
      expect(told).not.toContain(word);
    }
  });
});
