import { type Emulator, startEmulator } from '../emulator/emulator.ts';
import { createConversationStore } from './conversation-store.ts';
import type { FakeGptEmulatorOptions } from './fakegpt-options.ts';
import { resolveSettings } from './fakegpt-settings.ts';
import { type FakeGptFault, createFaultQueue } from './faults/fakegpt-fault.ts';
import { answerRequest } from './routes/answer-request.ts';
import type { Site } from './routes/site.ts';
import { SessionStore } from './session-store.ts';

/** A running emulated FakeGpt site. */
export type FakeGptEmulator = Emulator<FakeGptFault>;

/**
 * Starts a server on loopback that speaks the FakeGpt protocol.
 *
 * @throws an `Error` of one sentence when the port is busy, a fault is unknown, a number is impossible
 * or a rule answers with something that is not text
 * @example
 * const emulator = await startFakeGptEmulator({ rules: [{ when: 'Ping', answer: 'Pong' }] });
 * // ... ask emulator.url
 * await emulator.close();
 */
export async function startFakeGptEmulator(
  options: FakeGptEmulatorOptions = {},
): Promise<FakeGptEmulator> {
  const settings = resolveSettings(options);
  const faults = createFaultQueue(options.faults);
  const sessions = new SessionStore(settings.now);
  const site: Site = { settings, faults, sessions, conversations: createConversationStore() };
  return startEmulator(settings, faults, (request) => answerRequest(site, request));
}
