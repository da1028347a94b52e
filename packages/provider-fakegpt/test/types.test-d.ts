import { createUnderstudy, modelRef } from '@understudy/core';
import type { ProviderDefinition } from '@understudy/core';
import { expectTypeOf, it } from 'vitest';

import { FakeGpt, fakegpt } from '../src/index.ts';
import type { FakeGptLifecycle, FakeGptModel } from '../src/index.ts';

const baseUrl = 'http://127.0.0.1:1';
const messages = [{ role: 'user', content: 'Hi' }] as const;

it('is typed by its id', () => {
  expectTypeOf(fakegpt({ baseUrl })).toEqualTypeOf<
    ProviderDefinition<'fakegpt', FakeGptModel, FakeGptLifecycle>
  >();
  expectTypeOf(fakegpt({ baseUrl, id: 'second' }).id).toEqualTypeOf<'second'>();
});

it('accepts known models and rejects unknown ones', () => {
  const understudy = createUnderstudy({
    providers: [fakegpt({ baseUrl }), fakegpt({ baseUrl, id: 'second' })],
  });
  understudy.chat({ model: 'fakegpt/gpt-4', messages });
  understudy.chat({ model: 'second/text-davinci-002-render-sha', messages });
  understudy.chat({ model: modelRef('anything'), messages });
  // @ts-expect-error no such model
  understudy.chat({ model: 'fakegpt/gpt-5', messages });
  // @ts-expect-error no such provider
  understudy.chat({ model: 'third/gpt-4', messages });
  // @ts-expect-error a deprecated provider needs its id
  understudy.chat({ model: 'gpt-4', messages });
});

it('requires baseUrl', () => {
  // @ts-expect-error baseUrl is missing
  fakegpt({});
  // @ts-expect-error an unknown option
  fakegpt({ baseUrl, sesions: 2 });
});

it('accepts messages of a variable, whose role is a string', () => {
  const variable = [{ role: 'user', content: 'Hi' }];
  new FakeGpt({ baseUrl }).createAsyncGenerator({ messages: variable });
  createUnderstudy({ providers: [fakegpt({ baseUrl })] }).chat({
    model: 'fakegpt/gpt-4',
    messages: variable,
  });
  // @ts-expect-error the content is missing
  new FakeGpt({ baseUrl }).createAsyncGenerator({ messages: [{ role: 'user' }] });
});

it('yields text', () => {
  const generator = new FakeGpt({ baseUrl }).createAsyncGenerator({ messages });
  expectTypeOf(generator).toExtend<AsyncGenerator<string, void, undefined>>();
});
