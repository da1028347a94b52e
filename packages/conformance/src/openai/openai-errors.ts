import type { JsonObject } from '@understudy/core/provider';

import type { VendorError, VendorErrorCode, MockReply } from '../wire-format.ts';

interface OpenAiError {
  readonly status: number;
  readonly type: string;
  readonly code: string | null;
  readonly wording: string;
}

/** OpenAI's words, and those of vendors that speak like it. */
const errors: Readonly<Record<Exclude<VendorErrorCode, 'blocked'>, OpenAiError>> = {
  timeout: { status: 408, type: 'timeout', code: null, wording: 'Request timed out.' },
  'server-error': {
    status: 500,
    type: 'server_error',
    code: null,
    wording: 'The server had an error while processing your request.',
  },
  overloaded: {
    status: 503,
    type: 'overloaded_error',
    code: null,
    wording: 'That model is currently overloaded with other requests.',
  },
  'rate-limited': {
    status: 429,
    type: 'requests',
    code: 'rate_limit_exceeded',
    wording: 'Rate limit reached for requests.',
  },
  'quota-exhausted': {
    status: 429,
    type: 'insufficient_quota',
    code: 'insufficient_quota',
    wording: 'You exceeded your current quota, please check your plan and billing details.',
  },
  'authentication-failed': {
    status: 401,
    type: 'invalid_request_error',
    code: 'invalid_api_key',
    wording: 'Incorrect API key provided.',
  },
  'permission-denied': {
    status: 403,
    type: 'invalid_request_error',
    code: null,
    wording: 'Your project does not have access to this endpoint.',
  },
  'model-not-found': {
    status: 404,
    type: 'invalid_request_error',
    code: 'model_not_found',
    wording: 'The model does not exist or you do not have access to it.',
  },
  'context-length-exceeded': {
    status: 400,
    type: 'invalid_request_error',
    code: 'context_length_exceeded',
    wording: "This model's maximum context length is 8192 tokens.",
  },
  'content-filtered': {
    status: 400,
    type: 'invalid_request_error',
    code: 'content_policy_violation',
    wording: 'Your request was rejected as a result of our safety system.',
  },
  'invalid-request': {
    status: 400,
    type: 'invalid_request_error',
    code: 'invalid_value',
    wording: "Invalid value for 'temperature'.",
  },
};

/** A page for people, as a shield before the vendor shows it. */
const challenge: MockReply = {
  status: 403,
  headers: { 'content-type': 'text/html; charset=UTF-8', 'cf-mitigated': 'challenge' },
  body: ['<!DOCTYPE html><html><title>Just a moment...</title></html>'],
};

/** The reply that refuses a request. */
export function refuse(refusal: VendorError): MockReply {
  const { code, retryAfterSeconds } = refusal;
  if (code === 'blocked') return challenge;
  return {
    status: errors[code].status,
    headers: {
      'content-type': 'application/json',
      'x-request-id': 'req-1',
      ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
    },
    body: [JSON.stringify(errorBody(refusal))],
  };
}

/** The error as it stands in a body, or in the stream. */
export function errorBody({ code, message }: Pick<VendorError, 'code' | 'message'>): JsonObject {
  const {
    wording,
    type,
    code: vendorCode,
  } = errors[code === 'blocked' ? 'permission-denied' : code];
  return { error: { message: `${wording} ${message}`, type, param: null, code: vendorCode } };
}
