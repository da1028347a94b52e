import type { ErrorCode } from '@understudy/core/provider';

/**
 * Codes, types and reasons that have the same meaning for all vendors. Names such as `invalid_request_error`,
 * `api_error`, `server_error`, `not_found_error` and `permission_denied` are missing because vendors use them for errors
 * of several kinds. The numbers are those of Zhipu and SiliconFlow.
 */
export const codeRules: readonly (readonly [ErrorCode, readonly string[]])[] = [
  [
    'authentication-failed',
    [
      'token_expired',
      'invalid_jwt',
      'invalid_api_key',
      'wrong_api_key',
      'incorrect_api_key',
      'missing_api_key',
      'api_key_invalid',
      'api_key_expired',
      'expired_api_key',
      'invalid_token',
      'access_token_expired',
      'authentication_error',
      'invalid_authentication_error',
      'AuthFailure',
      'UNAUTHENTICATED',
      'UnrecognizedClientException',
      'ExpiredTokenException',
    ],
  ],
  [
    'permission-denied',
    [
      'permission_error',
      'organization_restricted',
      'unsupported_country_region_territory',
      'AccessDeniedException',
      'API_KEY_SERVICE_BLOCKED',
      'API_KEY_IP_ADDRESS_BLOCKED',
      'CONSUMER_SUSPENDED',
      'SERVICE_DISABLED',
      'no_access',
    ],
  ],
  [
    'quota-exhausted',
    [
      'insufficient_quota',
      'insufficient_user_quota',
      'insufficient_balance',
      'insufficient_balance_error',
      'insufficient_credits',
      'insufficient_funds',
      'exceeded_current_quota_error',
      'credit_balance_exhausted',
      'credit_limit',
      'billing_not_active',
      'billing_hard_limit_reached',
      'billing_error',
      'BILLING_DISABLED',
      'payment_required',
      'Arrearage',
      'AccountOverdueError',
      'AllocationQuota.FreeTierOnly',
      'FreeAllocatedQuotaExceeded',
      'AccountQuotaExceeded',
      '1113',
      '30001',
    ],
  ],
  [
    'rate-limited',
    [
      'rate_limit_exceeded',
      'rate_limit_error',
      'rate_limit_reached',
      'rate_limit_reached_error',
      'rate_limited',
      'rate_limit',
      'model_rate_limit',
      'model_cap_exceeded',
      'request_quota_exceeded',
      'token_quota_exceeded',
      'token_quota_reached',
      'request_limit_exceeded',
      'usage_limit_reached',
      'limit_requests',
      'limit_burst_rate',
      'too_many_requests',
      'too_many_requests_error',
      'slow_down',
      'Throttling',
      'Throttling.RateQuota',
      'Throttling.AllocationQuota',
      'ThrottlingException',
      'RESOURCE_EXHAUSTED',
      '1302',
      '1303',
      '1304',
      '1308',
    ],
  ],
  [
    'context-length-exceeded',
    [
      'context_length_exceeded',
      'exceed_context_size_error',
      'message_length_exceeds_limit',
      'model_max_prompt_tokens_exceeded',
      'prompt_tokens_exceeded',
      'prompt_too_long',
      'input_too_long',
      'max_tokens_exceeded',
      'tokens_limit_reached',
      'context_window_exceeded',
      'ContextWindowExceededError',
      'request_too_large',
      '1261',
    ],
  ],
  [
    'invalid-request',
    [
      'conversation_not_found',
      'invalid_function_parameters',
      'invalid_json_schema',
      'invalid_type',
      'missing_required_parameter',
      'missing',
      'string_above_max_length',
    ],
  ],
  [
    'unsupported-parameter',
    [
      'unsupported_parameter',
      'unsupported_value',
      'unknown_parameter',
      'unrecognized_parameter',
      'unsupported_parameters',
      'parameter_not_supported',
      'extra_forbidden',
    ],
  ],
  [
    'model-not-found',
    [
      'model_not_found',
      'model_not_supported',
      'model_not_exist',
      'model_decommissioned',
      'model_deprecated',
      'model_not_available',
      'unavailable_model',
      'unsupported_model',
      'unknown_model',
      'invalid_model',
      'dedicated_endpoint_not_running',
      'DeploymentNotFound',
      'ModelNotOpen',
      '1211',
      '20012',
    ],
  ],
  [
    'content-filtered',
    [
      'content_filter',
      'content_filtered',
      'content_policy_violation',
      'ResponsibleAIPolicyViolation',
      'data_inspection_failed',
      'invalid_prompt',
      'SensitiveContentDetected',
      'new_sensitive',
      'PROHIBITED_CONTENT',
      '1301',
    ],
  ],
  ['malformed-response', ['tool_use_failed', 'json_validate_failed']],
  [
    'overloaded',
    [
      'overloaded',
      'overloaded_error',
      'server_is_overloaded',
      'engine_overloaded',
      'engine_overloaded_error',
      'server_overloaded',
      'ServerOverloaded',
      'capacity_exceeded',
      'queue_exceeded',
      'unavailable_error',
      'UNAVAILABLE',
      'ModelNotReadyException',
      '1305',
      '1312',
    ],
  ],
  ['timeout', ['timeout', 'timeout_error', 'DEADLINE_EXCEEDED', 'ModelTimeoutException']],
];

const codes: ReadonlyMap<string, ErrorCode> = new Map(
  codeRules.flatMap(([code, names]) => names.map((name) => [normalize(name), code] as const)),
);

/** Pydantic's types of errors about the form of a value, for example `float_parsing`. */
const formType = /_(?:type|parsing)$/;

/** Returns the error code for a vendor's code, type or reason, in any spelling: `InvalidApiKey`, `invalid_api_key`. */
export function findCode(name: string = ''): ErrorCode | undefined {
  return codes.get(normalize(name)) ?? (formType.test(name) ? 'invalid-request' : undefined);
}

function normalize(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_.-]/g, '');
}
