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

/** Returns the target to which a model reference resolves. */
async function resolveTarget(name: string): Promise<string> {
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

describe('a model reference', () => {
  it.each([
    ['a chain', 'support', 'second/two'],
    ['a chain that names a chain', 'nested', 'second/two'],
    ['an alias', 'quick', 'first/one'],
    ['an alias with a slash that names a chain', 'team/quick', 'second/two'],
    ['provider/model', 'second/shared', 'second/shared'],
    ['provider/model, split at the first slash', 'second/deep/name', 'second/deep/name'],
    ['a bare model, first active provider in order', 'shared', 'first/shared'],
    ['a deprecated provider that is named', 'old/ancient', 'old/ancient'],
  ])('can be %s', async (_kind, name, target) => {
    expect(await resolveTarget(name)).toBe(target);
  });

  it.each([
    ['fist/one', 'provider-not-found', 'did you mean "first/one"?'],
    ['first/onn', 'model-not-found', 'did you mean "first/one"?'],
    ['suport', 'model-not-found', 'did you mean "support"?'],
    ['first/', 'model-not-found', 'a model of "first" (shared, one)'],
    ['/one', 'provider-not-found', 'old, first, second'],
    ['ancient', 'model-not-found', 'did you mean "old/ancient"?'],
    ['nothing like it', 'model-not-found', 'support, nested, quick'],
  ])('%s is unknown, and the error suggests similar names', async (name, code, text) => {
    expect(await failureOf(resolveTarget(name))).toMatchObject({
      code,
      path: 'model',
      message: expect.stringContaining(text),
    });
  });
});

describe('createUnderstudy rejects', () => {
  const first = provider('first', ['one']).definition;
  const create = (options: object) => () => createUnderstudy({ providers: [first], ...options });

  it.each([
    [
      'two providers with the same id',
      { providers: [first, first] },
      'providers[1]: expected a unique id',
    ],
    [
      'an object that is not a definition',
      { providers: [{ id: 'x' }] },
      'providers[0]: expected a definition',
    ],
    [
      'null',
      { providers: [null] },
      'providers[0]: expected a definition made with defineProvider, received null',
    ],
    ['a slash in the name of a chain', { chains: { 'a/b': ['first/one'] } }, 'chains.a/b'],
    [
      'a chain without a target',
      { chains: { a: [] } },
      'chains.a: expected a non-empty list, received an empty list',
    ],
    ['a string as a chain', { chains: { a: 'first/one' } }, 'received "first/one"'],
    [
      'a chain with an unknown target',
      { chains: { a: ['first/two'] } },
      'chains.a[0]: expected a model',
    ],
    [
      'a circular reference of chains',
      { chains: { a: ['b'], b: ['a'] } },
      'circular reference a → b → a',
    ],
    ['an alias of an unknown name', { aliases: { a: 'nothing' } }, 'aliases.a: expected a chain'],
    ['an alias that references itself', { aliases: { a: 'a' } }, 'circular reference a → a'],
    ['a number as an alias', { aliases: { a: 7 } }, 'received 7'],
    [
      'a chain with the name of an alias',
      { chains: { a: ['first/one'] }, aliases: { a: 'first/one' } },
      'a chain and an alias',
    ],
    ['a chain with the name of a model', { chains: { one: ['first/one'] } }, 'also a model'],
    ['an alias with the name of a target', { aliases: { 'first/one': 'one' } }, 'also a model'],
    ['a number as chains', { chains: 5 }, 'chains: expected an object, received 5'],
    ['null as aliases', { aliases: null }, 'aliases: expected an object, received null'],
    ['an unknown choice', { deprecations: 'log' }, 'deprecations: expected one of warn, error'],
    ['0 attempts', { maxAttempts: 0 }, 'maxAttempts'],
    [
      'an unknown timeout',
      { timeouts: { connect: 5 } },
      'timeouts.connect: expected one of createMs, connectMs',
    ],
    ['a string as a deadline', { deadlineMs: '5' }, 'deadlineMs'],
    ['an unknown option', { timeout: { idleMs: 5 } }, 'did you mean "timeouts"?'],
    ['an unknown port', { ports: { loger: console } }, 'ports.loger: expected one of http, clock'],
  ])('%s', (_name, options, text) => {
    const code = expect.stringMatching(/^(invalid-configuration|model-not-found)$/);
    expect(create(options)).toThrow(expect.objectContaining({ code }));
    expect(create(options)).toThrow(text);
  });
});
