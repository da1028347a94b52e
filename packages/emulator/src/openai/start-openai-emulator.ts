import { type Emulator, startEmulator } from '../emulator/emulator.ts';
import { type OpenAiFault, createFaultQueue } from './faults/openai-fault.ts';
import type { OpenAiEmulatorOptions } from './openai-options.ts';
import { resolveSettings } from './openai-settings.ts';
import { answerRequest } from './routes/answer-request.ts';
import type { Site } from './routes/site.ts';

/** A running emulated OpenAI. */
export interface OpenAiEmulator extends Emulator<OpenAiFault> {
  /** What a client takes for its base URL: `url` with `/v1` behind it. */
  readonly baseUrl: string;
}

/**
 * Starts a server on loopback that speaks OpenAI's chat completions.
 *
 * @throws an `Error` of one sentence when the port is busy, a fault is unknown or a number is impossible
 * @example
 * const emulator = await startOpenAiEmulator({ rules: [{ when: 'Ping', answer: 'Pong' }] });
 * const client = new OpenAI({ baseURL: emulator.baseUrl, apiKey: 'any' });
 * // ... ask the client
 * await emulator.close();
 */
export async function startOpenAiEmulator(
  options: OpenAiEmulatorOptions = {},
): Promise<OpenAiEmulator> {
  const settings = resolveSettings(options);
  const faults = createFaultQueue(options.faults);
  const site: Site = { settings, faults };
  const emulator = await startEmulator(settings, faults, (request) => answerRequest(site, request));
  return { ...emulator, baseUrl: `${emulator.url}/v1` };
}
