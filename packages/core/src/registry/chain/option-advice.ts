import type { NameAdvice } from '../../input/readers.ts';

/** The options of a chain that a target does not have. */
const chainNames = [
  'retry',
  'deadlineMs',
  'maxAttempts',
  'commit',
  'midStream',
  'hedge',
  'accept',
] as const;

const common: NameAdvice = {
  ...adviseOn(
    ['breaker', 'cooldown', 'retryBudget', 'estimateTokens'],
    'set it in createUnderstudy(), for all chains',
  ),
  affinity: 'pass it in the options, the second argument of chat()',
};
const targetAdvice = 'set it for each target';

/**
 * Returns what to do about an unknown option of a target.
 *
 * @param parameters - the names of the `parameters` of a target
 */
export function createTargetAdvice(parameters: readonly string[]): NameAdvice {
  return {
    ...common,
    ...adviseOn(chainNames, 'set it in the chain, beside "targets"'),
    ...adviseOn(parameters, 'set it in "parameters"'),
    ...adviseOn(['provider', 'model'], 'write "target": "provider/model"'),
    retry: 'set "retries" of the target, or "retry" of the chain',
  };
}

/**
 * Returns what to do about an unknown option of a chain.
 *
 * @param options - the names of the options of a target
 * @param parameters - the names of its `parameters`
 */
export function createChainAdvice(
  options: readonly string[],
  parameters: readonly string[],
): NameAdvice {
  return {
    ...common,
    ...adviseOn(options, targetAdvice),
    ...adviseOn(parameters, 'set it in "parameters" of each target'),
    ...adviseOn(['strategy', 'weight'], 'write a pool as an entry of "targets"'),
    ...adviseOn(['target', 'models', 'fallback', 'fallbacks'], 'did you mean "targets"?'),
    retries: `${targetAdvice}; did you mean "retry.maxRetries"?`,
    maxWaitMs: `${targetAdvice}; did you mean "retry.maxWaitMs"?`,
    maxRetries: 'did you mean "retry.maxRetries"?',
  };
}

/**
 * Returns what to do about an unknown option of a pool.
 *
 * @param options - the names of the options of a target
 */
export function createPoolAdvice(options: readonly string[]): NameAdvice {
  return {
    ...common,
    ...adviseOn(options, 'set it for each member of the pool'),
    ...adviseOn(chainNames, 'set it in a chain that has the pool in "targets"'),
    target: 'write a member of "pool" or another entry of the chain',
    targets: 'write the pool as an entry of "targets"',
  };
}

function adviseOn(names: readonly string[], advice: string): NameAdvice {
  return Object.fromEntries(names.map((name) => [name, advice]));
}
