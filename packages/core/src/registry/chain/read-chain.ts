import type { Reader } from '../../input/readers.ts';
import * as read from '../../input/readers.ts';
import type { ChainOptions } from './chain-definition.ts';
import {
  readAccept,
  readErrorRules,
  readHedge,
  readLimits,
  readRetry,
  readTimeouts,
} from './read-policy.ts';
import { chainAdvice, isPool, readTarget } from './read-target.ts';
import type { TargetOrPool } from './read-target.ts';

const readTargets = read.readNonEmptyArray(readTarget);

const readChainOptions = read.readObject(
  { targets: readTargets },
  {
    retry: readRetry,
    timeouts: readTimeouts,
    limits: readLimits,
    deadlineMs: read.readDuration,
    maxAttempts: read.readInteger(1),
    commit: read.readEnum('first-content', 'complete'),
    midStream: read.readEnum('fail', 'restart'),
    hedge: readHedge,
    accept: readAccept,
    errorRules: readErrorRules,
  },
  chainAdvice,
);

/** A chain whose targets are all objects. */
export interface Chain extends ChainOptions {
  readonly targets: readonly TargetOrPool[];
  /** How the chain is written, for the paths of its targets. */
  readonly form: 'list' | 'pool' | 'object';
}

/**
 * Returns a checked chain from a list of targets, a pool or an object.
 *
 * @throws ConfigurationError `invalid-configuration` for the first unknown field or invalid value
 */
export const readChain: Reader<Chain> = (value, path) => {
  if (Array.isArray(value)) {
    return { form: 'list', targets: readTargets(value, path) };
  }
  if (typeof value === 'string') {
    throw read.invalidValue(path, 'a list of targets', value, 'write it in brackets');
  }
  if (isPool(value)) return { form: 'pool', targets: [readTarget(value, path)] };
  return { form: 'object', ...readChainOptions(value, path) };
};
