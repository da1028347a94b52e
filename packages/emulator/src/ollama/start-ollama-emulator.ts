import { type Emulator, startEmulator } from '../emulator/emulator.ts';
import { type OllamaStep, ollamaFaultReader } from './faults/ollama-fault.ts';
import { LoadedModels } from './loaded-models.ts';
import type { OllamaEmulatorOptions } from './ollama-options.ts';
import { resolveSettings } from './ollama-settings.ts';
import { handleRequest } from './routes/handle-request.ts';

/** A running Ollama emulator. Its `url` is the address for clients. */
export interface OllamaEmulator extends Emulator<OllamaStep> {
  /** The names of the models that are loaded or being loaded. */
  readonly loadedModels: readonly string[];
}

/**
 * Starts a server for Ollama's native API on the loopback interface.
 *
 * @throws Error if the port cannot be opened
 * @throws RangeError if an option, or a field of one, is unknown or invalid; the message contains its path
 * @example
 * const emulator = await startOllamaEmulator({ rules: [{ when: 'Ping', response: 'Pong' }] });
 * const client = new Ollama({ host: emulator.url });
 * // ... send requests with the client
 * await emulator.close();
 */
export async function startOllamaEmulator(
  options: OllamaEmulatorOptions = {},
): Promise<OllamaEmulator> {
  const settings = resolveSettings(options);
  const loaded = new LoadedModels();
  const emulator = await startEmulator(
    {
      reader: ollamaFaultReader,
      handle: (request, run) => handleRequest({ settings, loaded, ...run }, request),
    },
    options,
    settings,
  );
  return {
    ...emulator,
    get loadedModels() {
      return loaded.names;
    },
  };
}
