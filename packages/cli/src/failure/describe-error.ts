import {
  UnderstudyError,
  errorRule,
  isChainError,
  isConfigurationError,
  isProviderError,
  isUnderstudyError,
} from '@understudy/core';

import type { Interruption } from '../interruption.ts';
import type { Failure } from './failure.ts';
import { stripCredentials } from './strip-credentials.ts';

const baseUrlPath = /^--base-url$|^UNDERSTUDY_\w+_BASE_URL$|^settings\.[^.]+\.baseUrl$/;
const baseUrlHint =
  'Set the base URL with --base-url, UNDERSTUDY_<PROVIDER>_BASE_URL or understudy.config.json, or run "understudy demo" with an emulated server.';

/** Describes an error by the error table of core. A foreign error becomes `internal`. */
export function describeError(error: unknown): Failure {
  const known = isUnderstudyError(error) ? error : toInternalError(error);
  const { code } = known;
  const hint = hintFor(known);
  const isRepeated =
    hint === known.hint && isConfigurationError(known) && known.advice !== undefined;
  return {
    exitCode: errorRule(code, isProviderError(known) ? known.phase : undefined).exitCode,
    code,
    text: {
      label: `error[${code}]`,
      message: stripCredentials(known.message),
      hint: isRepeated ? undefined : hint,
    },
    json: { ...known.toJSON(), hint },
  };
}

/** Replaces hints of core that name options of the API by hints that name flags. */
function hintFor(error: UnderstudyError): string {
  if (isChainError(error)) return 'Fix the errors listed above, or add targets with --fallback.';
  if (!isConfigurationError(error)) return error.hint;
  if (baseUrlPath.test(error.path) && error.advice === undefined) return baseUrlHint;
  const isUnknownName = error.code === 'model-not-found' || error.code === 'provider-not-found';
  return isUnknownName ? 'Run "understudy models" for the available names.' : error.hint;
}

export function describeInterruption({ message, exitCode }: Interruption): Failure {
  const code = 'aborted';
  const hint = 'Ignore this error: the command was interrupted.';
  return { exitCode, code, text: undefined, json: { code, message, hint } };
}

function toInternalError(error: unknown): UnderstudyError {
  const message = error instanceof Error ? error.message : String(error);
  const [firstLine = ''] = message.split('\n');
  return new UnderstudyError('internal', firstLine, { cause: error });
}
