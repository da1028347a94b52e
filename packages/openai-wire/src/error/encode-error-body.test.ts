import { ConfigurationError, errorRules, ProviderError } from '@understudy/core';
import type { ErrorCode } from '@understudy/core';
import { classifyError } from '@understudy/provider-utils';
import { describe, expect, it } from 'vitest';

import { decodeErrorBody } from './decode-error-body.ts';
import { encodeErrorBody } from './encode-error-body.ts';

describe('encodeErrorBody', () => {
  it('encodes an error with the path of the request field', () => {
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

  it('encodes the parameter that a vendor rejected', () => {
    const error = new ProviderError({
      code: 'unsupported-parameter',
      message: 'no',
      param: 'top_k',
    });
    expect(encodeErrorBody(error)).toEqual({
      error: {
        message: 'no',
        type: 'invalid_request_error',
        param: 'top_k',
        code: 'unsupported_parameter',
      },
    });
  });

  it("encodes a rejected API key as a server error, because it is not the client's key", () => {
    const error = new ProviderError({ code: 'authentication-failed', message: 'rejected' });
    expect(encodeErrorBody(error)).toEqual({
      error: {
        message: 'rejected',
        type: 'server_error',
        param: null,
        code: 'authentication_failed',
      },
    });
  });

  it.each<ErrorCode>([
    'rate-limited',
    'quota-exhausted',
    'context-length-exceeded',
    'model-not-found',
    'content-filtered',
    'unsupported-parameter',
    'server-error',
  ])('encodes %s so that it is decoded as the same code', (code) => {
    const error = decodeErrorBody(encodeErrorBody({ code, message: 'no' }));
    expect(classifyError({ vendorCode: error?.code, vendorType: error?.type })).toBe(code);
  });

  it.each<ErrorCode>([
    'model-not-found',
    'provider-not-found',
    'provider-retired',
    'provider-deprecated',
  ])('encodes %s as a model that does not exist', (code) => {
    expect(encodeErrorBody({ code, message: 'no' })).toEqual({
      error: { message: 'no', type: 'invalid_request_error', param: null, code: 'model_not_found' },
    });
  });

  it('encodes every error code', () => {
    const codes: readonly string[] = Object.keys(errorRules);
    for (const code of codes) {
      const error = decodeErrorBody(
        encodeErrorBody(new ProviderError({ code: code as ErrorCode, message: 'no' })),
      );
      expect(error?.type).toMatch(/^[a-z_]+$/);
      expect(error?.code ?? 'none').toMatch(/^[a-z_]+$/);
    }
  });
});
