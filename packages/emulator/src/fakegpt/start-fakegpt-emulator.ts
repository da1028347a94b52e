import type { EmulatedRequest } from '../server/emulated-request.ts';
import { EmulatorServer } from '../server/emulator-server.ts';
import { createConversationStore } from './conversation-store.ts';
import type { FakeGptEmulatorOptions } from './fakegpt-options.ts';
import { resolveSettings } from './fakegpt-settings.ts';
import type { FakeGptFault, FakeGptFaultName } from './faults/fakegpt-fault.ts';
import { FaultQueue } from './faults/fault-queue.ts';
import { answerRequest } from './routes/answer-request.ts';
import type { Site } from './routes/site.ts';
import { SessionStore } from './session-store.ts';

/** A running emulated FakeGpt site. */
export interface FakeGptEmulator extends AsyncDisposable {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  readonly url: string;
  /** What was asked so far, oldest first. The list and its entries are live. */
  readonly requests: readonly EmulatedRequest[];
  /** Replaces the faults and their counts; answers that are under way keep theirs. */
  setFaults(faults: readonly (FakeGptFault | FakeGptFaultName)[]): void;
  /** Ends every socket and timer at once. */
  close(): Promise<void>;
}

/**
 * Starts a server on loopback that speaks the FakeGpt protocol.
 *
 * @throws an `Error` of one sentence when the port is busy, a fault is unknown or a number is impossible
 * @example
 * const emulator = await startFakeGptEmulator({ rules: [{ when: 'Ping', answer: 'Pong' }] });
 * // ... ask emulator.url
 * await emulator.close();
 */
export async function startFakeGptEmulator(
  options: FakeGptEmulatorOptions = {},
): Promise<FakeGptEmulator> {
  const settings = resolveSettings(options);
  const faults = new FaultQueue(options.faults ?? []);
  const sessions = new SessionStore(settings.now);
  const site: Site = { settings, faults, sessions, conversations: createConversationStore() };
  const server = new EmulatorServer(
    (request) => answerRequest(site, request),
    settings.maxRecordedRequests,
  );
  const url = await server.listen(settings.port);
  return {
    url,
    requests: server.requests,
    setFaults: (replacement) => faults.replace(replacement),
    close: () => server.close(),
    [Symbol.asyncDispose]: () => server.close(),
  };
}
