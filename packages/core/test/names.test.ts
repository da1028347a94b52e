import type { Lifecycle } from '@understudy/core';
import { createUnderstudy, modelRef } from '@understudy/core';
import { ScriptedProvider } from '@understudy/core/testing';
import { describe, expect, it } from 'vitest';

import { failureOf, hello } from './scripted-understudy.ts';

const messages = [{ role: 'user', content: 'Hi' }] as const;
const deprecated: Lifecycle = {
  state: 'deprecated',
  since: '2024-02-05',
  reason: 'closed',
  code: 'TEST_NAMES',
};

function provider(
  id: string,
  models: readonly string[],
  lifecycle: Lifecycle = { state: 'active' },
): ScriptedProvider {
  return new ScriptedProvider<string>({ id, models, lifecycle, script: hello });
}

/** Whom a name led to. */
async function asked(name: string): Promise<string> {
  const list = [
    provider('old', ['shared', 'ancient'], deprecated),
    provider('first', ['shared', 'one']),
    provider('second', ['shared', 'two', 'deep/name']),
  ];
  await using understudy = createUnderstudy({
    providers: list.map(({ definition }) => definition),
    chains: { support: ['second/two'], nested: ['support'] },
    aliases: { quick: 'first/one', 'team/quick': 'support' },
  });
  const { provider: id, model } = await understudy
    .chat({ model: modelRef(name), messages })
    .response()
    .then(({ attempts }) => attempts[0] ?? { provider: '', model: '' });
  return `${id}/${model}`;
}

describe('a name', () => {
  it.each([
    ['a chain', 'support', 'second/two'],
    ['a chain that names a chain', 'nested', 'second/two'],
    ['an alias', 'quick', 'first/one'],
    ['an alias with a slash that names a chain', 'team/quick', 'second/two'],
    ['provider/model', 'second/shared', 'second/shared'],
    ['provider/model, split at the first slash', 'second/deep/name', 'second/deep/name'],
    ['a bare model, first active provider in order', 'shared', 'first/shared'],
    ['a deprecated provider that is named', 'old/ancient', 'old/ancient'],
  ])('may be %s', async (_kind, name, target) => {
    expect(await asked(name)).toBe(target);
  });

  it.each([
    ['fist/one', 'provider-not-found', 'did you mean "first/one"?'],
    ['first/onn', 'model-not-found', 'did you mean "first/one"?'],
    ['suport', 'model-not-found', 'did you mean "support"?'],
    ['first/', 'model-not-found', 'a model of "first" (shared, one)'],
    ['/one', 'provider-not-found', 'old, first, second'],
    ['ancient', 'model-not-found', 'did you mean "old/ancient"?'],
    ['nothing like it', 'model-not-found', 'support, nested, quick'],
  ])('%s is unknown, and the error says what is near', async (name, code, words) => {
    expect(await failureOf(asked(name))).toMatchObject({
      code,
      path: 'model',
      message: expect.stringContaining(words),
    });
  });
});

describe('createUnderstudy refuses', () => {
  const first = provider('first', ['one']).definition;
  const create = (options: object) => () => createUnderstudy({ providers: [first], ...options });

  it.each([
    [
      'two providers of one id',
      { providers: [first, first] },
      'providers[1]: expected an id of its own',
    ],
    ['what is no definition', { providers: [{ id: 'x' }] }, 'providers[0]: expected a definition'],
    [
      'null',
      { providers: [null] },
      'providers[0]: expected a definition made with defineProvider, received null',
    ],
    ['a slash in the name of a chain', { chains: { 'a/b': ['first/one'] } }, 'chains.a/b'],
    [
      'a chain without a target',
      { chains: { a: [] } },
      'chains.a: expected a list, not empty, received an empty list',
    ],
    ['a chain that is no list', { chains: { a: 'first/one' } }, 'received "first/one"'],
    [
      'a chain with an unknown target',
      { chains: { a: ['first/two'] } },
      'chains.a[0]: expected a model',
    ],
    ['chains in a circle', { chains: { a: ['b'], b: ['a'] } }, 'a circle: a → b → a'],
    ['an alias of nothing', { aliases: { a: 'nothing' } }, 'aliases.a: expected a chain'],
    ['an alias of itself', { aliases: { a: 'a' } }, 'a circle: a → a'],
    ['an alias that is no name', { aliases: { a: 7 } }, 'received number'],
    [
      'a chain named as an alias',
      { chains: { a: ['first/one'] }, aliases: { a: 'first/one' } },
      'a chain and an alias',
    ],
    ['a chain named as a model', { chains: { one: ['first/one'] } }, 'a model too'],
    ['an alias named as a target', { aliases: { 'first/one': 'one' } }, 'a model too'],
    ['chains that are no object', { chains: 5 }, 'chains: expected an object, received 5'],
    ['aliases that are null', { aliases: null }, 'aliases: expected an object, received null'],
    ['an unknown word', { deprecations: 'shout' }, 'deprecations: expected one of warn, error'],
    ['a ceiling of no attempt', { maxAttempts: 0 }, 'maxAttempts'],
    [
      'an unknown limit',
      { timeouts: { connect: 5 } },
      'timeouts.connect: expected one of connectMs',
    ],
    ['a deadline that is no number', { deadlineMs: '5' }, 'deadlineMs'],
    ['an unknown setting', { timeout: { idleMs: 5 } }, 'did you mean "timeouts"?'],
    ['an unknown port', { ports: { loger: console } }, 'ports.loger: expected one of http, clock'],
  ])('%s', (_name, options, words) => {
    const code = expect.stringMatching(/^(invalid-configuration|model-not-found)$/);
    expect(create(options)).toThrow(expect.objectContaining({ code }));
    expect(create(options)).toThrow(words);
  });
});
