import { type Emulator, startEmulator } from '../emulator/emulator.ts';
import { type OpenAiStep, openAiFaultReader } from './faults/openai-fault.ts';
import type { OpenAiEmulatorOptions } from './openai-options.ts';
import { resolveSettings } from './openai-settings.ts';
import { handleRequest } from './routes/handle-request.ts';

/** A running OpenAI emulator. */
export interface OpenAiEmulator extends Emulator<OpenAiStep> {
  /** The base URL for clients: `url` with `/v1`. */
  readonly baseUrl: string;
}

/**
 * Starts a server for OpenAI's chat completions on the loopback interface.
 *
 * @throws Error if the port cannot be opened
 * @throws RangeError if an option, or a field of one, is unknown or invalid; the message contains its path
 * @example
 * const emulator = await startOpenAiEmulator({ rules: [{ when: 'Ping', response: 'Pong' }] });
 * const client = new OpenAI({ baseURL: emulator.baseUrl, apiKey: 'any' });
 * // ... send requests with the client
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
