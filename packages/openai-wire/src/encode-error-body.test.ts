import { ConfigurationError, errorRules, ProviderError } from '@understudy/core';
import type { ErrorCode } from '@understudy/core';
import { classifyError } from '@understudy/core/provider';
import { expect, it } from 'vitest';

import { decodeErrorBody } from './decode-error-body.ts';
import { encodeErrorBody } from './encode-error-body.ts';

it('tells an error of ours, with the field that it is about', () => {
  const error = new ConfigurationError({
    code: 'invalid-request',
    path: 'messages[0].role',
    expected: 'a role',
    received: 'none',
  });
  expect(encodeErrorBody(error)).toEqual({
    error: {
      message: 'messages[0].role: expected a role, received none',
      type: 'invalid_request_error',
      param: 'messages[0].role',
      code: null,
    },
  });
});

it("does not tell a vendor's refusal of our key as one of the app's", () => {
  const error = new ProviderError({ code: 'authentication-failed', message: 'refused' });
  expect(encodeErrorBody(error)).toEqual({
    error: { message: 'refused', type: 'server_error', param: null, code: 'authentication_failed' },
  });
});

it.each<ErrorCode>([
  'rate-limited',
  'quota-exhausted',
  'context-length-exceeded',
  'model-not-found',
  'content-filtered',
  'server-error',
])('says %s in words that are understood as that', (code) => {
  const told = decodeErrorBody(encodeErrorBody({ code, message: 'no' }));
  expect(classifyError({ vendorCode: told?.code, vendorType: told?.type })).toBe(code);
});

it('has words for every code', () => {
  const codes: readonly string[] = Object.keys(errorRules);
  for (const code of codes) {
    const told = decodeErrorBody(
      encodeErrorBody(new ProviderError({ code: code as ErrorCode, message: 'no' })),
    );
    expect(told?.type).toMatch(/^[a-z_]+$/);
    expect(told?.code ?? 'none').toMatch(/^[a-z_]+$/);
  }
});
