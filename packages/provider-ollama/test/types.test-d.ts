import { createUnderstudy } from '@understudy/core';
import { assertType, describe, expectTypeOf, it } from 'vitest';

import { ollama } from '../src/index.ts';
import type { OllamaOptions } from '../src/index.ts';

const messages = [{ role: 'user', content: 'Hi' }] as const;

describe('ollama()', () => {
  it('has its id in the type, and accepts any model', () => {
    expectTypeOf(ollama().id).toEqualTypeOf<'ollama'>();
    expectTypeOf(ollama({ id: 'cloud', apiKey: 'key' }).id).toEqualTypeOf<'cloud'>();
    const understudy = createUnderstudy({ providers: [ollama(), ollama({ id: 'gpu' })] });
    understudy.chat({ model: 'ollama/qwen3:8b', messages });
    understudy.chat({ model: 'gpu/any', messages });
    // @ts-expect-error there is no provider with this id
    understudy.chat({ model: 'cloud/any', messages });
  });

  it('rejects unknown options', () => {
    // @ts-expect-error the option is baseUrl
    assertType<OllamaOptions>({ host: 'http://127.0.0.1:11434' });
  });
});
