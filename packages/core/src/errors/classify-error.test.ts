import { describe, expect, it } from 'vitest';

import { classifyError } from './classify-error.ts';
import type { ErrorCode } from './error-codes.ts';

describe("a vendor's failure", () => {
  it.each<[number, ErrorCode]>([
    [300, 'malformed-response'],
    [302, 'malformed-response'],
    [399, 'malformed-response'],
    [400, 'invalid-request'],
    [401, 'authentication-failed'],
    [402, 'quota-exhausted'],
    [403, 'permission-denied'],
    [404, 'model-not-found'],
    [405, 'invalid-request'],
    [408, 'timeout'],
    [409, 'invalid-request'],
    [410, 'model-not-found'],
    [413, 'context-length-exceeded'],
    [418, 'invalid-request'],
    [422, 'invalid-request'],
    [429, 'rate-limited'],
    [499, 'invalid-request'],
    [500, 'server-error'],
    [502, 'server-error'],
    [503, 'server-error'],
    [504, 'server-error'],
    [529, 'overloaded'],
    [599, 'server-error'],
  ])('with status %i alone is %s', (status, code) => {
    expect(classifyError({ status })).toBe(code);
    expect(classifyError({ status, vendorCode: 'unheard_of', vendorMessage: 'Something.' })).toBe(
      code,
    );
  });

  it.each<[string, ErrorCode]>([
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
  ])('with the code or type %s is %s, whatever words and status say', (word, code) => {
    const vendorMessage = 'rate limit, too long, overloaded, billing, content policy';
    expect(classifyError({ vendorCode: word, status: 418, vendorMessage })).toBe(code);
    expect(classifyError({ vendorType: word, status: 418, vendorMessage })).toBe(code);
    expect(classifyError({ vendorType: word })).toBe(code);
  });

  describe.each(['api_error', 'server_error'])('with the type %s', (vendorType) => {
    it.each([
      [404, 'model-not-found'],
      [400, 'invalid-request'],
      [503, 'server-error'],
      [200, 'server-error'],
      [undefined, 'server-error'],
    ] as const)('and status %s is %s', (status, code) => {
      expect(classifyError({ vendorType, status })).toBe(code);
    });

    it('is read by its words', () => {
      const vendorMessage = 'The engine is currently overloaded, please try again later';
      expect(classifyError({ vendorType, status: 503, vendorMessage })).toBe('overloaded');
    });
  });

  it('is told by its code before its type', () => {
    const vendorCode = 'context_length_exceeded';
    expect(classifyError({ vendorCode, vendorType: 'rate_limit_error' })).toBe(
      'context-length-exceeded',
    );
  });

  it.each<[string, number | undefined, ErrorCode]>([
    [
      'You exceeded your current quota, please check your plan and billing details.',
      429,
      'quota-exhausted',
    ],
    ['Your credit balance is too low to access the API.', 400, 'quota-exhausted'],
    ["This model's maximum context length is 8192 tokens.", 400, 'context-length-exceeded'],
    ['prompt is too long: 210000 tokens > 200000 maximum', 400, 'context-length-exceeded'],
    [
      'The message you submitted was too long, please submit something shorter.',
      413,
      'context-length-exceeded',
    ],
    ['The message you submitted was too long.', 400, 'context-length-exceeded'],
    ['Input is too long for requested model.', 400, 'context-length-exceeded'],
    ["Invalid 'messages[0].content': string too long.", 400, 'context-length-exceeded'],
    [
      'Only one message at a time. Please allow any other responses to complete.',
      429,
      'rate-limited',
    ],
    ['Too many requests in 1 hour. Try again later.', 429, 'rate-limited'],
    ['Rate limit reached for requests', undefined, 'rate-limited'],
    ['Our servers are OVERLOADED.', 500, 'overloaded'],
    ['We are at capacity right now.', 503, 'overloaded'],
    [
      "The response was filtered due to the prompt triggering Azure OpenAI's content management policy.",
      400,
      'content-filtered',
    ],
    ['Insufficient Balance', 402, 'quota-exhausted'],
    ['Your team has reached its monthly spending limit.', 403, 'quota-exhausted'],
    ["Your newly created team doesn't have any credits yet.", 403, 'quota-exhausted'],
    ['Please check your billing details.', 403, 'quota-exhausted'],
    [
      'Rate limit reached on tokens per minute (TPM). Upgrade at https://console.test/settings/billing',
      429,
      'rate-limited',
    ],
    ['Request too large on tokens per minute (TPM): Limit 6000', 413, 'rate-limited'],
    ['The model is temporarily rate-limited upstream.', 502, 'rate-limited'],
    ["This model's maximum prompt length is 131072.", 400, 'context-length-exceeded'],
    [
      'The input token count exceeds the maximum number of tokens allowed (1048576).',
      400,
      'context-length-exceeded',
    ],
    [
      'The request exceeds the available context size, try increasing it',
      400,
      'context-length-exceeded',
    ],
    ['Cannot truncate prompt with n_keep (15028) >= n_ctx (7424)', 400, 'context-length-exceeded'],
    [
      'Input validation error: `inputs` tokens + `max_new_tokens` must be <= 8193.',
      422,
      'context-length-exceeded',
    ],
    ['max_tokens is too large: 50000. This model supports at most 16384.', 400, 'invalid-request'],
    ['Server busy, please try again.', 503, 'overloaded'],
    ['Your prompt was flagged as potentially violating our usage policy.', 400, 'content-filtered'],
    ['Incorrect API key provided: xa***. You can obtain one.', 400, 'authentication-failed'],
    ['API key not valid. Please pass a valid API key.', 400, 'authentication-failed'],
    ['User location is not supported for the API use.', 400, 'permission-denied'],
    ['Your organization must be verified to stream this model.', 400, 'permission-denied'],
    ['Model Not Exist', 400, 'model-not-found'],
    ['Unexpected endpoint or method. (POST /chat/completions)', 200, 'model-not-found'],
    ['The server took too long to respond.', 504, 'server-error'],
    ['Waiting for the model took too long', 408, 'timeout'],
    ['Something went wrong.', undefined, 'server-error'],
  ])('that says %j with status %s is %s', (vendorMessage, status, code) => {
    expect(classifyError({ vendorMessage, status })).toBe(code);
  });

  it('inside of a 200 is read by its words, and else is a fault of the server', () => {
    expect(classifyError({ status: 200, vendorMessage: 'rate limit' })).toBe('rate-limited');
    expect(classifyError({ status: 200, vendorMessage: 'Oh no.' })).toBe('server-error');
    expect(classifyError({ status: 200, vendorCode: 'unheard_of' })).toBe('server-error');
    expect(classifyError({})).toBe('server-error');
  });

  it.each([200, 204, 206])('that is none, under status %i, is no answer', (status) => {
    expect(classifyError({ status })).toBe('malformed-response');
  });

  it('is not told by words beyond the first 4 KiB', () => {
    const vendorMessage = `${'x'.repeat(4096)} rate limit`;
    expect(classifyError({ vendorMessage, status: 400 })).toBe('invalid-request');
  });

  it.each(['__proto__', 'constructor', 'toString', ''])(
    'is not told by the code %j',
    (vendorCode) => {
      expect(classifyError({ vendorCode, vendorType: vendorCode, status: 400 })).toBe(
        'invalid-request',
      );
    },
  );
});
