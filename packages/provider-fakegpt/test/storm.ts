import { createUnderstudy, isUnderstudyError } from '@understudy/core';
import type { Understudy } from '@understudy/core';
import { SeededRandom } from '@understudy/core/testing';
import { startFakeGptEmulator } from '@understudy/emulator';
import type { FakeGptEmulator, FakeGptEmulatorOptions, FakeGptStep } from '@understudy/emulator';

import { fakegpt } from '../src/index.ts';

const model = 'fakegpt/gpt-4';

/** An emulator, and a runtime whose provider has 50 sessions. */
export interface StormFixture extends AsyncDisposable {
  readonly emulator: FakeGptEmulator;
  readonly understudy: Understudy;
}

export async function startStorm(
  faults: readonly FakeGptStep[],
  options: FakeGptEmulatorOptions = {},
  maxAttempts?: number,
): Promise<StormFixture> {
  const rules = [{ when: /^chat \d+$/, response: (text: string) => `the response to ${text}` }];
  const emulator = await startFakeGptEmulator({ rules, faults, ...options });
  const understudy = createUnderstudy({
    providers: [fakegpt({ baseUrl: emulator.url, sessions: 50 })],
    maxAttempts,
  });
  const close = async (): Promise<void> => {
    await understudy.close();
    await emulator.close();
  };
  return { emulator, understudy, [Symbol.asyncDispose]: close };
}

/** Runs chats at the same time. Returns the codes of their errors, and `wrong text` for a wrong text. */
export async function runChats(
  { understudy }: StormFixture,
  count: number,
): Promise<readonly string[]> {
  const outcomes = await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const content = `chat ${index}`;
      try {
        const chat = understudy.chat({ model, messages: [{ role: 'user', content }] });
        return (await chat.text()) === `the response to ${content}` ? undefined : 'wrong text';
      } catch (error) {
        return isUnderstudyError(error) ? error.code : String(error);
      }
    }),
  );
  return outcomes.filter((outcome) => outcome !== undefined);
}

/** Returns a fault for a share of the requests, and `none` for the others. */
export function drawFaults(
  count: number,
  share: number,
  fault: FakeGptStep,
): readonly FakeGptStep[] {
  const random = new SeededRandom(20_240_205);
  return Array.from({ length: count }, () => (random.next() < share ? fault : 'none'));
}
