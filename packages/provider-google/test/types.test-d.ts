import { createUnderstudy } from '@understudy/core';
import { expectTypeOf, it } from 'vitest';

import { google } from '../src/index.ts';
import type { GoogleDefinition } from '../src/index.ts';

const messages = [{ role: 'user', content: 'Hi' }] as const;

it('is typed by its id and its known models', () => {
  expectTypeOf(google()).toEqualTypeOf<GoogleDefinition<'google'>>();
  expectTypeOf(google({ apiKey: process.env['KEY'] })).toEqualTypeOf<GoogleDefinition<'google'>>();
  expectTypeOf(google({ id: 'second' })).toEqualTypeOf<GoogleDefinition<'second'>>();
});

it('accepts any model with the provider id, and known models without it', () => {
  const understudy = createUnderstudy({ providers: [google(), google({ id: 'second' })] });
  understudy.chat({ model: 'google/gemini-3.8-flash', messages });
  understudy.chat({ model: 'second/gemini-of-the-future', messages });
  understudy.chat({ model: 'gemini-3.8-flash', messages });
  // @ts-expect-error not a known model
  understudy.chat({ model: 'gemini-38-flash', messages });
});

it('rejects an unknown option', () => {
  // @ts-expect-error apiKey
  google({ apikey: 'x' });
});
