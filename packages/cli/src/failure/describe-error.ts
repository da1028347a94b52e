import {
  UnderstudyError,
  errorRule,
  errorRules,
  isConfigurationError,
  isProviderError,
  isUnderstudyError,
} from '@understudy/core';

import type { Interruption } from '../interruption.ts';
import type { Failure } from './failure.ts';
import { stripCredentials } from './strip-credentials.ts';

/** The options by which settings are given, by path. */
const options: ReadonlyMap<string, { readonly flag: string; readonly hint: string }> = new Map([
  ['model', { flag: '--model', hint: 'Run "understudy providers" to see the names.' }],
  [
    'settings.fakegpt.baseUrl',
    {
      flag: '--base-url',
      hint: 'Give the address here or in UNDERSTUDY_FAKEGPT_BASE_URL; "understudy demo" brings an upstream of its own.',
    },
  ],
]);

/** By the error table; what is not ours counts as `internal`. */
export function describeError(error: unknown): Failure {
  const known = isUnderstudyError(error) ? error : toInternal(error);
  const { code } = known;
  const option = isConfigurationError(known) ? options.get(known.path) : undefined;
  const hint = option?.hint ?? known.hint;
  return {
    exitCode: errorRule(code, isProviderError(known) ? known.phase : undefined).exitCode,
    told: { label: `error[${code}]`, message: messageOf(known, option?.flag), hint },
    json: { ...known.toJSON(), hint },
  };
}

/** A setting is called as the person called it. */
function messageOf(error: UnderstudyError, flag: string | undefined): string {
  const message = stripCredentials(error.message);
  return flag !== undefined && isConfigurationError(error)
    ? message.replace(error.path, flag)
    : message;
}

/** An end that somebody wished for. */
export function describeInterruption({ message, exitCode }: Interruption): Failure {
  const { hint } = errorRules.aborted;
  return { exitCode, told: undefined, json: { code: 'aborted', message, hint } };
}

function toInternal(error: unknown): UnderstudyError {
  const message = error instanceof Error ? error.message : String(error);
  const [sentence = ''] = message.split('\n');
  return new UnderstudyError('internal', sentence, { cause: error });
}
