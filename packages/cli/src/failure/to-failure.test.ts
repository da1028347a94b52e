import { ProviderError } from '@understudy/core';
import { expect, it } from 'vitest';

import { Interruption } from '../interruption.ts';
import { CommandError } from './command-error.ts';
import { toFailure } from './to-failure.ts';

const timeout = new ProviderError({ code: 'timeout', message: 'no response' });

it.each([
  [timeout, { code: 'timeout', exitCode: 75 }],
  [new CommandError('usage', 'no prompt', 'Add one.'), { code: 'usage', exitCode: 64 }],
  [new Interruption('interrupted by SIGINT', 130), { code: 'aborted', exitCode: 130 }],
  [new Error('foreign'), { code: 'internal', exitCode: 70 }],
])('describes %s', async (error, failure) => {
  expect(await toFailure(error)).toMatchObject(failure);
});

it('describes the original error if the cleanup failed too', async () => {
  async function failTwice(): Promise<void> {
    await using _ = {
      [Symbol.asyncDispose]: () => Promise.reject(new Error('cleanup')),
    };
    throw timeout;
  }
  const error: unknown = await failTwice().catch((thrown: unknown) => thrown);
  expect(await toFailure(error)).toMatchObject({ code: 'timeout', exitCode: 75 });
});
