import {
  UnderstudyError,
  errorRule,
  isChainError,
  isConfigurationError,
  isProviderError,
  isUnderstudyError,
} from '@understudy/core';
import type { ConfigurationError } from '@understudy/core';

import { baseUrlVariable } from '../configuration/override-settings.ts';
import type { Interruption } from '../interruption.ts';
import type { Failure } from './failure.ts';
import { stripCredentials } from './strip-credentials.ts';

const settingPath = /^settings\.([^.]+)\.baseUrl$/;
const variablePath = /^UNDERSTUDY_\w+_BASE_URL$/;

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
  const baseUrlHint = error.advice === undefined ? findBaseUrlHint(error) : undefined;
  if (baseUrlHint !== undefined) return baseUrlHint;
  const isUnknownName = error.code === 'model-not-found' || error.code === 'provider-not-found';
  return isUnknownName ? 'Run "understudy models" for the available names.' : error.hint;
}

/** Names only what the command reads. The path is the flag only if the command has it. */
function findBaseUrlHint({ path, received }: ConfigurationError): string | undefined {
  if (path === '--base-url') {
    return 'Set the base URL with --base-url, UNDERSTUDY_<PROVIDER>_BASE_URL or understudy.config.json, or run "understudy demo" with an emulated server.';
  }
  if (variablePath.test(path)) {
    return received === 'nothing'
      ? 'Set the environment variable, or `baseUrl` of the provider in understudy.config.json.'
      : 'Correct the environment variable.';
  }
  const [, id] = settingPath.exec(path) ?? [];
  if (id === undefined) return undefined;
  return `Set ${path} in understudy.config.json, or the environment variable ${baseUrlVariable(id)}.`;
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
