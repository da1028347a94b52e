import { type Emulator, startEmulator } from '../emulator/emulator.ts';
import { type OpenAiStep, openAiFaultReader } from './faults/openai-fault.ts';
import type { OpenAiEmulatorOptions } from './openai-options.ts';
import { resolveSettings } from './openai-settings.ts';
import { handleRequest } from './routes/handle-request.ts';

/** A running emulated OpenAI. */
export interface OpenAiEmulator extends Emulator<OpenAiStep> {
  /** What a client takes for its base URL: `url` with `/v1` behind it. */
  readonly baseUrl: string;
}

/**
 * Starts a server on loopback that speaks OpenAI's chat completions.
 *
 * @throws an `Error` of one sentence when the port is busy, a script can't be played or a number is impossible
 * @example
 * const emulator = await startOpenAiEmulator({ rules: [{ when: 'Ping', response: 'Pong' }] });
 * const client = new OpenAI({ baseURL: emulator.baseUrl, apiKey: 'any' });
 * // ... ask the client
 * await emulator.close();
 */
export async function startOpenAiEmulator(
  options: OpenAiEmulatorOptions = {},
): Promise<OpenAiEmulator> {
  const settings = resolveSettings(options);
  const emulator = await startEmulator(
    {
      reader: openAiFaultReader,
      handle: (request, run) => handleRequest({ settings, ...run }, request),
    },
    options,
    settings,
  );
  return { ...emulator, baseUrl: `${emulator.url}/v1` };
}
