import type { Timeouts } from '@understudy/core';
import { startAnthropicEmulator } from '@understudy/emulator';
import type { AnthropicEmulator, AnthropicEmulatorOptions } from '@understudy/emulator';

import { ProviderFixture, rules } from '../../conformance/test/provider-fixture.ts';
import { anthropic } from '../src/index.ts';
import type { AnthropicOptions } from '../src/index.ts';

export { question, responseText } from '../../conformance/test/provider-fixture.ts';
export type { ChatResult } from '../../conformance/test/provider-fixture.ts';

export const apiKey = 'sk-ant-canary-4eC39HqLyjWD';
export const model = 'anthropic/claude-sonnet-5';

export interface FixtureSettings extends Omit<AnthropicOptions<'anthropic'>, 'id'> {
  readonly timeouts?: Partial<Timeouts>;
}

/** An Anthropic emulator, and a runtime whose provider uses it. */
export type EmulatorFixture = ProviderFixture<AnthropicEmulator>;

export async function startFixture(
  options: AnthropicEmulatorOptions = {},
  { timeouts, ...settings }: FixtureSettings = {},
): Promise<EmulatorFixture> {
  const emulator = await startAnthropicEmulator({ rules, ...options });
  const provider = anthropic({ apiKey, baseUrl: emulator.baseUrl, ...settings });
  return new ProviderFixture({ emulator, provider, model, timeouts });
}
