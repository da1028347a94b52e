import type { ErrorCode } from '@understudy/core/provider';

/** The fields of a vendor's error response. They are used to classify the error and are not kept. */
export interface VendorErrorDetails {
  /** The HTTP status. Undefined for an error inside a stream. */
  readonly status?: number | undefined;
  /** The error code of the vendor, for example `insufficient_quota`. */
  readonly vendorCode?: string | undefined;
  /** The error type of the vendor, for example `rate_limit_error`. */
  readonly vendorType?: string | undefined;
  /** The error message of the vendor. */
  readonly vendorMessage?: string | undefined;
}

/**
 * Codes and types that have the same meaning for all vendors. `invalid_request_error`, `api_error` and
 * `server_error` are missing because vendors also use them for other errors, such as a missing model or a full
 * queue.
 */
const rulesByCode: ReadonlyMap<string, ErrorCode> = new Map([
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

/**
 * Phrases of error messages, in lower case. The first match decides, because a message about a rate limit can
 * link to a billing page, and a message about a spent quota can mention limits.
 */
const rulesByPhrase: readonly (readonly [readonly string[], ErrorCode])[] = [
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

/** A status below 400 reports no error, so the response itself is wrong. */
function classifyStatus(status: number): ErrorCode {
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
 * Returns the error code for a vendor's error response.
 *
 * The vendor's code or type decides first, then its message, then the HTTP status. The same rules apply to an
 * error inside a response with status 200 or inside a stream, which is `server-error` if nothing else matches. A
 * response with a status below 400 and no error details is `malformed-response`.
 */
export function classifyError(details: VendorErrorDetails): ErrorCode {
  const { status, vendorCode, vendorType, vendorMessage } = details;
  const known = rulesByCode.get(vendorCode ?? '') ?? rulesByCode.get(vendorType ?? '');
  if (known !== undefined) return known;
  const message = vendorMessage?.slice(0, 4096).toLowerCase();
  const match =
    message === undefined
      ? undefined
      : rulesByPhrase.find(([phrases]) => phrases.some((phrase) => message.includes(phrase)));
  if (match) return match[1];
  const isInBand = status === undefined || (status < 300 && hasErrorDetails(details));
  return isInBand ? 'server-error' : classifyStatus(status);
}

function hasErrorDetails({ vendorCode, vendorType, vendorMessage }: VendorErrorDetails): boolean {
  return (vendorCode ?? vendorType ?? vendorMessage) !== undefined;
}
