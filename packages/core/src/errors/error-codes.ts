import type { Phase } from '../chat/attempt.ts';
import type { ErrorCode } from '../chat/error-code.ts';
import type { ErrorRule } from './error-rule.ts';
import { transient, retriedOnce, cooling, internal, caller } from './error-rule.ts';

/** The error table, by code. A test compares it with `docs/errors.md`. */
export const errorRules: Readonly<Record<ErrorCode, ErrorRule>> = {
  'connection-failed': {
    ...transient,
    scope: 'vendor',
    source: 'network: DNS, TCP, TLS or proxy',
    httpStatus: 502,
    exitCode: 69,
    hint: 'Check `baseUrl`, `proxy` and the network, and that the server is running.',
  },
  timeout: {
    ...retriedOnce,
    source: 'a timeout (see `phase`), or HTTP 408',
    httpStatus: 504,
    exitCode: 75,
    hint: 'Raise the timeout of the phase in `error.phase`, or use a faster target.',
  },
  'server-error': {
    ...transient,
    scope: 'vendor',
    source: 'HTTP 5xx',
    httpStatus: 502,
    exitCode: 69,
    hint: 'Retry later, or add a fallback target.',
  },
  overloaded: {
    ...transient,
    source: 'HTTP 529, or error message',
    httpStatus: 503,
    exitCode: 75,
    hint: 'Retry later, or add a fallback target.',
  },
  'rate-limited': {
    ...transient,
    countsForBreaker: false,
    cooldownMs: 'backoff',
    source: 'HTTP 429, or a limit of the target',
    httpStatus: 429,
    exitCode: 75,
    hint: 'Send fewer requests, retry after `retryAfterMs`, or add a fallback target.',
    hintWithoutDelay: 'Send fewer requests, retry later, or add a fallback target.',
  },
  'quota-exhausted': {
    ...cooling,
    scope: 'credential',
    source: 'HTTP 402, or error message',
    httpStatus: 402,
    exitCode: 69,
    hint: 'Add credit to the account, or use another API key.',
  },
  'authentication-failed': {
    ...cooling,
    scope: 'credential',
    source: 'HTTP 401',
    httpStatus: 502,
    exitCode: 77,
    hint: 'Check that the API key is complete and belongs to this provider.',
  },
  'permission-denied': {
    ...cooling,
    source: 'HTTP 403',
    httpStatus: 502,
    exitCode: 77,
    hint: 'Check the permissions of the API key and the account.',
  },
  'session-rejected': {
    ...transient,
    scope: 'request',
    countsForBreaker: false,
    source:
      'HTTP 401 for a session that the provider opened, or a login that some accounts may pass',
    httpStatus: 502,
    exitCode: 75,
    hint: 'Send the request again: the next request uses another session.',
  },
  blocked: {
    ...transient,
    retry: 'no',
    scope: 'vendor',
    source: 'bot challenge page',
    httpStatus: 502,
    exitCode: 69,
    hint: "Blocked by a bot challenge, such as Cloudflare's. Use another network or target.",
  },
  'model-not-found': {
    ...cooling,
    source: 'HTTP 404 or 410, or the registry',
    httpStatus: 404,
    exitCode: 78,
    hint: 'Check the model name; after an HTTP 404, check `baseUrl` too.',
  },
  'context-length-exceeded': {
    ...caller,
    fallback: 'larger-window',
    source: 'HTTP 413, or error message',
    httpStatus: 400,
    exitCode: 65,
    hint: 'Shorten the conversation, or add a target with a larger context window, and set `contextTokens` of each target whose window is not known.',
  },
  'content-filtered': {
    ...caller,
    fallback: 'opt-in',
    source: 'error message, or content filter before any content',
    httpStatus: 400,
    exitCode: 65,
    hint: 'Change the prompt, or set `errorRules` of the chain to allow a fallback.',
  },
  'invalid-request': {
    ...caller,
    fallback: 'opt-in',
    source: 'error about the form or the content of a request, or request validation',
    httpStatus: 400,
    exitCode: 65,
    hint: 'Correct what the message names. For an HTTP error, compare the request with the documentation of the vendor.',
  },
  'unsupported-parameter': {
    ...caller,
    fallback: 'yes',
    source: 'HTTP 400 or 422 about a parameter or a value, or error message',
    httpStatus: 400,
    exitCode: 65,
    hint: 'Remove the parameter that the message names or change its value, or add a target that supports it.',
  },
  'request-rejected': {
    ...caller,
    fallback: 'yes',
    source: 'other HTTP 4xx, such as 400 without a known reason',
    httpStatus: 502,
    exitCode: 69,
    hint: 'Compare the HTTP status with the documentation of the vendor, or add a fallback target.',
  },
  'unsupported-feature': {
    ...internal,
    fault: 'caller',
    source: 'capability check before the request, or error message',
    httpStatus: 400,
    exitCode: 65,
    hint: 'Remove the feature from the request, or add a target that supports it.',
  },
  'malformed-response': {
    ...retriedOnce,
    source:
      'decoder: not an event stream, invalid JSON, impossible event, HTTP 3xx, unknown encoding',
    httpStatus: 502,
    exitCode: 76,
    hint: 'Check that `baseUrl` points to the right API and version. If it does, report the message to the author of the provider.',
  },
  'stream-truncated': {
    ...retriedOnce,
    source: 'decoder: stream ended without a finish',
    httpStatus: 502,
    exitCode: 76,
    hint: 'Send the request again; `error.partialText` holds the text received so far.',
  },
  'empty-response': {
    ...retriedOnce,
    source: 'decoder: finish without content',
    httpStatus: 502,
    exitCode: 76,
    hint: 'Send the request again, or change the prompt.',
  },
  'response-too-large': {
    ...transient,
    scope: 'request',
    retry: 'no',
    countsForBreaker: false,
    source: 'size limits',
    httpStatus: 502,
    exitCode: 76,
    hint: 'Lower `maxOutputTokens`, raise the limit if the message names its option, or use another target.',
  },
  'response-rejected': {
    ...internal,
    fault: 'provider',
    source: '`accept`, or validation of `responseFormat.schema`',
    httpStatus: 502,
    exitCode: 76,
    hint: 'Check the condition that the message names, send the request again, or add a fallback target.',
  },
  'circuit-open': {
    ...internal,
    scope: 'model',
    source: 'circuit breaker',
    httpStatus: 503,
    exitCode: 75,
    hint: 'Retry after `retryAfterMs`, or add a fallback target.',
    hintWithoutDelay:
      'Call `resetHealth` if the target was isolated, retry later, or add a fallback target.',
  },
  'concurrency-limited': {
    ...internal,
    scope: 'model',
    source: 'concurrency limits',
    httpStatus: 503,
    exitCode: 75,
    hint: 'Raise `maxConcurrent` of the target, or its `maxWaitMs` to wait longer in the queue.',
  },
  'cooling-down': {
    ...internal,
    scope: 'model',
    source: 'cooldown',
    httpStatus: 503,
    exitCode: 75,
    hint: 'Retry after `retryAfterMs`, or add a fallback target.',
    hintWithoutDelay: 'Retry later, or add a fallback target.',
  },
  'provider-not-found': {
    ...caller,
    source: 'registry',
    httpStatus: 404,
    exitCode: 78,
    hint: 'Register the provider in `createUnderstudy`, or correct the name.',
  },
  'invalid-configuration': {
    ...caller,
    source: '`createUnderstudy` and provider factories',
    httpStatus: 500,
    exitCode: 78,
    hint: 'Correct the option at the path in the message.',
  },
  'provider-deprecated': {
    ...caller,
    source: "registry, with `deprecations: 'error'`",
    httpStatus: 410,
    exitCode: 78,
    hint: "Use the replacement, or set `deprecations` to `'warn'`.",
  },
  'provider-retired': {
    ...caller,
    source: 'registry',
    httpStatus: 410,
    exitCode: 78,
    hint: 'Use the replacement, or add the provider id to `allowRetired`.',
  },
  'all-targets-failed': {
    ...internal,
    fault: 'provider',
    fallback: 'no',
    source: 'chain',
    httpStatus: 502,
    exitCode: 69,
    hint: 'Read the `error` of each attempt in `error.attempts`.',
  },
  closed: {
    ...caller,
    source: 'runtime after `close()`',
    httpStatus: 503,
    exitCode: 70,
    hint: 'Create a new runtime with `createUnderstudy`.',
  },
  internal: {
    ...internal,
    fallback: 'yes',
    source: 'Understudy, or a provider that threw an unexpected value',
    httpStatus: 500,
    exitCode: 70,
    hint: 'Report the bug to Understudy or to the author of the provider, with `error.cause`.',
  },
};

/** The rule of a `timeout` whose phase is `deadline`. */
export const deadlineRule: ErrorRule = {
  ...errorRules.timeout,
  fault: 'caller',
  scope: 'request',
  retry: 'no',
  fallback: 'no',
  countsForBreaker: false,
  source: '`deadlineMs`',
  hint: 'Raise `deadlineMs`, or use faster targets.',
};

/**
 * Returns the rule for an error code. A `timeout` with the phase `deadline` has its own rule.
 *
 * Returns the rule of `internal` for a code that is unknown to this version.
 */
export function errorRule(code: ErrorCode, phase?: Phase): ErrorRule {
  if (code === 'timeout' && phase === 'deadline') return deadlineRule;
  return Object.hasOwn(errorRules, code) ? errorRules[code] : errorRules.internal;
}
