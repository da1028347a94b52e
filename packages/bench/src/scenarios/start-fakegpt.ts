import type { FakeGptEmulatorOptions } from '@understudy/emulator';

import type { Upstream } from '../harness/scenario.ts';

export const question = 'Tell me of the stage.';

export type Pace = Pick<
  FakeGptEmulatorOptions,
  'charactersPerSnapshot' | 'eventsPerWrite' | 'bytesPerWrite' | 'snapshotIntervalMs'
>;

/** Longer than any write here: it cuts none, and has each leave the emulator by itself. */
export const writesApart = 1_048_576;

/** An emulated site that knows one answer. */
export async function startFakeGpt(answer: string, pace: Pace): Promise<Upstream> {
  const { startFakeGptEmulator } = await import('@understudy/emulator');
  const rules = [{ when: question, response: answer }];
  return startFakeGptEmulator({ ...pace, rules, maxRecordedRequests: 10 });
}
