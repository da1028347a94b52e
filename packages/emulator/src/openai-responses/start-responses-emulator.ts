import { type Emulator, startEmulator } from '../emulator/emulator.ts';
import { type ResponsesStep, responsesFaultReader } from './faults/responses-fault.ts';
import { ItemStore } from './response/item-store.ts';
import type { ResponsesEmulatorOptions } from './responses-options.ts';
import { resolveSettings } from './responses-settings.ts';
import { handleRequest } from './routes/handle-request.ts';

/** A running emulator of OpenAI Responses. */
export interface ResponsesEmulator extends Emulator<ResponsesStep> {
  /** The base URL for clients: `url` with `/v1`. */
  readonly baseUrl: string;
}

/**
 * Starts a server for OpenAI's Responses API on the loopback interface.
 *
 * @throws Error if the port cannot be opened
 * @throws RangeError if an option, or a field of one, is unknown or invalid; the message contains its path
 * @example
 * const emulator = await startResponsesEmulator({ rules: [{ when: 'Ping', response: 'Pong' }] });
 * const client = new OpenAI({ baseURL: emulator.baseUrl, apiKey: 'any' });
 * // ... send requests with `client.responses`
 * await emulator.close();
 */
export async function startResponsesEmulator(
  options: ResponsesEmulatorOptions = {},
): Promise<ResponsesEmulator> {
  const settings = resolveSettings(options);
  const items = new ItemStore();
  const emulator = await startEmulator(
    {
      reader: responsesFaultReader,
      handle: (request, run) => handleRequest({ settings, items, ...run }, request),
    },
    options,
    settings,
  );
  return { ...emulator, baseUrl: `${emulator.url}/v1` };
}
