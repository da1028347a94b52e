import { createJsonReply } from '../../server/create-reply.ts';
import type { Reply } from '../../server/reply.ts';

/** The `error` object of an error response. */
export interface AnthropicError {
  readonly type: string;
  readonly message: string;
  /** `details.error_code`. */
  readonly code?: string;
}

export interface ErrorBody {
  readonly type: 'error';
  readonly error: object;
  readonly request_id: string;
}

export function createErrorBody({ type, message, code }: AnthropicError): ErrorBody {
  const details = code === undefined ? {} : { details: { error_code: code } };
  return { type: 'error', error: { type, message, ...details }, request_id: 'req_emulated' };
}

export function createErrorReply(
  status: number,
  error: AnthropicError,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return createJsonReply(status, createErrorBody(error), { headers });
}

export function createInvalidRequest(message: string, code?: string): AnthropicError {
  return { type: 'invalid_request_error', message, ...(code !== undefined && { code }) };
}

export function createNotFound(message: string): AnthropicError {
  return { type: 'not_found_error', message };
}

export const serverError: AnthropicError = { type: 'api_error', message: 'Internal server error' };

export const overloaded: AnthropicError = { type: 'overloaded_error', message: 'Overloaded' };

export const conflict: AnthropicError = {
  type: 'conflict_error',
  message: 'The resource is in use.',
};

export const timedOut: AnthropicError = { type: 'timeout_error', message: 'Request timed out.' };

export const missingBilling: AnthropicError = {
  type: 'billing_error',
  message: 'Your account has a problem with billing. Update your payment details.',
};

export const exhaustedCredit: AnthropicError = createInvalidRequest(
  'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.',
);

export const missingPermission: AnthropicError = {
  type: 'permission_error',
  message: 'Your API key does not have permission to use the specified resource.',
};

export const tooLongPrompt: AnthropicError = createInvalidRequest(
  'prompt is too long: 210000 tokens > 200000 maximum',
);

export const tooManyTokens: AnthropicError = createInvalidRequest(
  'input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000, decrease input length or `max_tokens` and try again',
);

export function createRateLimit(code?: string): AnthropicError {
  return {
    type: 'rate_limit_error',
    message: "This request would exceed your organization's rate limit.",
    ...(code !== undefined && { code }),
  };
}

export function createInvalidKey(message = 'invalid x-api-key'): AnthropicError {
  return { type: 'authentication_error', message };
}
