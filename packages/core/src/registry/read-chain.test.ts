import { describe, expect, it } from 'vitest';

import { errorRules } from '../errors/error-codes.ts';
import { isConfigurationError } from '../errors/is-error.ts';
import { ScriptedProvider } from '../testing/scripted-provider.ts';
import type { ChainDefinition } from './chain-definition.ts';
import { createRouteTable } from './create-route-table.ts';
import { readChain } from './read-chain.ts';

const targets = ['a/x', 'b/y'];
const final = ['aborted', 'closed', 'all-targets-failed'];

/** The path and the message that a chain is refused with. */
function refusal(make: () => unknown): { readonly path: string; readonly message: string } {
  try {
    make();
  } catch (error) {
    if (!isConfigurationError(error)) throw error;
    return { path: error.path, message: String(error) };
  }
  throw new Error('expected a refusal');
}

describe('a chain', () => {
  it('may be a list of names', () => {
    expect(readChain(targets, 'c')).toEqual({ targets: [{ target: 'a/x' }, { target: 'b/y' }] });
  });

  it('may be a list of names and objects', () => {
    const whole = {
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
    expect(readChain(['a/x', whole], 'c')).toEqual({ targets: [{ target: 'a/x' }, whole] });
  });

  it('may be an object with all that holds for it', () => {
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
    expect(readChain(chain, 'c')).toEqual(chain);
  });

  it.each(Object.keys(errorRules).filter((code) => !final.includes(code)))(
    'may override %s',
    (code) => {
      const errorRules = { [code]: { retry: 'no', fallback: 'no' } };
      expect(readChain({ targets, errorRules }, 'c').errorRules).toEqual(errorRules);
    },
  );

  it.each(final)('may not override %s, at which there is nothing to decide', (code) => {
    const errorRules = { [code]: { retry: 'no' } };
    expect(refusal(() => readChain({ targets, errorRules }, 'c')).path).toBe(
      `c.errorRules.${code}`,
    );
  });
});

describe('a chain is refused at its path:', () => {
  it.each<readonly [string, unknown, string, string]>([
    ['null', null, 'c', 'expected an object with targets'],
    ['nothing', undefined, 'c', 'received nothing'],
    ['a text', 'a/x', 'c', 'received "a/x"'],
    ['a number', 7, 'c', 'received 7'],
    ['an empty list', [], 'c', 'expected a list, not empty, received an empty list'],
    ['an empty object', {}, 'c.targets', 'expected a list, not empty, received nothing'],
    ['no targets', { targets: [] }, 'c.targets', 'received an empty list'],
    ['targets of null', { targets: null }, 'c.targets', 'received null'],
    ['one target in place of a list', { targets: 'a/x' }, 'c.targets', 'received "a/x"'],
    ['a target of null', [null], 'c[0]', 'expected an object with target'],
    ['a target that is a number', ['a/x', 7], 'c[1]', 'received 7'],
    ['a target without a name', [{}], 'c[0].target', 'expected a text, received nothing'],
    ['an empty name', [''], 'c[0]', 'expected a text, received ""'],
    [
      'an empty name in an object',
      { targets: [{ target: '' }] },
      'c.targets[0].target',
      'received ""',
    ],
    ['an unknown key', { targets, comit: 'complete' }, 'c.comit', 'did you mean "commit"?'],
    ['a key with other letters', { Targets: targets }, 'c.Targets', 'did you mean "targets"?'],
    ['a key of nobody', { targets, hedge: {} }, 'c.hedge', 'expected one of targets, retry'],
    [
      'an unknown key of a target',
      [{ target: 'a/x', model: 'y' }],
      'c[0].model',
      'expected one of target, parameters, timeouts, maxConcurrent',
    ],
    [
      'an unknown parameter',
      [{ target: 'a/x', parameters: { temperatur: 1 } }],
      'c[0].parameters.temperatur',
      'did you mean "temperature"?',
    ],
    [
      'a parameter that is no number',
      [{ target: 'a/x', parameters: { temperature: Number.NaN } }],
      'c[0].parameters.temperature',
      'received NaN',
    ],
    [
      'no tokens at all',
      [{ target: 'a/x', parameters: { maxOutputTokens: 0 } }],
      'c[0].parameters.maxOutputTokens',
      'a whole number, 1 or more',
    ],
    [
      'no stop words',
      [{ target: 'a/x', parameters: { stop: [] } }],
      'c[0].parameters.stop',
      'an empty list',
    ],
    [
      'an empty stop word',
      [{ target: 'a/x', parameters: { stop: ['a', ''] } }],
      'c[0].parameters.stop[1]',
      'received ""',
    ],
    [
      'an unknown effort',
      [{ target: 'a/x', parameters: { reasoningEffort: 'max' } }],
      'c[0].parameters.reasoningEffort',
      'none, minimal, low, medium, high',
    ],
    ['no place at all', [{ target: 'a/x', maxConcurrent: 0 }], 'c[0].maxConcurrent', 'received 0'],
    ['half a place', [{ target: 'a/x', maxConcurrent: 0.5 }], 'c[0].maxConcurrent', 'received 0.5'],
    ['a negative time', { targets, timeouts: { idleMs: -1 } }, 'c.timeouts.idleMs', 'received -1'],
    ['a time of 0', { targets, timeouts: { totalMs: 0 } }, 'c.timeouts.totalMs', 'above 0'],
    ['a time of NaN', { targets, timeouts: { totalMs: Number.NaN } }, 'c.timeouts.totalMs', 'NaN'],
    [
      'a time as text',
      { targets, timeouts: { idleMs: '5s' } },
      'c.timeouts.idleMs',
      'received "5s"',
    ],
    ['an unknown time', { targets, timeouts: { idle: 5 } }, 'c.timeouts.idle', 'one of connectMs'],
    ['times of null', { targets, timeouts: null }, 'c.timeouts', 'received null'],
    [
      'a negative time of a target',
      [{ target: 'a/x', timeouts: { connectMs: -5 } }],
      'c[0].timeouts.connectMs',
      'received -5',
    ],
    ['a negative deadline', { targets, deadlineMs: -1 }, 'c.deadlineMs', 'received -1'],
    ['a deadline of NaN', { targets, deadlineMs: Number.NaN }, 'c.deadlineMs', 'received NaN'],
    ['a ceiling of nothing', { targets, maxAttempts: 0 }, 'c.maxAttempts', 'received 0'],
    ['a ceiling between two', { targets, maxAttempts: 2.5 }, 'c.maxAttempts', 'received 2.5'],
    [
      'an endless ceiling',
      { targets, maxAttempts: Number.POSITIVE_INFINITY },
      'c.maxAttempts',
      'received Infinity',
    ],
    ['a negative wait', { targets, retry: { maxWaitMs: -1 } }, 'c.retry.maxWaitMs', 'received -1'],
    [
      'less than no retry',
      { targets, retry: { maxRetries: -1 } },
      'c.retry.maxRetries',
      'received -1',
    ],
    [
      'an unknown setting of retries',
      { targets, retry: { retries: 3 } },
      'c.retry.retries',
      'one of maxRetries',
    ],
    ['an unknown commit', { targets, commit: 'whole' }, 'c.commit', 'first-content, complete'],
    ['an unknown midStream', { targets, midStream: 'continue' }, 'c.midStream', 'fail, restart'],
    [
      'an override of an unknown code',
      { targets, errorRules: { 'server-eror': { retry: 'no' } } },
      'c.errorRules.server-eror',
      'did you mean "server-error"?',
    ],
    [
      'an override of a code that ends all',
      { targets, errorRules: { aborted: { retry: 'yes' } } },
      'c.errorRules.aborted',
      'expected one of',
    ],
    [
      'an override of what every object has',
      { targets, errorRules: { constructor: { retry: 'no' } } },
      'c.errorRules.constructor',
      'expected one of',
    ],
    [
      'an override that is none',
      { targets, errorRules: { timeout: 'no' } },
      'c.errorRules.timeout',
      'received "no"',
    ],
    [
      'an unknown answer',
      { targets, errorRules: { timeout: { retry: 'with-retry-after' } } },
      'c.errorRules.timeout.retry',
      'yes, once, no',
    ],
    [
      'an unknown question',
      { targets, errorRules: { timeout: { breaker: 'no' } } },
      'c.errorRules.timeout.breaker',
      'one of retry, fallback',
    ],
    ['overrides as a list', { targets, errorRules: [] }, 'c.errorRules', 'received an empty list'],
  ])('%s', (_name, chain, path, words) => {
    const found = refusal(() => readChain(chain, 'c'));
    expect(found.path).toBe(path);
    expect(found.message).toContain(words);
  });
});

describe('the chains of a runtime are refused at creation:', () => {
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
    ['a name of nothing', { '': ['first/one'] }, 'chains.', 'without a slash'],
    ['null', { a: null }, 'chains.a', 'received null'],
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
    ['one that names itself', { a: ['a'] }, 'chains.a[0]', 'a circle: a → a'],
    [
      'a circle of three',
      { a: ['b'], b: ['first/one', { target: 'c' }], c: ['a'] },
      'chains.c[0]',
      'a circle: a → b → c → a',
    ],
    [
      'a circle that another leads to',
      { a: ['first/one', 'b'], b: ['b'] },
      'chains.b[0]',
      'a circle: a → b → b',
    ],
  ])('%s', (_name, chains, path, words) => {
    const found = refusal(create(chains));
    expect(found.path).toBe(path);
    expect(found.message).toContain(words);
  });

  it('but not one that is named twice without a circle', () => {
    const table = create({ a: ['b', 'b'], b: ['first/one'] })();
    expect(table.chains.size).toBe(2);
  });
});
