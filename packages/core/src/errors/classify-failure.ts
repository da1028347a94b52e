import type { ErrorCode } from './error-codes.ts';

/** What a vendor told about a failure; its words are read here and go no further. */
export interface VendorFailure {
  /** The HTTP status; undefined for an error inside a 200. */
  readonly status?: number | undefined;
  readonly vendorCode?: string | undefined;
  readonly vendorType?: string | undefined;
  readonly wording?: string | undefined;
}

const byVendorCode: ReadonlyMap<string, ErrorCode> = new Map([
  ['token_expired', 'authentication-failed'],
  ['invalid_jwt', 'authentication-failed'],
  ['invalid_api_key', 'authentication-failed'],
  ['authentication_error', 'authentication-failed'],
  ['permission_error', 'permission-denied'],
  ['insufficient_quota', 'quota-exhausted'],
  ['billing_not_active', 'quota-exhausted'],
  ['billing_error', 'quota-exhausted'],
  ['rate_limit_exceeded', 'rate-limited'],
  ['rate_limit_error', 'rate-limited'],
  ['model_cap_exceeded', 'rate-limited'],
  ['context_length_exceeded', 'context-length-exceeded'],
  ['message_length_exceeds_limit', 'context-length-exceeded'],
  ['conversation_not_found', 'invalid-request'],
  ['model_not_found', 'model-not-found'],
  ['content_filter', 'content-filtered'],
  ['content_policy_violation', 'content-filtered'],
  ['overloaded_error', 'overloaded'],
  ['server_error', 'server-error'],
  ['api_error', 'server-error'],
  ['timeout_error', 'timeout'],
]);

const byWording: readonly (readonly [readonly string[], ErrorCode])[] = [
  [
    ['insufficient quota', 'exceeded your current quota', 'credit balance', 'billing'],
    'quota-exhausted',
  ],
  [
    [
      'maximum context length',
      'context window',
      'submit something shorter',
      'is too long',
      'was too long',
      'string too long',
    ],
    'context-length-exceeded',
  ],
  [
    ['one message at a time', 'too many requests', 'too many messages', 'rate limit'],
    'rate-limited',
  ],
  [['overloaded', 'at capacity', 'currently unavailable'], 'overloaded'],
  [['content management policy', 'content policy'], 'content-filtered'],
];

/** The code for a status alone; undefined for a status that is no failure. */
function byStatus(status: number): ErrorCode | undefined {
  if (status < 300) return undefined;
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
 * second, the status last. The same for an error in a 200 body or in the stream.
 */
export function classifyFailure(failure: VendorFailure): ErrorCode {
  const { status, vendorCode, vendorType, wording } = failure;
  const told = byVendorCode.get(vendorCode ?? '') ?? byVendorCode.get(vendorType ?? '');
  if (told !== undefined) return told;
  const words = wording?.slice(0, 4096).toLowerCase();
  const row =
    words === undefined
      ? undefined
      : byWording.find(([signs]) => signs.some((sign) => words.includes(sign)));
  return row?.[1] ?? byStatus(status ?? 200) ?? 'server-error';
}
