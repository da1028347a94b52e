import { ProviderError } from '@understudy/core/provider';
import type { ErrorCode } from '@understudy/core/provider';

const accountCodes: readonly ErrorCode[] = [
  'authentication-failed',
  'permission-denied',
  'quota-exhausted',
];
const requestCodes: readonly ErrorCode[] = [
  'invalid-request',
  'request-rejected',
  'context-length-exceeded',
  'content-filtered',
];

/** Whether an error is a bot challenge, or has a delay. It then affects the client, not an account. */
export function affectsClient({ code, retryAfterMs }: ProviderError): boolean {
  return code === 'blocked' || retryAfterMs !== undefined;
}

/** Whether the server rejected the account. */
export function isAccountRejection({ code }: ProviderError): boolean {
  return accountCodes.includes(code);
}

/** Whether another login would fail with the same error as `logIn()`. */
export function affectsAllLogins(error: ProviderError): boolean {
  return affectsClient(error) || isAccountRejection(error);
}

/** A login contains nothing of the caller's request, so a code that blames the request is replaced. */
export function withoutRequestCode(error: ProviderError, code: ErrorCode): ProviderError {
  return requestCodes.includes(error.code) ? withCode(error, code) : error;
}

export function withCode(error: ProviderError, code: ErrorCode): ProviderError {
  const { message, status, retryAfterMs, requestId } = error;
  return new ProviderError({ code, message, status, retryAfterMs, requestId });
}

export function noAccounts(): ProviderError {
  return new ProviderError({
    code: 'overloaded',
    message: 'account list: expected at least one account, received none',
  });
}

export function authenticationFailed(message: string): ProviderError {
  return new ProviderError({ code: 'authentication-failed', message });
}
