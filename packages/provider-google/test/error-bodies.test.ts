import { createInBandError } from '@understudy/provider-utils';
import { describe, expect, it } from 'vitest';

import { decodeErrorBody } from '../src/wire/decode-error-body.ts';

const rpc = 'type.googleapis.com/google.rpc.';

function decode(
  code: number,
  status: string,
  message: string,
  ...details: readonly object[]
): ReturnType<typeof createInBandError> {
  const error = decodeErrorBody(
    JSON.parse(JSON.stringify({ error: { code, message, status, details } })),
  );
  return createInBandError(error ?? {});
}

const exceeded = 'You exceeded your current quota, please check your plan and billing details.';
const violations = (quotaId: string): object => ({
  '@type': `${rpc}QuotaFailure`,
  violations: [{ quotaId }],
});
const retryInfo = { '@type': `${rpc}RetryInfo`, retryDelay: '34.4s' };

describe('the quota', () => {
  it('per minute is a rate limit with the delay of the details', () => {
    const perMinute = violations('GenerateRequestsPerMinutePerProjectPerModel-FreeTier');
    expect(decode(429, 'RESOURCE_EXHAUSTED', exceeded, perMinute, retryInfo)).toMatchObject({
      code: 'rate-limited',
      retryAfterMs: 34_400,
    });
    const seconds = { '@type': `${rpc}RetryInfo`, retryDelay: { seconds: 3 } };
    expect(decode(429, 'RESOURCE_EXHAUSTED', exceeded, seconds).retryAfterMs).toBe(3000);
    expect(decode(429, 'RESOURCE_EXHAUSTED', exceeded)).toMatchObject({
      code: 'rate-limited',
      retryAfterMs: undefined,
    });
  });

  it('per day is exhausted, and its delay of seconds is not used', () => {
    const perDay = violations('GenerateRequestsPerDayPerProjectPerModel-FreeTier');
    expect(decode(429, 'RESOURCE_EXHAUSTED', exceeded, perDay, retryInfo)).toMatchObject({
      code: 'quota-exhausted',
      retryAfterMs: undefined,
    });
  });

  it.each([
    [429, 'Quota exceeded for metric: generate_content_free_tier_requests, limit: 0'],
    [429, 'Your project has exceeded its monthly spending cap.'],
    [402, 'Your prepayment credits are depleted.'],
  ])('of an account without credit is exhausted (%i)', (code, message) => {
    expect(decode(code, 'RESOURCE_EXHAUSTED', message).code).toBe('quota-exhausted');
  });
});

describe('other errors', () => {
  it.each([
    [
      400,
      'INVALID_ARGUMENT',
      'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).',
      'context-length-exceeded',
    ],
    [
      400,
      'INVALID_ARGUMENT',
      'Request payload size exceeds the limit: 20971520 bytes.',
      'context-length-exceeded',
    ],
    [401, 'UNAUTHENTICATED', 'Request had invalid credentials.', 'authentication-failed'],
    [403, 'PERMISSION_DENIED', 'The caller does not have permission.', 'permission-denied'],
    [
      403,
      'PERMISSION_DENIED',
      "Method doesn't allow unregistered callers (callers without established identity).",
      'authentication-failed',
    ],
    [400, 'FAILED_PRECONDITION', 'User location is not supported.', 'permission-denied'],
    [499, 'CANCELLED', 'The operation was cancelled.', 'timeout'],
    [
      400,
      'INVALID_ARGUMENT',
      'Invalid JSON payload received. Unknown name "foo": Cannot find field.',
      'unsupported-parameter',
    ],
    [
      400,
      'INVALID_ARGUMENT',
      'Thinking level MINIMAL is not supported for this model. Please retry with other thinking level.',
      'unsupported-parameter',
    ],
    [
      400,
      'INVALID_ARGUMENT',
      'Penalty is not enabled for models/gemini-2.5-pro',
      'unsupported-parameter',
    ],
    [
      400,
      'INVALID_ARGUMENT',
      "Forced function calling (ANY mode) with a response mime type: 'application/json' is unsupported",
      'unsupported-parameter',
    ],
    [
      400,
      'INVALID_ARGUMENT',
      'You can only set only one of thinking budget and thinking level.',
      'request-rejected',
    ],
    [
      400,
      'INVALID_ARGUMENT',
      'Function call is missing a thought_signature in functionCall parts.',
      'request-rejected',
    ],
    [404, 'NOT_FOUND', 'models/x is not found for API version v1beta', 'model-not-found'],
    [500, 'INTERNAL', 'An internal error has occurred.', 'server-error'],
    [503, 'UNAVAILABLE', 'The model is overloaded. Please try again later.', 'overloaded'],
    [504, 'DEADLINE_EXCEEDED', 'Deadline expired.', 'timeout'],
  ])('%i %s "%s" is %s', (code, status, message, expected) => {
    expect(decode(code, status, message).code).toBe(expected);
  });

  it('names the field of a violation', () => {
    const fieldViolations = [{ field: 'generation_config.top_k', description: 'x' }];
    const details = { '@type': `${rpc}BadRequest`, fieldViolations };
    expect(decode(400, 'INVALID_ARGUMENT', 'Invalid value', details)).toMatchObject({
      param: 'generation_config.top_k',
    });
  });

  it('can be in the message of a proxy', () => {
    const message = 'The input token count (2000000) exceeds the maximum number of tokens allowed.';
    const error = { code: 400, message, status: 'INVALID_ARGUMENT' };
    const inner = JSON.stringify({ error }, null, 2);
    for (const body of [{ error: inner }, { error: { message: `[${inner}]`, code: 500 } }]) {
      expect(decodeErrorBody(body)).toMatchObject({ status: 400, vendorMessage: message });
    }
    expect(decodeErrorBody({ error: '{ no JSON' })).toMatchObject({ vendorMessage: '{ no JSON' });
  });

  it('keeps its type and its delay if its message is other JSON', () => {
    const retry = { '@type': `${rpc}RetryInfo`, retryDelay: '7s' };
    for (const message of ['{"message":"Slow down."}', '[{"error":"Slow down."}]']) {
      expect(decode(429, 'RESOURCE_EXHAUSTED', message, retry)).toMatchObject({
        code: 'rate-limited',
        retryAfterMs: 7000,
      });
    }
  });

  it('is none in a chunk, and in other JSON', () => {
    for (const body of [{ candidates: [] }, {}, [], [{}, {}], null, 7, { error: null }]) {
      expect(decodeErrorBody(body)).toBeUndefined();
    }
  });
});
