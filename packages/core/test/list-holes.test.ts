import { expect, it } from 'vitest';

import { createUnderstudy } from '../src/index.ts';
import { defineProvider } from '../src/provider.ts';
import { failureOf, hello, scriptedUnderstudy } from './scripted-understudy.ts';

const messages = [{ role: 'user', content: 'Hi' }] as const;

/** A list without items whose length is 2. */
function createHoles(): readonly unknown[] {
  const list: unknown[] = [];
  list.length = 2;
  return list;
}

it.each<readonly [string, object]>([
  ['messages[0]', { messages: createHoles() }],
  ['messages[0].content[0]', { messages: [{ role: 'user', content: createHoles() }] }],
  ['tools[0]', { tools: createHoles() }],
  ['stop[0]', { stop: createHoles() }],
  ['model[0]', { model: createHoles() }],
  ['model.targets[0]', { model: { targets: createHoles() } }],
  ['providerOptions.openai.a[0]', { providerOptions: { openai: { a: createHoles() } } }],
])('a list with holes is rejected at %s', async (path, request) => {
  await using fixture = scriptedUnderstudy(hello);
  const input = { model: 'scripted/model', messages, ...request } as never;
  expect(await failureOf(fixture.understudy.chat(input).text())).toMatchObject({
    code: 'invalid-request',
    path,
  });
  expect(fixture.provider.requests).toEqual([]);
});

it.each<readonly [string, object]>([
  ['chains.a[0]', { chains: { a: createHoles() } }],
  ['allowRetired[0]', { allowRetired: createHoles() }],
  ['providers[0]', { providers: createHoles() }],
])('createUnderstudy() rejects holes at %s', (path, options) => {
  const all = { providers: [], ...options };
  expect(() => createUnderstudy(all)).toThrow(`${path}: expected`);
});

it('defineProvider() rejects models with holes', () => {
  const input = { id: 'a', models: createHoles(), create: () => ({}) } as never;
  expect(() => defineProvider(input)).toThrow('models[0]: expected');
});
