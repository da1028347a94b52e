import { runInNewContext } from 'node:vm';

import { describe, expect, it } from 'vitest';

import { createUnderstudy } from '../src/index.ts';
import { failureOf, hello, scriptedUnderstudy } from './scripted-understudy.ts';

const messages = [{ role: 'user', content: 'Hi' }] as const;

/** Objects whose contents are not fields, so that they would be ignored. */
const others: readonly (readonly [string, object])[] = [
  ['a Map', new Map([['idleMs', 1]])],
  ['a Date', new Date(0)],
  ['Headers', new Headers({ 'x-a': '1' })],
  ['an empty list', []],
  ['an object with inherited fields', Object.create({ idleMs: 1 })],
];

describe.each(others)('%s', (_name, value) => {
  it.each(['chains', 'aliases', 'timeouts', 'limits', 'retry', 'breaker', 'cooldown', 'ports'])(
    'is rejected for %s',
    (name) => {
      const create = (): unknown => createUnderstudy({ providers: [], [name]: value });
      expect(create).toThrow(new RegExp(`${name}: expected an object`));
    },
  );

  it('is rejected for the options of createUnderstudy()', () => {
    expect(() => createUnderstudy(value as never)).toThrow(/^options: expected an object/);
  });

  it.each<readonly [string, object, object]>([
    ['options', {}, value],
    ['options.timeouts', {}, { timeouts: value }],
    ['options.headers', {}, { headers: value }],
    ['messages[0]', { messages: [value] }, {}],
    ['responseFormat', { responseFormat: value }, {}],
  ])('is rejected for %s of a chat', async (path, request, options) => {
    await using fixture = scriptedUnderstudy(hello);
    const input = { model: 'scripted/model', messages, ...request } as never;
    const chat = fixture.understudy.chat(input, options);
    expect(await failureOf(chat.text())).toMatchObject({ path });
  });
});

/** Settings as a class, as some apps have them. */
class Limits {
  readonly idleMs = 5;
}

it.each<readonly [string, object]>([
  ['without a prototype', Object.assign(Object.create(null), { idleMs: 5 })],
  ['of another realm', runInNewContext('({ idleMs: 5 })')],
  ['of a class', new Limits()],
])('an object %s is accepted', async (_name, timeouts) => {
  await using understudy = createUnderstudy({ providers: [], timeouts });
  expect(understudy.providers()).toEqual([]);
});

it('a message whose fields are getters is rejected with all roles', async () => {
  await using fixture = scriptedUnderstudy(hello);
  const message = Object.defineProperty({ content: 'Hi' }, 'role', { get: () => 'user' });
  const chat = fixture.understudy.chat({ model: 'scripted/model', messages: [message] } as never);
  expect(await failureOf(chat.text())).toMatchObject({
    code: 'invalid-request',
    path: 'messages[0].role',
    expected: 'one of system, user, assistant, tool',
  });
});
