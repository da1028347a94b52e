import type { ErrorName } from '../../faults/error-name.ts';
import type { OpenAiError } from './error-reply.ts';
import {
  createRateLimit,
  exhaustedQuota,
  overloadedEngine,
  rejectedKey,
  serverError,
  tooLongContext,
} from './openai-errors.ts';

/** The parameters of a fault that sends one of the named errors. */
export type NamedErrorParameters = { readonly error: ErrorName };

interface NamedError {
  readonly status: number;
  readonly error: OpenAiError;
}

const namedErrors: Readonly<Record<ErrorName, NamedError>> = {
  'server-error': { status: 500, error: serverError },
  overloaded: { status: 503, error: overloadedEngine },
  'rate-limit': { status: 429, error: createRateLimit() },
  'quota-exhausted': { status: 429, error: exhaustedQuota },
  'context-length-exceeded': { status: 400, error: tooLongContext },
  'invalid-key': { status: 401, error: rejectedKey },
};

/** Returns the error with the given name, and its usual status. */
export function getNamedError(name: ErrorName): NamedError {
  return namedErrors[name];
}
