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

/** Where the command knows better what to do than the table, by the path of the setting. */
const advice: ReadonlyMap<string, string> = new Map([
  ['model', 'understudy providers lists the names that can be asked.'],
  [
    'settings.fakegpt.baseUrl',
    'Give it with --base-url or in UNDERSTUDY_FAKEGPT_BASE_URL; understudy demo brings an upstream of its own.',
  ],
]);

/** By the error table; what is not ours counts as `internal`. */
export function describeError(error: unknown): Failure {
  const known = isUnderstudyError(error) ? error : toInternal(error);
  const { code } = known;
  const message = stripCredentials(known.message);
  const hint = (isConfigurationError(known) ? advice.get(known.path) : undefined) ?? known.hint;
  return {
    exitCode: errorRule(code, isProviderError(known) ? known.phase : undefined).exitCode,
    told: { label: `error[${code}]`, message, hint },
    json: { ...known.toJSON(), hint },
  };
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
