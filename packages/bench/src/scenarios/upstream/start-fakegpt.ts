import type { FakeGptEmulatorOptions } from '@understudy/emulator';

import type { Upstream } from '../../harness/scenario.ts';

export const prompt = 'Describe a theater.';

export type StreamOptions = Pick<
  FakeGptEmulatorOptions,
  'charactersPerSnapshot' | 'eventsPerWrite' | 'bytesPerWrite' | 'snapshotIntervalMs'
>;

/** Larger than any write of the benchmark. The emulator then flushes each write and splits none. */
export const flushEachWrite = 1_048_576;

/** Starts an emulator that sends one text. */
export async function startFakeGpt(
  responseText: string,
  options: StreamOptions,
): Promise<Upstream> {
  const { startFakeGptEmulator } = await import('@understudy/emulator');
  const rules = [{ when: prompt, response: responseText }];
  return startFakeGptEmulator({ ...options, rules, maxRecordedRequests: 10 });
}
