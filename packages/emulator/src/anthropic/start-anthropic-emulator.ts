import { type Emulator, startEmulator } from '../emulator/emulator.ts';
import type { AnthropicEmulatorOptions } from './anthropic-options.ts';
import { resolveSettings } from './anthropic-settings.ts';
import { type AnthropicStep, anthropicFaultReader } from './faults/anthropic-fault.ts';
import { handleRequest } from './routes/handle-request.ts';

/** A running Anthropic emulator. */
export interface AnthropicEmulator extends Emulator<AnthropicStep> {
  /** The base URL for clients that expect `/v1` in it. `@anthropic-ai/sdk` uses `url`. */
  readonly baseUrl: string;
}

/**
 * Starts a server for the Anthropic Messages API on the loopback interface.
 *
 * @throws Error if the port cannot be opened
 * @throws RangeError if an option, or a field of one, is unknown or invalid; the message contains its path
 * @example
 * const emulator = await startAnthropicEmulator({ rules: [{ when: 'Ping', response: 'Pong' }] });
 * const client = new Anthropic({ baseURL: emulator.url, apiKey: 'any' });
 * // ... send requests with the client
 * await emulator.close();
 */
export async function startAnthropicEmulator(
  options: AnthropicEmulatorOptions = {},
): Promise<AnthropicEmulator> {
  const settings = resolveSettings(options);
  const emulator = await startEmulator(
    {
      reader: anthropicFaultReader,
      handle: (request, run) => handleRequest({ settings, ...run }, request),
    },
    options,
    settings,
  );
  return { ...emulator, baseUrl: `${emulator.url}/v1` };
}
