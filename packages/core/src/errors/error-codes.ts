import type { Phase } from '../chat/attempt.ts';

/** Every way in which Understudy can fail. */
export type ErrorCode =
  | 'connection-failed'
  | 'timeout'
  | 'server-error'
  | 'overloaded'
  | 'rate-limited'
  | 'quota-exhausted'
  | 'authentication-failed'
  | 'permission-denied'
  | 'blocked'
  | 'model-not-found'
  | 'context-length-exceeded'
  | 'content-filtered'
  | 'invalid-request'
  | 'unsupported-feature'
  | 'malformed-response'
  | 'stream-truncated'
  | 'empty-response'
  | 'response-too-large'
  | 'circuit-open'
  | 'concurrency-limited'
  | 'cooling-down'
  | 'aborted'
  | 'provider-not-found'
  | 'invalid-configuration'
  | 'provider-deprecated'
  | 'provider-retired'
  | 'all-targets-failed'
  | 'closed'
  | 'internal';

/** What the chain, a gateway and a command line do about one code. */
export interface ErrorRule {
  /** Who found it, and in what. */
  readonly source: string;
  readonly fault: 'caller' | 'provider' | 'internal';
  /** Whether the same target may be asked again; `with-retry-after` waits as long as the vendor says, where that fits. */
  readonly retry: 'yes' | 'once' | 'with-retry-after' | 'no' | 'never';
  /** Whether the next target may be asked. */
  readonly fallback: 'yes' | 'no' | 'larger-window' | 'opt-in' | 'never';
  /** Whether the breaker of the target counts it as a failure. */
  readonly countsForBreaker: boolean;
  /** How long the target rests: milliseconds, or the time that the vendor names. */
  readonly cooldownMs: number | 'retry-after' | undefined;
  /** For a gateway that answers with this error. */
  readonly httpStatus: number;
  /** For a program that ends with it, after sysexits.h; 130 as shells do after an interrupt. */
  readonly exitCode: number;
  /** What to do about it, in one line. */
  readonly hint: string;
}

const transient = {
  fault: 'provider',
  retry: 'yes',
  fallback: 'yes',
  countsForBreaker: true,
  cooldownMs: undefined,
} as const;
const once = { ...transient, retry: 'once' } as const;
const resting = { ...transient, retry: 'no', countsForBreaker: false, cooldownMs: 60_000 } as const;
const ours = {
  fault: 'internal',
  retry: 'no',
  fallback: 'yes',
  countsForBreaker: false,
  cooldownMs: undefined,
} as const;
const caller = {
  fault: 'caller',
  retry: 'no',
  fallback: 'no',
  countsForBreaker: false,
  cooldownMs: undefined,
} as const;

/** The error table; `docs/errors.md` shows it, and a test holds the two equal. */
export const errorRules: Readonly<Record<ErrorCode, ErrorRule>> = {
  'connection-failed': {
    ...transient,
    source: 'transport: DNS, refused, reset, TLS',
    httpStatus: 502,
    exitCode: 69,
    hint: 'Check the base URL, the proxy and the network, and whether the server is up.',
  },
  timeout: {
    ...once,
    source: 'our timers (the phase tells which), or 408',
    httpStatus: 504,
    exitCode: 75,
    hint: 'Raise the limit of the phase named, or try a faster target.',
  },
  'server-error': {
    ...transient,
    source: '5xx',
    httpStatus: 502,
    exitCode: 69,
    hint: 'The vendor has a fault of its own: try again later or add another target.',
  },
  overloaded: {
    ...transient,
    source: '529, or wording',
    httpStatus: 503,
    exitCode: 75,
    hint: 'The vendor has too much to do: try again later or add another target.',
  },
  'rate-limited': {
    ...transient,
    retry: 'with-retry-after',
    countsForBreaker: false,
    cooldownMs: 'retry-after',
    source: '429',
    httpStatus: 429,
    exitCode: 75,
    hint: 'Send less, wait as long as retryAfterMs says, or add another target.',
  },
  'quota-exhausted': {
    ...resting,
    source: '402, or wording in 400 and 429',
    httpStatus: 402,
    exitCode: 69,
    hint: 'The account has no credit left: top it up or use another key.',
  },
  'authentication-failed': {
    ...resting,
    source: '401',
    httpStatus: 502,
    exitCode: 77,
    hint: 'The vendor does not accept the credentials: check that the key is whole and belongs to this vendor.',
  },
  'permission-denied': {
    ...resting,
    source: '403',
    httpStatus: 502,
    exitCode: 77,
    hint: 'The credentials are known, but may not do this: check the rights of the account.',
  },
  blocked: {
    ...transient,
    retry: 'no',
    source: 'a challenge page',
    httpStatus: 502,
    exitCode: 69,
    hint: 'The vendor takes us for a robot and shows a page for people: use another network or another target.',
  },
  'model-not-found': {
    ...resting,
    source: '404, 410, or the registry',
    httpStatus: 404,
    exitCode: 78,
    hint: 'Check the name of the model; where the vendor said only 404, check the base URL too.',
  },
  'context-length-exceeded': {
    ...caller,
    fallback: 'larger-window',
    source: 'vendor',
    httpStatus: 413,
    exitCode: 65,
    hint: 'Send fewer or shorter messages, or use a model with a larger window.',
  },
  'content-filtered': {
    ...caller,
    fallback: 'opt-in',
    source: 'vendor',
    httpStatus: 422,
    exitCode: 65,
    hint: "The vendor's filter withheld the answer: put the question differently.",
  },
  'invalid-request': {
    ...caller,
    fallback: 'opt-in',
    source: 'other 4xx, or our own check of the request',
    httpStatus: 400,
    exitCode: 65,
    hint: 'Correct the request as the message says.',
  },
  'unsupported-feature': {
    ...ours,
    fault: 'caller',
    source: 'planner, before any call',
    httpStatus: 400,
    exitCode: 65,
    hint: 'Leave the feature out, or name a target that has it.',
  },
  'malformed-response': {
    ...once,
    source: 'decoder: not SSE, bad JSON, an impossible event, 3xx, an encoding nobody asked for',
    httpStatus: 502,
    exitCode: 76,
    hint: 'The server does not speak the protocol expected: check the base URL and its version.',
  },
  'stream-truncated': {
    ...once,
    source: 'decoder: an end without a finish',
    httpStatus: 502,
    exitCode: 76,
    hint: 'The answer was cut off; error.partial holds what came. Ask again.',
  },
  'empty-response': {
    ...once,
    source: 'decoder: a finish without content',
    httpStatus: 502,
    exitCode: 76,
    hint: 'The vendor finished without a word: ask again or put the question differently.',
  },
  'response-too-large': {
    ...transient,
    retry: 'no',
    countsForBreaker: false,
    source: 'our bounds',
    httpStatus: 502,
    exitCode: 76,
    hint: 'The server sent more than the bound named: raise it if that was meant.',
  },
  'circuit-open': {
    ...ours,
    source: 'breaker',
    httpStatus: 503,
    exitCode: 75,
    hint: 'The target failed too often and rests; it is tried again after retryAfterMs.',
  },
  'concurrency-limited': {
    ...ours,
    source: 'our limits',
    httpStatus: 503,
    exitCode: 75,
    hint: 'The target has all it may do at once: wait, or raise its limit.',
  },
  'cooling-down': {
    ...ours,
    source: 'cooldown',
    httpStatus: 503,
    exitCode: 75,
    hint: 'The target asked for a rest; it is tried again after retryAfterMs.',
  },
  aborted: {
    ...caller,
    retry: 'never',
    fallback: 'never',
    source: "the caller's signal",
    httpStatus: 499,
    exitCode: 130,
    hint: 'The caller ended it; nothing is wrong.',
  },
  'provider-not-found': {
    ...caller,
    source: 'registry',
    httpStatus: 404,
    exitCode: 78,
    hint: 'Register the provider in createUnderstudy, or correct the name.',
  },
  'invalid-configuration': {
    ...caller,
    source: 'createUnderstudy and the factories of providers',
    httpStatus: 500,
    exitCode: 78,
    hint: 'Correct the setting at the path named.',
  },
  'provider-deprecated': {
    ...caller,
    source: 'registry, where deprecations are errors',
    httpStatus: 410,
    exitCode: 78,
    hint: 'Move to the replacement, or set deprecations to "warn".',
  },
  'provider-retired': {
    ...caller,
    source: 'registry',
    httpStatus: 410,
    exitCode: 78,
    hint: 'Move to the replacement, or list the provider in allowRetired.',
  },
  'all-targets-failed': {
    ...ours,
    fault: 'provider',
    fallback: 'no',
    source: 'chain',
    httpStatus: 502,
    exitCode: 69,
    hint: 'Each attempt stands in error.attempts with its own cause.',
  },
  closed: {
    ...caller,
    source: 'runtime',
    httpStatus: 503,
    exitCode: 70,
    hint: 'close() was called: create a new understudy.',
  },
  internal: {
    ...ours,
    fallback: 'yes',
    source: 'us, or a provider that threw what it may not throw',
    httpStatus: 500,
    exitCode: 70,
    hint: 'This is a fault in Understudy or in the provider: report it with the cause.',
  },
};

/** The one case that a code alone does not tell: the chain's own deadline ends everything. */
export const deadlineRule: ErrorRule = {
  ...errorRules.timeout,
  fault: 'caller',
  retry: 'no',
  fallback: 'no',
  countsForBreaker: false,
  source: 'the deadline of the chain',
  hint: 'Raise deadlineMs, or use faster targets.',
};

/** The row of the table for an error; a code that another version made up counts as `internal`. */
export function errorRule(code: ErrorCode, phase?: Phase): ErrorRule {
  if (code === 'timeout' && phase === 'deadline') return deadlineRule;
  return Object.hasOwn(errorRules, code) ? errorRules[code] : errorRules.internal;
}
