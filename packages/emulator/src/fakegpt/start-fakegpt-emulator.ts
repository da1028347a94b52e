import { type Emulator, startEmulator } from '../emulator/emulator.ts';
import { createConversationStore } from './conversation-store.ts';
import type { FakeGptEmulatorOptions } from './fakegpt-options.ts';
import { resolveSettings } from './fakegpt-settings.ts';
import { type FakeGptStep, fakeGptFaultReader } from './faults/fakegpt-fault.ts';
import { handleRequest } from './routes/handle-request.ts';
import { SessionStore } from './session-store.ts';

/** A running emulated FakeGpt site. */
export type FakeGptEmulator = Emulator<FakeGptStep>;

/**
 * Starts a server on loopback that speaks the FakeGpt protocol.
 *
 * @throws an `Error` of one sentence when the port is busy, a script can't be played, a number is impossible
 * or a rule answers with something that is not text
 * @example
 * const emulator = await startFakeGptEmulator({ rules: [{ when: 'Ping', response: 'Pong' }] });
 * // ... ask emulator.url
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
