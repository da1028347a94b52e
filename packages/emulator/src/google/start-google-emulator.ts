import { type Emulator, startEmulator } from '../emulator/emulator.ts';
import { type GoogleStep, googleFaultReader } from './faults/google-fault.ts';
import type { GoogleEmulatorOptions } from './google-options.ts';
import { resolveSettings } from './google-settings.ts';
import { handleRequest } from './routes/handle-request.ts';

/** A running Gemini emulator. */
export interface GoogleEmulator extends Emulator<GoogleStep> {
  /** The base URL for clients that expect `/v1beta` in it. `@google/genai` uses `url`. */
  readonly baseUrl: string;
}

/**
 * Starts a server for Google's Gemini API on the loopback interface.
 *
 * @throws Error if the port cannot be opened
 * @throws RangeError if an option, or a field of one, is unknown or invalid; the message contains its path
 * @example
 * const emulator = await startGoogleEmulator({ rules: [{ when: 'Ping', response: 'Pong' }] });
 * const client = new GoogleGenAI({ apiKey: 'any', httpOptions: { baseUrl: emulator.url } });
 * // ... send requests with the client
 * await emulator.close();
 */
export async function startGoogleEmulator(
  options: GoogleEmulatorOptions = {},
): Promise<GoogleEmulator> {
  const settings = resolveSettings(options);
  const emulator = await startEmulator(
    {
      reader: googleFaultReader,
      handle: (request, run) => handleRequest({ settings, ...run }, request),
    },
    options,
    settings,
  );
  return { ...emulator, baseUrl: `${emulator.url}/v1beta` };
}
