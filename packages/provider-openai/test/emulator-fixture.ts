import type { Timeouts } from '@understudy/core';
import { startOpenAiEmulator } from '@understudy/emulator';
import type { OpenAiEmulator, OpenAiEmulatorOptions } from '@understudy/emulator';

import { ProviderFixture, rules } from '../../conformance/test/provider-fixture.ts';
import { openai } from '../src/index.ts';
import type { Quirks } from '../src/index.ts';

export { question, responseText } from '../../conformance/test/provider-fixture.ts';
export type { ChatResult } from '../../conformance/test/provider-fixture.ts';

export const apiKey = 'sk-canary-4eC39HqLyjWD';
export const model = 'openai/gpt-5-mini';

export interface FixtureSettings {
  readonly timeouts?: Partial<Timeouts>;
  /** The quirk of the same name. @defaultValue true */
  readonly streams?: boolean;
  /** Other quirks. */
  readonly quirks?: Quirks;
}

/** An OpenAI emulator, and a runtime whose provider uses it. */
export type EmulatorFixture = ProviderFixture<OpenAiEmulator>;

export async function startFixture(
  options: OpenAiEmulatorOptions = {},
  { timeouts, streams, quirks }: FixtureSettings = {},
): Promise<EmulatorFixture> {
  const emulator = await startOpenAiEmulator({ rules, ...options });
  const { baseUrl } = emulator;
  const provider = openai({ apiKey, baseUrl, quirks: { streams, ...quirks } });
  return new ProviderFixture({ emulator, provider, model, timeouts });
}
