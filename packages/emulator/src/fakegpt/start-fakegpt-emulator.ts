import { type Emulator, startEmulator } from '../emulator/emulator.ts';
import { createConversationStore } from './conversation-store.ts';
import type { FakeGptEmulatorOptions } from './fakegpt-options.ts';
import { resolveSettings } from './fakegpt-settings.ts';
import { type FakeGptStep, fakeGptFaultReader } from './faults/fakegpt-fault.ts';
import { handleRequest } from './routes/handle-request.ts';
import { SessionStore } from './session-store.ts';

/** A running FakeGpt emulator. */
export type FakeGptEmulator = Emulator<FakeGptStep>;

/**
 * Starts a FakeGpt server on the loopback interface.
 *
 * @throws Error if the port cannot be opened
 * @throws RangeError if an option, or a field of one, is unknown or invalid; the message contains its path
 * @example
 * const emulator = await startFakeGptEmulator({ rules: [{ when: 'Ping', response: 'Pong' }] });
 * // ... send requests to emulator.url
 * await emulator.close();
 */
export async function startFakeGptEmulator(
  options: FakeGptEmulatorOptions = {},
): Promise<FakeGptEmulator> {
  const settings = resolveSettings(options);
  const sessions = new SessionStore(settings.now, options.seed);
  const conversations = createConversationStore();
  return startEmulator(
    {
      reader: fakeGptFaultReader,
      handle: (request, run) =>
        handleRequest({ settings, sessions, conversations, ...run }, request),
    },
    options,
    settings,
  );
}
