import type { Timeouts } from '@understudy/core';
import { startResponsesEmulator } from '@understudy/emulator';
import type { ResponsesEmulator, ResponsesEmulatorOptions } from '@understudy/emulator';

import { ProviderFixture, rules } from '../../../conformance/test/provider-fixture.ts';
import { openai } from '../../src/index.ts';
import type { Quirks } from '../../src/index.ts';

export { question, responseText } from '../../../conformance/test/provider-fixture.ts';
export type { ChatResult } from '../../../conformance/test/provider-fixture.ts';

export const apiKey = 'sk-canary-4eC39HqLyjWD';
export const model = 'openai/gpt-6-astra';

export interface FixtureSettings {
  readonly timeouts?: Partial<Timeouts>;
  readonly quirks?: Quirks;
}

/** An emulator of OpenAI Responses, and a runtime whose provider uses it. */
export type EmulatorFixture = ProviderFixture<ResponsesEmulator>;

export async function startFixture(
  options: ResponsesEmulatorOptions = {},
  { timeouts, quirks }: FixtureSettings = {},
): Promise<EmulatorFixture> {
  const emulator = await startResponsesEmulator({ rules, ...options });
  const { baseUrl } = emulator;
  const provider = openai({ apiKey, baseUrl, api: 'responses', quirks });
  return new ProviderFixture({ emulator, provider, model, timeouts });
}
