import type { HttpResponse } from '@understudy/core/provider';
import { createTestContext, ManualClock, ReplayHttp } from '@understudy/core/testing';
import type { RecordedReply } from '@understudy/core/testing';
import { readErrorBody, toResponseError } from '@understudy/provider-utils';
import { describe, expect, it } from 'vitest';

import { challenge, html, json } from '../test/fake-server.ts';
import { decodeError } from './decode-error.ts';

function respond(reply: RecordedReply): Promise<HttpResponse> {
  const { signal } = new AbortController();
  const url = new URL('http://server.test/');
  return new ReplayHttp([reply]).request({ method: 'GET', url, headers: {}, signal });
}

async function decode(reply: RecordedReply): Promise<object> {
  const response = await respond(reply);
  const body = await readErrorBody(response, createTestContext());
  const decoder = { operation: 'chat request', expected: 'an event stream', decodeError };
  return toResponseError(response, body, decoder, new ManualClock());
}

const tooLong =
  'The message you submitted was too long, please reload the conversation and submit something shorter.';
const capExceeded = {
  message: 'You have sent too many messages to the model. Please try again later.',
  code: 'model_cap_exceeded',
  clears_in: 90,
};

describe('toResponseError', () => {
  it.each([
    [
      401,
      { message: 'expired', type: 'invalid_request_error', code: 'token_expired' },
      'authentication-failed',
    ],
    [401, { message: 'x', code: 'invalid_jwt' }, 'authentication-failed'],
    [200, { message: 'x', code: 'token_expired' }, 'authentication-failed'],
    [403, 'Our systems have detected unusual activity from your system.', 'permission-denied'],
    [404, { message: 'Conversation not found', code: 'conversation_not_found' }, 'invalid-request'],
    [413, tooLong, 'context-length-exceeded'],
    [400, tooLong, 'context-length-exceeded'],
    [400, 'no', 'request-rejected'],
    [429, 'Only one message at a time. Please allow any other responses', 'rate-limited'],
    [429, 'Too many requests in 1 hour. Try again later.', 'rate-limited'],
    [429, 'recommended to upgrade to the latest PandoraNext', 'rate-limited'],
    [200, 'Too many requests in 1 hour. Try again later.', 'rate-limited'],
    [500, 'x', 'server-error'],
    [200, 'x', 'server-error'],
  ])('classifies status %i with %j as %s', async (status, detail, code) => {
    expect(await decode(json({ detail }, status))).toMatchObject({ code, status });
  });

  it('reports a bot challenge with its status', async () => {
    expect(await decode(challenge)).toMatchObject({
      message: 'chat request blocked by a bot challenge (HTTP 403)',
    });
  });

  it('reads the delay of a model limit', async () => {
    const error = await decode(json({ detail: capExceeded }, 429));
    expect(error).toMatchObject({ code: 'rate-limited', retryAfterMs: 90_000 });
  });

  it('reads the delay and the request id of the headers', async () => {
    const headers = { 'retry-after': '3', 'cf-ray': 'ray-1' };
    expect(await decode({ status: 429, headers })).toMatchObject({
      retryAfterMs: 3000,
      requestId: 'ray-1',
    });
  });

  it.each([
    ['a challenge page', challenge, 'blocked'],
    ['a challenge page with status 200', html('<title>Just a moment...</title>'), 'blocked'],
    ['a challenge header', { status: 503, headers: { 'cf-mitigated': 'challenge' } }, 'blocked'],
    ['another HTML page', html('<h1>This server has moved</h1>'), 'malformed-response'],
    ['an error page', html('<h1>502</h1>', 502), 'server-error'],
    ['JSON without an error', json({}), 'malformed-response'],
    ['an empty body', { status: 204 }, 'malformed-response'],
    ['a redirect', { status: 307, headers: { location: '/x' } }, 'malformed-response'],
    [
      'plain text',
      { status: 500, headers: { 'content-type': 'text/plain' }, body: 'Internal Server Error' },
      'server-error',
    ],
  ])('classifies %s', async (_, reply, code) => {
    expect(await decode(reply)).toMatchObject({ code });
  });
});

describe('decodeError', () => {
  it.each([
    [{ detail: 'x' }, { vendorMessage: 'x' }],
    [{ error: 'x' }, { vendorMessage: 'x' }],
    [
      { detail: { message: 'x', code: 'a_code', type: 'a_type' } },
      { vendorMessage: 'x', vendorCode: 'a_code', vendorType: 'a_type' },
    ],
    [{ detail: { code: 'eyJhbGciOi.secret-9' } }, { vendorCode: undefined }],
    [{ detail: { clears_in: -1 } }, { retryAfterMs: undefined }],
    [{ code: 400, message: 'x' }, { vendorMessage: 'x' }],
  ])('reads %j', (body, details) => {
    expect(decodeError(body)).toMatchObject(details);
  });

  it.each([
    {},
    { error: null },
    { code: 200 },
    { message: 'x' },
    [],
    null,
    'x',
    JSON.parse('{"__proto__":{"detail":"x"}}'),
  ])('returns undefined for %j', (body) => {
    expect(decodeError(body)).toBeUndefined();
  });
});
