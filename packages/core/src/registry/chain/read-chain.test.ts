import { describe, expect, it } from 'vitest';

import { errorRules } from '../../errors/error-codes.ts';
import { isConfigurationError } from '../../errors/is-error.ts';
import { ScriptedProvider } from '../../testing/scripted-provider.ts';
import { createRouteTable } from '../route/create-route-table.ts';
import type { ChainDefinition } from './chain-definition.ts';
import { readChain } from './read-chain.ts';

const targets = ['a/x', 'b/y'];
const finalCodes = ['closed', 'all-targets-failed'];

/** Returns the path and the message of the thrown error. */
function failureOf(create: () => unknown): { readonly path: string; readonly message: string } {
  try {
    create();
  } catch (error) {
    if (!isConfigurationError(error)) throw error;
    return { path: error.path, message: String(error) };
  }
  throw new Error('expected an error');
}

/** A target inside of this many pools. */
function nestPools(depth: number): unknown {
  let target: unknown = 'a/x';
  for (let level = 0; level < depth; level += 1) target = { pool: [target] };
  return [target];
}

/** The path of a target inside of this many pools. */
function poolPath(depth: number): string {
  return `c[0]${'.pool[0]'.repeat(depth)}`;
}

describe('readChain', () => {
  it('accepts pools, whose default strategy is priority', () => {
    const chain = ['a/x', { pool: ['b/y', { pool: [{ target: 'a/x' }], strategy: 'fastest' }] }];
    const inner = { pool: [{ target: 'a/x' }], strategy: 'fastest' };
    const pool = { pool: [{ target: 'b/y' }, inner], strategy: 'priority' };
    expect(readChain(chain, 'c')).toEqual({
      form: 'list',
      targets: [{ target: 'a/x' }, pool],
    });
    expect(readChain(chain[1], 'c')).toEqual({ form: 'pool', targets: [pool] });
    expect(readChain(nestPools(32), 'c').targets).toHaveLength(1);
  });

  it('accepts weights of targets and pools', () => {
    const pool = [
      { target: 'a/x', weight: 0 },
      { pool: [{ target: 'b/y' }], strategy: 'priority', weight: 2.5 },
    ];
    const weighted = { pool, strategy: 'weighted' };
    expect(readChain([weighted], 'c')).toEqual({ form: 'list', targets: [weighted] });
  });

  it('accepts a list of names', () => {
    expect(readChain(targets, 'c')).toEqual({
      form: 'list',
      targets: [{ target: 'a/x' }, { target: 'b/y' }],
    });
  });

  it('accepts a list of names and objects', () => {
    const target = {
      target: 'b/y',
      parameters: {
        temperature: 0,
        topP: 1,
        maxOutputTokens: 1,
        stop: ['END'],
        seed: -7,
        presencePenalty: -2,
        frequencyPenalty: 2,
        reasoningEffort: 'minimal',
      },
      timeouts: { connectMs: 1, headersMs: 2, firstContentMs: 3, idleMs: 4, totalMs: 5 },
      maxConcurrent: 1,
    };
    expect(readChain(['a/x', target], 'c')).toEqual({
      form: 'list',
      targets: [{ target: 'a/x' }, target],
    });
  });

  it('accepts an object with all options', () => {
    const chain = {
      targets: [{ target: 'a/x' }],
      retry: { maxRetries: 0, initialDelayMs: 0, maxDelayMs: 0, maxWaitMs: 0 },
      timeouts: { idleMs: 0.5 },
      deadlineMs: 1,
      maxAttempts: 1,
      commit: 'complete',
      midStream: 'restart',
      errorRules: { 'invalid-request': { fallback: 'yes' }, 'server-error': { retry: 'once' } },
    };
    expect(readChain(chain, 'c')).toEqual({ form: 'object', ...chain });
  });

  it.each(Object.keys(errorRules).filter((code) => !finalCodes.includes(code)))(
    'accepts an error rule for %s',
    (code) => {
      const rules = { [code]: { retry: 'no', fallback: 'no' } };
      expect(readChain({ targets, errorRules: rules }, 'c').errorRules).toEqual(rules);
    },
  );

  it.each(finalCodes)('rejects an error rule for %s, which always ends a chat', (code) => {
    const rules = { [code]: { retry: 'no' } };
    expect(failureOf(() => readChain({ targets, errorRules: rules }, 'c')).path).toBe(
      `c.errorRules.${code}`,
    );
  });
});

describe('readChain rejects', () => {
  it.each<readonly [string, unknown, string, string]>([
    ['null', null, 'c', 'expected an object with targets'],
    ['undefined', undefined, 'c', 'received nothing'],
    ['a string', 'a/x', 'c', 'expected a list of targets, received "a/x"; write it in brackets'],
    ['a number', 7, 'c', 'received 7'],
    ['an empty list', [], 'c', 'expected a non-empty list, received an empty list'],
    ['an empty object', {}, 'c.targets', 'expected a non-empty list, received nothing'],
    ['an empty list of targets', { targets: [] }, 'c.targets', 'received an empty list'],
    ['null as targets', { targets: null }, 'c.targets', 'received null'],
    ['a string as targets', { targets: 'a/x' }, 'c.targets', 'received "a/x"'],
    ['null as a target', [null], 'c[0]', 'expected an object with target'],
    ['a number as a target', ['a/x', 7], 'c[1]', 'received 7'],
    [
      'a target without a name',
      [{}],
      'c[0].target',
      'expected a non-empty string, received nothing',
    ],
    ['an empty name', [''], 'c[0]', 'expected a non-empty string, received ""'],
    [
      'an empty name in an object',
      { targets: [{ target: '' }] },
      'c.targets[0].target',
      'received ""',
    ],
    ['an unknown key', { targets, comit: 'complete' }, 'c.comit', 'did you mean "commit"?'],
    ['a key in another case', { Targets: targets }, 'c.Targets', 'did you mean "targets"?'],
    ['a key similar to none', { targets, zzzzz: {} }, 'c.zzzzz', 'expected one of targets, retry'],
    [
      'an unknown key of a target',
      [{ target: 'a/x', model: 'y' }],
      'c[0].model',
      'expected one of target, parameters, providerOptions, timeouts, limits, maxConcurrent, requestsPerMinute, tokensPerMinute, retries, maxWaitMs, contextTokens, errorRules',
    ],
    [
      'an unknown parameter',
      [{ target: 'a/x', parameters: { temperatur: 1 } }],
      'c[0].parameters.temperatur',
      'did you mean "temperature"?',
    ],
    [
      'NaN as a parameter',
      [{ target: 'a/x', parameters: { temperature: Number.NaN } }],
      'c[0].parameters.temperature',
      'received NaN',
    ],
    [
      '0 tokens',
      [{ target: 'a/x', parameters: { maxOutputTokens: 0 } }],
      'c[0].parameters.maxOutputTokens',
      'a whole number of at least 1',
    ],
    [
      'an empty list of stop texts',
      [{ target: 'a/x', parameters: { stop: [] } }],
      'c[0].parameters.stop',
      'an empty list',
    ],
    [
      'an empty stop text',
      [{ target: 'a/x', parameters: { stop: ['a', ''] } }],
      'c[0].parameters.stop[1]',
      'received ""',
    ],
    [
      'an unknown reasoning effort',
      [{ target: 'a/x', parameters: { reasoningEffort: 'most' } }],
      'c[0].parameters.reasoningEffort',
      'none, minimal, low, medium, high',
    ],
    [
      'a concurrency of 0',
      [{ target: 'a/x', maxConcurrent: 0 }],
      'c[0].maxConcurrent',
      'received 0',
    ],
    [
      'a concurrency of 0.5',
      [{ target: 'a/x', maxConcurrent: 0.5 }],
      'c[0].maxConcurrent',
      'received 0.5',
    ],
    ['an empty pool', [{ pool: [] }], 'c[0].pool', 'a non-empty list, received an empty list'],
    ['an empty pool as a chain', { pool: [] }, 'c.pool', 'received an empty list'],
    ['a pool that is no list', ['a/x', { pool: 'a/x' }], 'c[1].pool', 'received "a/x"'],
    ['a number in a pool', [{ pool: ['a/x', 7] }], 'c[0].pool[1]', 'received 7'],
    [
      'an unknown strategy',
      { targets: [{ pool: ['a/x'], strategy: 'random' }] },
      'c.targets[0].strategy',
      'one of priority, weighted, round-robin, least-busy, fastest, received "random"',
    ],
    [
      'an unknown option of a pool',
      [{ pool: ['a/x'], strategie: 'weighted' }],
      'c[0].strategie',
      'did you mean "strategy"?',
    ],
    [
      'an option of a chain in a pool',
      { pool: ['a/x'], deadlineMs: 1 },
      'c.deadlineMs',
      'expected one of pool, strategy, received "deadlineMs"; set it in a chain that has the pool in "targets"',
    ],
    [
      'an option of a target in a pool',
      [{ pool: ['a/x'], maxConcurrent: 1 }],
      'c[0].maxConcurrent',
      'set it for each member of the pool',
    ],
    [
      'an option of a chain in a target',
      [{ target: 'a/x', deadlineMs: 1 }],
      'c[0].deadlineMs',
      'received "deadlineMs"; set it in the chain, beside "targets"',
    ],
    [
      'retry in a target',
      [{ target: 'a/x', retry: { maxRetries: 1 } }],
      'c[0].retry',
      'received "retry"; set "retries" of the target, or "retry" of the chain',
    ],
    [
      'a parameter in a target',
      { pool: [{ target: 'a/x', temperature: 1 }] },
      'c.pool[0].temperature',
      'received "temperature"; set it in "parameters"',
    ],
    [
      'an option of a target in a chain',
      { targets, maxConcurrent: 1 },
      'c.maxConcurrent',
      'received "maxConcurrent"; set it for each target',
    ],
    [
      'an option of the runtime in a chain',
      { targets, breaker: {} },
      'c.breaker',
      'received "breaker"; set it in createUnderstudy(), for all chains',
    ],
    [
      'a pool and targets',
      { pool: ['a/x'], targets },
      'c.targets',
      'received "targets"; write the pool as an entry of "targets"',
    ],
    [
      'a strategy that is similar to one',
      [{ pool: ['a/x'], strategy: 'round-robbin' }],
      'c[0].strategy',
      'received "round-robbin"; did you mean "round-robin"?',
    ],
    [
      'a hedge by delay and percentile',
      { targets, hedge: { afterMs: 1, percentile: 50 } },
      'c.hedge',
      'expected either afterMs or percentile, received both',
    ],
    [
      'a hedge without delay and percentile',
      { targets, hedge: { maxExtra: 1 } },
      'c.hedge',
      'expected either afterMs or percentile, received neither',
    ],
    [
      'a percentile that is a fraction',
      { targets, hedge: { percentile: 0.95 } },
      'c.hedge.percentile',
      'expected a number of at least 1 and below 100, received 0.95; write 95',
    ],
    [
      'a percentile of 0',
      { targets, hedge: { percentile: 0 } },
      'c.hedge.percentile',
      'expected a number of at least 1 and below 100, received 0',
    ],
    [
      'a percentile of 100',
      { targets, hedge: { percentile: 100 } },
      'c.hedge.percentile',
      'expected a number of at least 1 and below 100, received 100',
    ],
    [
      'a percentile that is no number',
      { targets, hedge: { percentile: '95' } },
      'c.hedge.percentile',
      'received "95"',
    ],
    [
      'an unknown option of a member',
      [{ pool: [{ target: 'a/x', wieght: 1 }], strategy: 'weighted' }],
      'c[0].pool[0].wieght',
      'did you mean "weight"?',
    ],
    ...[-1, Number.NaN, Number.POSITIVE_INFINITY, '2', null].map(
      (weight) =>
        [
          `the weight ${weight}`,
          [{ pool: ['a/x', { target: 'b/y', weight }], strategy: 'weighted' }],
          'c[0].pool[1].weight',
          'a finite number of at least 0',
        ] as const,
    ),
    [
      'weights of 0 only',
      [
        {
          pool: [
            { target: 'a/x', weight: 0 },
            { pool: ['b/y'], weight: 0 },
          ],
          strategy: 'weighted',
        },
      ],
      'c[0].pool',
      'a weight above 0 for at least one member',
    ],
    [
      'a weight with another strategy',
      [{ pool: ['a/x', { target: 'b/y', weight: 2 }] }],
      'c[0].pool[1].weight',
      'set "strategy" of the pool to "weighted"',
    ],
    [
      'a weight of a target that is in no pool',
      [{ target: 'a/x', weight: 2 }],
      'c[0].weight',
      'received "weight"; only members of a pool have a weight',
    ],
    ['pools that are nested too deep', nestPools(33), poolPath(32), 'at most 32 pools inside'],
    ['pools that are nested far too deep', nestPools(20_000), poolPath(32), 'at most 32 pools'],
    [
      'negative retries of a target',
      [{ target: 'a/x', retries: -1 }],
      'c[0].retries',
      'a whole number of at least 0',
    ],
    [
      'a wait of NaN of a target',
      [{ target: 'a/x', maxWaitMs: Number.NaN }],
      'c[0].maxWaitMs',
      'received NaN',
    ],
    [
      'a context window of 0',
      [{ target: 'a/x', contextTokens: 0 }],
      'c[0].contextTokens',
      'a whole number of at least 1',
    ],
    [
      'a limit of 0 requests',
      [{ target: 'a/x', requestsPerMinute: 0 }],
      'c[0].requestsPerMinute',
      'received 0',
    ],
    [
      'an infinite limit of tokens',
      [{ target: 'a/x', tokensPerMinute: Number.POSITIVE_INFINITY }],
      'c[0].tokensPerMinute',
      'received Infinity',
    ],
    [
      'a function in the provider options of a target',
      [{ target: 'a/x', providerOptions: { log: () => {} } }],
      'c[0].providerOptions.log',
      'a value that JSON can express',
    ],
    [
      'an error rule of a target for a code that ends the chat',
      [{ target: 'a/x', errorRules: { closed: {} } }],
      'c[0].errorRules.closed',
      'expected one of',
    ],
    [
      'a negative timeout',
      { targets, timeouts: { idleMs: -1 } },
      'c.timeouts.idleMs',
      'received -1',
    ],
    ['a timeout of 0', { targets, timeouts: { totalMs: 0 } }, 'c.timeouts.totalMs', 'above 0'],
    [
      'a timeout of NaN',
      { targets, timeouts: { totalMs: Number.NaN } },
      'c.timeouts.totalMs',
      'NaN',
    ],
    [
      'a string as a timeout',
      { targets, timeouts: { idleMs: '5s' } },
      'c.timeouts.idleMs',
      'received "5s"',
    ],
    [
      'an unknown timeout',
      { targets, timeouts: { idle: 5 } },
      'c.timeouts.idle',
      'one of createMs',
    ],
    ['null as timeouts', { targets, timeouts: null }, 'c.timeouts', 'received null'],
    [
      'a negative timeout of a target',
      [{ target: 'a/x', timeouts: { connectMs: -5 } }],
      'c[0].timeouts.connectMs',
      'received -5',
    ],
    ['a negative deadline', { targets, deadlineMs: -1 }, 'c.deadlineMs', 'received -1'],
    ['a deadline of NaN', { targets, deadlineMs: Number.NaN }, 'c.deadlineMs', 'received NaN'],
    ['0 attempts', { targets, maxAttempts: 0 }, 'c.maxAttempts', 'received 0'],
    ['2.5 attempts', { targets, maxAttempts: 2.5 }, 'c.maxAttempts', 'received 2.5'],
    [
      'infinite attempts',
      { targets, maxAttempts: Number.POSITIVE_INFINITY },
      'c.maxAttempts',
      'received Infinity',
    ],
    ['a negative wait', { targets, retry: { maxWaitMs: -1 } }, 'c.retry.maxWaitMs', 'received -1'],
    [
      'negative retries',
      { targets, retry: { maxRetries: -1 } },
      'c.retry.maxRetries',
      'received -1',
    ],
    [
      'an unknown retry option',
      { targets, retry: { retries: 3 } },
      'c.retry.retries',
      'one of maxRetries',
    ],
    ['an unknown commit', { targets, commit: 'all' }, 'c.commit', 'first-content, complete'],
    ['an unknown midStream', { targets, midStream: 'continue' }, 'c.midStream', 'fail, restart'],
    [
      'a rule for an unknown code',
      { targets, errorRules: { 'server-eror': { retry: 'no' } } },
      'c.errorRules.server-eror',
      'did you mean "server-error"?',
    ],
    [
      'a rule for a code that ends the chat',
      { targets, errorRules: { aborted: { retry: 'yes' } } },
      'c.errorRules.aborted',
      'expected one of',
    ],
    [
      'a rule for an inherited property',
      { targets, errorRules: { constructor: { retry: 'no' } } },
      'c.errorRules.constructor',
      'expected one of',
    ],
    [
      'a string as a rule',
      { targets, errorRules: { timeout: 'no' } },
      'c.errorRules.timeout',
      'received "no"',
    ],
    [
      'an unknown value in a rule',
      { targets, errorRules: { timeout: { retry: 'with-retry-after' } } },
      'c.errorRules.timeout.retry',
      'yes, once, no',
    ],
    [
      'an unknown field in a rule',
      { targets, errorRules: { timeout: { breaker: 'no' } } },
      'c.errorRules.timeout.breaker',
      'one of retry, fallback',
    ],
    ['a list of rules', { targets, errorRules: [] }, 'c.errorRules', 'received an empty list'],
  ])('%s', (_name, chain, path, text) => {
    const failure = failureOf(() => readChain(chain, 'c'));
    expect(failure.path).toBe(path);
    expect(failure.message).toContain(text);
  });
});

describe('createRouteTable rejects', () => {
  const { definition } = new ScriptedProvider({
    id: 'first',
    models: ['one'],
    lifecycle: { state: 'active' },
    script: [],
  });
  const create = (chains: Record<string, unknown>) => () =>
    createRouteTable({
      providers: [definition],
      chains: chains as Record<string, ChainDefinition>,
    });

  it.each<readonly [string, Record<string, unknown>, string, string]>([
    ['a name with a slash', { 'a/b': ['first/one'] }, 'chains.a/b', 'without a slash'],
    ['an empty name', { '': ['first/one'] }, 'chains.', 'without a slash'],
    ['null as a chain', { a: null }, 'chains.a', 'received null'],
    ['an unknown provider', { a: ['frist/one'] }, 'chains.a[0]', 'did you mean "first/one"?'],
    [
      'an unknown model',
      { a: ['first/one', 'first/onee'] },
      'chains.a[1]',
      'did you mean "first/one"?',
    ],
    [
      'an unknown chain',
      { a: ['b'], c: ['first/one'] },
      'chains.a[0]',
      'expected a chain, an alias',
    ],
    ['a chain that references itself', { a: ['a'] }, 'chains.a[0]', 'circular reference a → a'],
    [
      'a circular reference of three chains',
      { a: ['b'], b: ['first/one', { target: 'c' }], c: ['a'] },
      'chains.c[0]',
      'circular reference a → b → c → a',
    ],
    [
      'a pool that references its own chain',
      { a: ['first/one', { pool: ['first/one', { target: 'a' }] }] },
      'chains.a[1].pool[1]',
      'circular reference a → a',
    ],
    [
      'a circular reference through nested pools',
      { a: { pool: ['b'] }, b: [{ pool: [{ pool: ['first/one', 'a'], strategy: 'fastest' }] }] },
      'chains.b[0].pool[0].pool[1]',
      'circular reference a → b → a',
    ],
    [
      'an unknown model in a pool',
      { a: [{ pool: ['first/one', { pool: ['first/onee'] }] }] },
      'chains.a[0].pool[1].pool[0]',
      'did you mean "first/one"?',
    ],
    [
      'an unknown model in a chain that is a pool',
      { a: { pool: ['first/one', { pool: ['first/onee'] }] } },
      'chains.a.pool[1].pool[0]',
      'did you mean "first/one"?',
    ],
    [
      'a chain that is a pool and references itself',
      { a: { pool: ['a'] } },
      'chains.a.pool[0]',
      'circular reference a → a',
    ],
    [
      'an unknown model in a chain with options',
      { a: { targets: ['first/one', { pool: ['first/onee'] }] } },
      'chains.a.targets[1].pool[0]',
      'did you mean "first/one"?',
    ],
    [
      'a chain that leads to a circular reference',
      { a: ['first/one', 'b'], b: ['b'] },
      'chains.b[0]',
      'circular reference a → b → b',
    ],
  ])('%s', (_name, chains, path, text) => {
    const failure = failureOf(create(chains));
    expect(failure.path).toBe(path);
    expect(failure.message).toContain(text);
  });

  it('no chain that is referenced twice', () => {
    const table = create({ a: ['b', 'b'], b: ['first/one'] })();
    expect(table.chains.size).toBe(2);
  });
});
