import {
  errorRules,
  isChainError,
  isConfigurationError,
  isProviderError,
  isUnderstudyError,
} from '@understudy/core';
import type { Attempt, ErrorCode } from '@understudy/core';

import { Rejection } from './rejection.ts';
import type { RejectionCode } from './rejection.ts';

/** The code of an error that a client receives: of Understudy, or of a rejection by the gateway. */
export type FailureCode = ErrorCode | RejectionCode;

/** Whether a code is one of Understudy, and not of the gateway's own rejections. */
export function isErrorCode(code: FailureCode): code is ErrorCode {
  return Object.hasOwn(errorRules, code);
}

/** The code for an error in a stream, where the only rejection is that of a gateway that shuts down. */
export function toErrorCode({ code }: Failure): ErrorCode {
  return isErrorCode(code) ? code : 'overloaded';
}

/** What a client receives about an error. */
export interface Failure {
  readonly code: FailureCode;
  /** Contains no text of a vendor and nothing of the conversation. */
  readonly message: string;
  readonly param: string | undefined;
  readonly retryAfterMs: number | undefined;
  /** False if the gateway has made requests to vendors. A retry of the client would multiply them. */
  readonly mayRetry: boolean;
}

/** What a client may learn. */
export interface Disclosure {
  /** Whether messages name providers and models. */
  readonly expose: boolean;
}

/** Whether an attempt of a chat has made a request to its vendor. */
export function hasReachedVendor(attempts: readonly Attempt[]): boolean {
  return attempts.some(({ requests }) => requests > 0);
}

/**
 * Describes an error for a client.
 *
 * @param reachedVendor - whether the gateway has made a request to a vendor
 */
export function toFailure(error: unknown, reachedVendor: boolean, { expose }: Disclosure): Failure {
  const mayRetry = !reachedVendor;
  if (error instanceof Rejection) {
    const { code, message, param, retryAfterMs } = error;
    return { code, message, param, retryAfterMs, mayRetry };
  }
  const unknown = { param: undefined, retryAfterMs: undefined, mayRetry };
  if (!isUnderstudyError(error)) {
    return { ...unknown, code: 'internal', message: 'internal error of the gateway' };
  }
  if (isChainError(error)) {
    const failed = error.attempts.filter(({ outcome }) => outcome !== 'aborted');
    const codes = error.errors.map(({ code }) => code);
    const message = expose
      ? `all targets failed: ${failed.map(describe).join('; ')}`
      : 'all targets failed';
    return { ...unknown, code: commonCode(codes), message, retryAfterMs: error.retryAfterMs };
  }
  const { code } = error;
  if (isConfigurationError(error)) {
    const isOfClient = code === 'invalid-request';
    const general = modelCodes.has(code) ? unknownModel : generalMessage(code);
    const message = expose || isOfClient ? error.message : general;
    return { ...unknown, code, message, param: isOfClient ? error.path : undefined };
  }
  const { param, retryAfterMs } = isProviderError(error) ? error : unknown;
  const message = expose ? error.message : generalMessage(code);
  return { ...unknown, code, message, param, retryAfterMs };
}

/** The codes of errors that a later request may not have. */
const temporary: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'rate-limited',
  'overloaded',
  'circuit-open',
  'cooling-down',
  'concurrency-limited',
]);

/** Returns the code that all errors have; else `overloaded` if all are temporary, else `all-targets-failed`. */
function commonCode(codes: readonly ErrorCode[]): ErrorCode {
  const [first] = codes;
  if (first !== undefined && codes.every((code) => code === first)) return first;
  return codes.every((code) => temporary.has(code)) ? 'overloaded' : 'all-targets-failed';
}

function describe({ provider, model, error, outcome }: Attempt): string {
  return `${provider}/${model}: ${error?.code ?? outcome}`;
}

/** The codes of a name that the runtime does not know. */
const modelCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'model-not-found',
  'provider-not-found',
]);

const unknownModel = 'the model does not exist, or the key may not use it';

function generalMessage(code: ErrorCode): string {
  return `the request failed (${code})`;
}
