import {
  UnderstudyError,
  errorRule,
  errorRules,
  isConfigurationError,
  isProviderError,
  isUnderstudyError,
} from '@understudy/core';

import { flagOfTarget } from '../configuration/fallback-chain.ts';
import type { Interruption } from '../interruption.ts';
import type { Failure } from './failure.ts';
import { stripCredentials } from './strip-credentials.ts';

interface Option {
  readonly flag: string;
  readonly hint: string;
}

const namesHint = 'Run "understudy providers" to see the names.';

/** The options by which settings are given, by path. */
const options: ReadonlyMap<string, Option> = new Map([
  ['model', { flag: '--model', hint: namesHint }],
  [
    'settings.fakegpt.baseUrl',
    {
      flag: '--base-url',
      hint: 'Give the address here, in UNDERSTUDY_FAKEGPT_BASE_URL or in understudy.config.json; "understudy demo" brings an upstream of its own.',
    },
  ],
]);

/** What a person at a command line can do, where the table speaks to programs. */
const hints: ReadonlyMap<string, string> = new Map([
  ['all-targets-failed', 'Mend what the attempts tell, or name more targets with --fallback.'],
  ['provider-not-found', namesHint],
]);

/** By the error table; what is not ours counts as `internal`. */
export function describeError(error: unknown): Failure {
  const known = isUnderstudyError(error) ? error : toInternal(error);
  const { code } = known;
  const option = isConfigurationError(known) ? findOption(known.path) : undefined;
  const hint = option?.hint ?? hints.get(code) ?? known.hint;
  return {
    exitCode: errorRule(code, isProviderError(known) ? known.phase : undefined).exitCode,
    told: { label: `error[${code}]`, message: messageOf(known, option?.flag), hint },
    json: { ...known.toJSON(), hint },
  };
}

function findOption(path: string): Option | undefined {
  const flag = flagOfTarget(path);
  return flag === undefined ? options.get(path) : { flag, hint: namesHint };
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
