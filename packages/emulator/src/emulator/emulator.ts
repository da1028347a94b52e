import type { FaultQueue } from '../faults/fault-queue.ts';
import type { AnyFault } from '../faults/fault.ts';
import type { EmulatedRequest } from '../server/emulated-request.ts';
import { type AnswerRequest, EmulatorServer } from '../server/emulator-server.ts';
import type { EmulatorSettings } from './emulator-options.ts';

/** A running emulated vendor. */
export interface Emulator<Fault extends AnyFault> extends AsyncDisposable {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  readonly url: string;
  /** What was asked so far, oldest first. The list and its entries are live. */
  readonly requests: readonly EmulatedRequest[];
  /** Replaces the faults and their counts; answers that are under way keep theirs. */
  setFaults(faults: readonly (Fault | Fault['kind'])[]): void;
  /** Ends every socket and timer at once. */
  close(): Promise<void>;
}

/** Listens, and answers as one protocol does. */
export async function startEmulator<Fault extends AnyFault>(
  settings: EmulatorSettings,
  faults: FaultQueue<Fault>,
  answer: AnswerRequest,
): Promise<Emulator<Fault>> {
  const server = new EmulatorServer(answer, settings.maxRecordedRequests, settings.onRequestEnd);
  const url = await server.listen(settings.port);
  return {
    url,
    requests: server.requests,
    setFaults: (replacement) => faults.replace(replacement),
    close: () => server.close(),
    [Symbol.asyncDispose]: () => server.close(),
  };
}
