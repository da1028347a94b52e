import { isUnderstudyError } from '@understudy/core';
import type { ChatStream } from '@understudy/core';
import { describe, expect, it } from 'vitest';

import { EmulatorFixture, question, responseText } from './emulator-fixture.ts';

const messages = [{ role: 'user', content: question }] as const;
const model = 'fakegpt/gpt-4';

/** Starts a chat and reads its first text. */
async function readFirstText({ understudy }: EmulatorFixture): Promise<AsyncIterator<string>> {
  const texts = understudy.chat({ model, messages }).textStream[Symbol.asyncIterator]();
  await texts.next();
  return texts;
}

/** Returns the code of the error, or undefined if the text is complete. */
async function findError(chat: ChatStream): Promise<string | undefined> {
  try {
    return (await chat.text()) === responseText ? undefined : 'another text';
  } catch (error) {
    return isUnderstudyError(error) ? error.code : String(error);
  }
}

/** Occupies all sessions, lets one caller wait, and cancels the chat that has read its first text first. */
async function runRound(fixture: EmulatorFixture, sessions: number): Promise<string | undefined> {
  const readers = await Promise.all(Array.from({ length: sessions }, () => readFirstText(fixture)));
  const waiting = findError(fixture.understudy.chat({ model, messages }));
  for (const reader of readers) await reader.return?.();
  return waiting;
}

describe('the session of a canceled chat', () => {
  it('is not used before the server has noticed the end: 200 rounds', async () => {
    const errors = await Promise.all(
      Array.from({ length: 10 }, async () => {
        const sessions = 3;
        const options = { snapshotIntervalMs: 2, charactersPerSnapshot: 20 };
        await using fixture = await EmulatorFixture.start(options, { sessions });
        const failed: unknown[] = [];
        for (let round = 0; round < 20; round += 1) {
          const error = await runRound(fixture, sessions);
          if (error !== undefined) failed.push(error);
        }
        expect(fixture.logins.length).toBeLessThanOrEqual(sessions);
        return failed;
      }),
    );
    expect(errors.flat()).toEqual([]);
  });

  it('is used again if every third of 120 callers leaves', async () => {
    await using fixture = await EmulatorFixture.start({ snapshotIntervalMs: 1 }, { sessions: 10 });
    const errors = await Promise.all(
      Array.from({ length: 120 }, async (_, index) => {
        if (index % 3 > 0) return findError(fixture.understudy.chat({ model, messages }));
        const reader = await readFirstText(fixture);
        await reader.return?.();
        return undefined;
      }),
    );
    expect(errors.filter((error) => error !== undefined)).toEqual([]);
    expect(fixture.logins.length).toBeLessThanOrEqual(10);
  });
});
