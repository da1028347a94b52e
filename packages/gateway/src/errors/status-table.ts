import type { FailureCode } from './failure.ts';

/** How a failure is sent in one API. */
export interface StatusRow {
  readonly status: number;
  readonly type: string;
}

export interface StatusRows {
  readonly openai: StatusRow & {
    /** @defaultValue the code of Understudy with underscores */
    readonly code?: string | null;
  };
  readonly anthropic: StatusRow;
}

const request = 'invalid_request_error';

function invalid(status: number, anthropic: string = request, code?: string | null): StatusRows {
  return {
    openai: { status, type: request, ...(code !== undefined && { code }) },
    anthropic: { status, type: anthropic },
  };
}

/** Errors after which the same request can succeed soon. */
const busy: StatusRows = {
  openai: { status: 503, type: 'server_error' },
  anthropic: { status: 529, type: 'overloaded_error' },
};
const limited: StatusRows = {
  openai: { status: 429, type: 'rate_limit_error', code: 'rate_limit_exceeded' },
  anthropic: { status: 429, type: 'rate_limit_error' },
};
const upstream: StatusRows = {
  openai: { status: 502, type: 'server_error' },
  anthropic: { status: 502, type: 'api_error' },
};
const internal: StatusRows = {
  openai: { status: 500, type: 'server_error' },
  anthropic: { status: 500, type: 'api_error' },
};
const notFound = invalid(404, 'not_found_error', 'model_not_found');

/** The status and the type of each failure, by API. docs/gateway.md contains this table. */
export const statusTable: Readonly<Record<FailureCode, StatusRows>> = {
  'invalid-request': invalid(400, request, null),
  'malformed-request': invalid(400, request, null),
  'unsupported-feature': invalid(400),
  'unsupported-parameter': invalid(400),
  'context-length-exceeded': invalid(400),
  'content-filtered': invalid(400, request, 'content_filter'),
  'invalid-key': invalid(401, 'authentication_error', 'invalid_api_key'),
  'foreign-host': invalid(403, 'permission_error'),
  'foreign-origin': invalid(403, 'permission_error'),
  'model-not-found': notFound,
  'provider-not-found': notFound,
  'provider-retired': notFound,
  'provider-deprecated': notFound,
  'model-not-allowed': notFound,
  'path-not-found': invalid(404, 'not_found_error'),
  'method-not-allowed': invalid(405),
  'body-too-slow': invalid(408),
  'body-too-large': invalid(413, 'request_too_large'),
  'unsupported-media-type': invalid(415),
  'headers-too-large': invalid(431),
  'rate-limited': limited,
  'key-limit': limited,
  'budget-exhausted': {
    openai: { status: 429, type: 'insufficient_quota', code: 'insufficient_quota' },
    anthropic: { status: 402, type: 'billing_error' },
  },
  'quota-exhausted': {
    openai: { status: 429, type: 'insufficient_quota', code: 'insufficient_quota' },
    anthropic: { status: 402, type: 'billing_error' },
  },
  overloaded: busy,
  'circuit-open': busy,
  'cooling-down': busy,
  'concurrency-limited': busy,
  'gateway-full': busy,
  draining: busy,
  closed: busy,
  timeout: {
    openai: { status: 504, type: 'server_error' },
    anthropic: { status: 504, type: 'timeout_error' },
  },
  internal,
  'invalid-configuration': internal,
  'all-targets-failed': upstream,
  'connection-failed': upstream,
  'server-error': upstream,
  'authentication-failed': upstream,
  'permission-denied': upstream,
  blocked: upstream,
  'request-rejected': upstream,
  'session-rejected': upstream,
  'malformed-response': upstream,
  'stream-truncated': upstream,
  'empty-response': upstream,
  'response-too-large': upstream,
  'response-rejected': upstream,
};
