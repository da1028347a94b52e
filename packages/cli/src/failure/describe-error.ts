import {
  UnderstudyError,
  errorRule,
  errorRules,
  isChainError,
  isConfigurationError,
  isProviderError,
  isUnderstudyError,
} from '@understudy/core';

import type { Interruption } from '../interruption.ts';
import type { Failure } from './failure.ts';
import { stripCredentials } from './strip-credentials.ts';

const addressPath = /^--base-url$|^UNDERSTUDY_\w+_BASE_URL$|^settings\.[^.]+\.baseUrl$/;
const addressHint =
  'Give the address with --base-url, in UNDERSTUDY_<PROVIDER>_BASE_URL or in understudy.config.json; "understudy demo" brings an upstream of its own.';

/** By the error table; what is not ours counts as `internal`. */
export function describeError(error: unknown): Failure {
  const known = isUnderstudyError(error) ? error : toInternal(error);
  const { code } = known;
  const hint = hintFor(known);
  return {
    exitCode: errorRule(code, isProviderError(known) ? known.phase : undefined).exitCode,
    code,
    text: { label: `error[${code}]`, message: stripCredentials(known.message), hint },
    json: { ...known.toJSON(), hint },
  };
}

/** What a person at a command line can do, where the table speaks to programs. */
function hintFor(error: UnderstudyError): string {
  if (isChainError(error)) {
    return 'Put right what the attempts tell, or name more targets with --fallback.';
  }
  if (!isConfigurationError(error)) return error.hint;
  if (addressPath.test(error.path)) return addressHint;
  const unknownName = error.code === 'model-not-found' || error.code === 'provider-not-found';
  return unknownName ? 'Run "understudy models" to see the names.' : error.hint;
}

/** An end that somebody wished for. */
export function describeInterruption({ message, exitCode }: Interruption): Failure {
  const { hint } = errorRules.aborted;
  const code = 'aborted';
  return { exitCode, code, text: undefined, json: { code, message, hint } };
}

function toInternal(error: unknown): UnderstudyError {
  const message = error instanceof Error ? error.message : String(error);
  const [sentence = ''] = message.split('\n');
  return new UnderstudyError('internal', sentence, { cause: error });
}
