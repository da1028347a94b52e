import type { SizeLimits } from '@understudy/core';
import { startOllamaEmulator } from '@understudy/emulator';
import type { OllamaEmulator, OllamaEmulatorOptions } from '@understudy/emulator';

import { ProviderFixture, rules } from '../../conformance/test/provider-fixture.ts';
import { ollama } from '../src/index.ts';

export { question, responseText } from '../../conformance/test/provider-fixture.ts';
export type { ChatResult } from '../../conformance/test/provider-fixture.ts';

export const apiKey = 'canary-key-4eC39HqLyjWD';
export const model = 'ollama/qwen3:8b';

/** An Ollama emulator, and a runtime whose provider uses it. */
export type EmulatorFixture = ProviderFixture<OllamaEmulator>;

export async function startFixture(
  options: OllamaEmulatorOptions = {},
  limits?: Partial<SizeLimits>,
): Promise<EmulatorFixture> {
  const emulator = await startOllamaEmulator({ rules, ...options });
  const provider = ollama({ apiKey, baseUrl: emulator.url });
  const timeouts = { headersMs: 400, firstContentMs: 400, idleMs: 400 };
  return new ProviderFixture({ emulator, provider, model, timeouts, limits });
}
