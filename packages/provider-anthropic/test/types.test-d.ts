import { createUnderstudy } from '@understudy/core';
import { expectTypeOf, it } from 'vitest';

import { anthropic } from '../src/index.ts';
import type { AnthropicDefinition } from '../src/index.ts';

const messages = [{ role: 'user', content: 'Hi' }] as const;

it('is typed by its id and its known models', () => {
  expectTypeOf(anthropic()).toEqualTypeOf<AnthropicDefinition<'anthropic'>>();
  expectTypeOf(anthropic({ apiKey: process.env['KEY'] })).toEqualTypeOf<
    AnthropicDefinition<'anthropic'>
  >();
  expectTypeOf(anthropic({ id: 'second' })).toEqualTypeOf<AnthropicDefinition<'second'>>();
});

it('accepts any model with the provider id, and known models without it', () => {
  const understudy = createUnderstudy({ providers: [anthropic(), anthropic({ id: 'second' })] });
  understudy.chat({ model: 'anthropic/claude-opus-5-5', messages });
  understudy.chat({ model: 'second/claude-of-the-future', messages });
  understudy.chat({ model: 'claude-opus-5-5', messages });
  // @ts-expect-error not a known model
  understudy.chat({ model: 'claude-opus-55', messages });
});

it('rejects an unknown option', () => {
  // @ts-expect-error apiKey
  anthropic({ apikey: 'x' });
  // @ts-expect-error no such version
  anthropic({ apiVersion: '2020-01-01' });
});
