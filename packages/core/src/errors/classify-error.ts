import type { ErrorCode } from './error-codes.ts';

/** What a vendor told about a failure; its words are read here and go no further. */
export interface VendorErrorDetails {
  /** The HTTP status; undefined for an error inside a stream. */
  readonly status?: number | undefined;
  readonly vendorCode?: string | undefined;
  readonly vendorType?: string | undefined;
  readonly vendorMessage?: string | undefined;
}

/**
 * Codes and types that mean the same wherever they occur. `invalid_request_error`, `api_error` and
 * `server_error` are not among them: vendors say them of anything, a missing model or a queue that is
 * full included.
 */
const byVendorCode: ReadonlyMap<string, ErrorCode> = new Map([
  ['token_expired', 'authentication-failed'],
  ['invalid_jwt', 'authentication-failed'],
  ['invalid_api_key', 'authentication-failed'],
  ['wrong_api_key', 'authentication-failed'],
  ['authentication_error', 'authentication-failed'],
  ['UNAUTHENTICATED', 'authentication-failed'],
  ['permission_error', 'permission-denied'],
  ['PERMISSION_DENIED', 'permission-denied'],
  ['organization_restricted', 'permission-denied'],
  ['unsupported_country_region_territory', 'permission-denied'],
  ['insufficient_quota', 'quota-exhausted'],
  ['credit_balance_exhausted', 'quota-exhausted'],
  ['credit_limit', 'quota-exhausted'],
  ['billing_not_active', 'quota-exhausted'],
  ['billing_hard_limit_reached', 'quota-exhausted'],
  ['billing_error', 'quota-exhausted'],
  ['rate_limit_exceeded', 'rate-limited'],
  ['rate_limit_error', 'rate-limited'],
  ['rate_limited', 'rate-limited'],
  ['model_rate_limit', 'rate-limited'],
  ['model_cap_exceeded', 'rate-limited'],
  ['request_quota_exceeded', 'rate-limited'],
  ['token_quota_exceeded', 'rate-limited'],
  ['slow_down', 'rate-limited'],
  ['RESOURCE_EXHAUSTED', 'rate-limited'],
  ['context_length_exceeded', 'context-length-exceeded'],
  ['exceed_context_size_error', 'context-length-exceeded'],
  ['message_length_exceeds_limit', 'context-length-exceeded'],
  ['conversation_not_found', 'invalid-request'],
  ['model_not_found', 'model-not-found'],
  ['model_decommissioned', 'model-not-found'],
  ['model_not_available', 'model-not-found'],
  ['dedicated_endpoint_not_running', 'model-not-found'],
  ['invalid_model', 'model-not-found'],
  ['DeploymentNotFound', 'model-not-found'],
  ['content_filter', 'content-filtered'],
  ['content_policy_violation', 'content-filtered'],
  ['tool_use_failed', 'malformed-response'],
  ['json_validate_failed', 'malformed-response'],
  ['overloaded_error', 'overloaded'],
  ['server_is_overloaded', 'overloaded'],
  ['engine_overloaded', 'overloaded'],
  ['capacity_exceeded', 'overloaded'],
  ['queue_exceeded', 'overloaded'],
  ['unavailable_error', 'overloaded'],
  ['UNAVAILABLE', 'overloaded'],
  ['timeout_error', 'timeout'],
  ['DEADLINE_EXCEEDED', 'timeout'],
]);

/** In order: a rate limit may advertise a billing page, and a spent quota may speak of limits. */
const byWording: readonly (readonly [readonly string[], ErrorCode])[] = [
  [
    [
      'insufficient quota',
      'exceeded your current quota',
      'credit balance',
      'insufficient balance',
      'insufficient credits',
      'more credits',
      'any credits',
      'spending limit',
      'spend limit',
    ],
    'quota-exhausted',
  ],
  [
    [
      'maximum context length',
      'maximum prompt length',
      'maximum model length',
      'maximum number of tokens allowed',
      'context window',
      'context size',
      'context length of only',
      'n_ctx',
      '`inputs` tokens',
      'submit something shorter',
      'is too long',
      'was too long',
      'string too long',
    ],
    'context-length-exceeded',
  ],
  [
    [
      'one message at a time',
      'too many requests',
      'too many messages',
      'rate limit',
      'rate-limited',
      'tokens per minute',
    ],
    'rate-limited',
  ],
  [
    [
      'overloaded',
      'at capacity',
      'server busy',
      'currently unavailable',
      'experiencing high traffic',
      'experiencing high demand',
    ],
    'overloaded',
  ],
  [
    ['content management policy', 'content policy', 'our usage policy', 'input was flagged'],
    'content-filtered',
  ],
  [
    ['incorrect api key', 'invalid api key', 'api key not valid', 'invalid bearer token'],
    'authentication-failed',
  ],
  [
    [
      'location is not supported',
      'region, or territory not supported',
      'organization must be verified',
    ],
    'permission-denied',
  ],
  [
    ['model not exist', 'is not a valid model id', 'unexpected endpoint or method'],
    'model-not-found',
  ],
  [['billing'], 'quota-exhausted'],
];

/** The code for a status alone; one that is no failure says that the answer is none. */
function byStatus(status: number): ErrorCode {
  if (status < 400) return 'malformed-response';
  if (status === 529) return 'overloaded';
  if (status >= 500) return 'server-error';
  switch (status) {
    case 401:
      return 'authentication-failed';
    case 402:
      return 'quota-exhausted';
    case 403:
      return 'permission-denied';
    case 404:
    case 410:
      return 'model-not-found';
    case 408:
      return 'timeout';
    case 413:
      return 'context-length-exceeded';
    case 429:
      return 'rate-limited';
    default:
      return 'invalid-request';
  }
}

/**
 * The code of the table for a vendor's failure: by the vendor's code or type first, its wording
 * second, the status last. The same for an error in a 200 body or in the stream: `server-error` where
 * nothing known is told of it. A success that tells of no error at all is `malformed-response`.
 */
export function classifyError(failure: VendorErrorDetails): ErrorCode {
  const { status, vendorCode, vendorType, vendorMessage } = failure;
  const told = byVendorCode.get(vendorCode ?? '') ?? byVendorCode.get(vendorType ?? '');
  if (told !== undefined) return told;
  const words = vendorMessage?.slice(0, 4096).toLowerCase();
  const row =
    words === undefined
      ? undefined
      : byWording.find(([signs]) => signs.some((sign) => words.includes(sign)));
  if (row) return row[1];
  const inside = status === undefined || (status < 300 && tellsError(failure));
  return inside ? 'server-error' : byStatus(status);
}

function tellsError({ vendorCode, vendorType, vendorMessage }: VendorErrorDetails): boolean {
  return (vendorCode ?? vendorType ?? vendorMessage) !== undefined;
}
