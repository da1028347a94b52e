import type { Timeouts } from '@understudy/core';
import { startGoogleEmulator } from '@understudy/emulator';
import type { GoogleEmulator, GoogleEmulatorOptions } from '@understudy/emulator';

import { ProviderFixture, rules } from '../../conformance/test/provider-fixture.ts';
import { google } from '../src/index.ts';
import type { GoogleOptions } from '../src/index.ts';

export { question, responseText } from '../../conformance/test/provider-fixture.ts';
export type { ChatResult } from '../../conformance/test/provider-fixture.ts';

export const apiKey = 'AIza-canary-4eC39HqLyjWD';
export const model = 'google/gemini-3.1-pro-preview';

export interface FixtureSettings extends Omit<GoogleOptions<'google'>, 'id'> {
  readonly timeouts?: Partial<Timeouts>;
}

/** A Gemini emulator, and a runtime whose provider uses it. */
export type EmulatorFixture = ProviderFixture<GoogleEmulator>;

export async function startFixture(
  options: GoogleEmulatorOptions = {},
  { timeouts, ...settings }: FixtureSettings = {},
): Promise<EmulatorFixture> {
  const emulator = await startGoogleEmulator({ rules, ...options });
  const provider = google({ apiKey, baseUrl: emulator.baseUrl, ...settings });
  return new ProviderFixture({ emulator, provider, model, timeouts });
}
