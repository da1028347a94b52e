import type { JsonObject } from '@understudy/core/provider';

import type { MockReply, VendorError, VendorErrorCode } from '../wire-format.ts';

interface OpenAiError {
  readonly status: number;
  readonly type: string;
  readonly code: string | null;
  readonly message: string;
}

/** Errors of OpenAI and of OpenAI-compatible vendors. */
const errors: Readonly<Record<Exclude<VendorErrorCode, 'blocked'>, OpenAiError>> = {
  timeout: { status: 408, type: 'timeout', code: null, message: 'Request timed out.' },
  'server-error': {
    status: 500,
    type: 'server_error',
    code: null,
    message: 'The server had an error while processing your request.',
  },
  overloaded: {
    status: 503,
    type: 'overloaded_error',
    code: null,
    message: 'That model is currently overloaded with other requests.',
  },
  'rate-limited': {
    status: 429,
    type: 'requests',
    code: 'rate_limit_exceeded',
    message: 'Rate limit reached for requests.',
  },
  'quota-exhausted': {
    status: 429,
    type: 'insufficient_quota',
    code: 'insufficient_quota',
    message: 'You exceeded your current quota, please check your plan and billing details.',
  },
  'authentication-failed': {
    status: 401,
    type: 'invalid_request_error',
    code: 'invalid_api_key',
    message: 'Incorrect API key provided.',
  },
  'permission-denied': {
    status: 403,
    type: 'invalid_request_error',
    code: null,
    message: 'Your project does not have access to this endpoint.',
  },
  'model-not-found': {
    status: 404,
    type: 'invalid_request_error',
    code: 'model_not_found',
    message: 'The model does not exist or you do not have access to it.',
  },
  'context-length-exceeded': {
    status: 400,
    type: 'invalid_request_error',
    code: 'context_length_exceeded',
    message: "This model's maximum context length is 8192 tokens.",
  },
  'content-filtered': {
    status: 400,
    type: 'invalid_request_error',
    code: 'content_policy_violation',
    message: 'Your request was rejected as a result of our safety system.',
  },
  'invalid-request': {
    status: 400,
    type: 'invalid_request_error',
    code: 'invalid_type',
    message: "Invalid type for 'messages[0].content': expected a string.",
  },
};

/** The bot challenge page of Cloudflare. */
const challengePage: MockReply = {
  status: 403,
  headers: { 'content-type': 'text/html; charset=UTF-8', 'cf-mitigated': 'challenge' },
  body: ['<!DOCTYPE html><html><title>Just a moment...</title></html>'],
};

export function encodeOpenAiError(error: VendorError): MockReply {
  const { code, retryAfterSeconds } = error;
  if (code === 'blocked') return challengePage;
  return {
    status: errors[code].status,
    headers: {
      'content-type': 'application/json',
      'x-request-id': 'req-1',
      ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
    },
    body: [JSON.stringify(encodeErrorBody(error))],
  };
}

/** Encodes the body of an error response, which is also an event of a stream. */
export function encodeErrorBody({
  code,
  message,
}: Pick<VendorError, 'code' | 'message'>): JsonObject {
  const error = errors[code === 'blocked' ? 'permission-denied' : code];
  return {
    error: {
      message: `${error.message} ${message}`,
      type: error.type,
      param: null,
      code: error.code,
    },
  };
}
