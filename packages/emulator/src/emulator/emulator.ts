import type { FaultReader } from '../faults/fault-reader.ts';
import type { AnyFault } from '../faults/fault.ts';
import type { EmulatedRequest } from '../journal/emulated-request.ts';
import type { RequestFilter } from '../journal/journal.ts';
import { scriptHeader } from '../scripts/script-header.ts';
import type { ScriptOptions } from '../scripts/script-options.ts';
import { ScriptRegistry } from '../scripts/script-registry.ts';
import type { ScriptRun } from '../scripts/script-run.ts';
import { createTextReply } from '../server/create-reply.ts';
import { EmulatorServer } from '../server/emulator-server.ts';
import type { ReceivedRequest } from '../server/received-request.ts';
import type { Reply } from '../server/reply.ts';
import type { EmulatorSettings } from './emulator-options.ts';

/** Requests to assert on. */
export interface RequestJournal {
  /** What was asked so far, oldest first. The list and its entries are live. */
  readonly requests: readonly EmulatedRequest[];
  /**
   * The first request that nobody was given yet, once it is decided what is played on it, or its client
   * left in the middle of its body: its `ending` says so then. Waits until one comes; `whenOver()` of it
   * waits for its end.
   *
   * @param filter - which requests count. @defaultValue all
   * @param timeoutMs - @defaultValue 5000
   * @throws what the filter throws; an `Error` of one sentence when none comes in time, or the emulator
   * is closed before
   */
  nextRequest(filter?: RequestFilter, timeoutMs?: number): Promise<EmulatedRequest>;
}

/** A script of one's own, and the requests that named it. */
export interface EmulatorScript extends RequestJournal {
  readonly name: string;
  /** What a client adds to its requests to be answered by this script: `x-emulator-script` and its name. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A running emulated vendor. */
export interface Emulator<Step> extends AsyncDisposable, RequestJournal {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  readonly url: string;
  /** Has requests that name no script begin with this one; answers that are under way keep their fault. */
  setFaults(faults: readonly Step[]): void;
  /**
   * Adds a script for the requests that name it, so that tests that run at once share an emulator and
   * nothing else.
   *
   * @param name - @defaultValue `script-1` and so on
   * @throws a `RangeError` of one sentence for a step that can't be played, or a name that is taken
   */
  addScript(faults: readonly Step[], name?: string): EmulatorScript;
  /** Ends every socket and timer at once. */
  close(): Promise<void>;
}

/** One protocol: how its scripts are read, and what it answers to a request in a run of one of them. */
export interface Protocol<Step extends AnyFault> {
  readonly reader: FaultReader<Step>;
  readonly answer: (request: ReceivedRequest, run: ScriptRun<Step>) => Reply;
}

const defaultWaitMs = 5000;

/** Listens, and answers as one protocol does. */
export async function startEmulator<Step extends AnyFault>(
  { reader, answer }: Protocol<Step>,
  scripts: ScriptOptions<unknown>,
  settings: EmulatorSettings,
): Promise<Emulator<unknown>> {
  const book = new ScriptRegistry(reader, scripts);
  const server = new EmulatorServer((request) => play(book, answer, request), settings);
  const { journal } = server;
  const url = await server.listen(settings.port);
  return {
    url,
    requests: journal.requests,
    nextRequest: (filter = () => true, timeoutMs = defaultWaitMs) =>
      journal.next(filter, timeoutMs),
    setFaults: (faults) => book.replace(faults),
    addScript: (faults, wanted) => {
      const name = book.add(faults, wanted);
      return {
        name,
        headers: { [scriptHeader]: name },
        get requests() {
          return journal.requests.filter(({ script }) => script === name);
        },
        nextRequest: (filter = () => true, timeoutMs = defaultWaitMs) =>
          journal.next((request) => request.script === name && filter(request), timeoutMs),
      };
    },
    close: () => server.close(),
    [Symbol.asyncDispose]: () => server.close(),
  };
}

function play<Step extends AnyFault>(
  book: ScriptRegistry<Step>,
  answer: Protocol<Step>['answer'],
  request: ReceivedRequest,
): Reply {
  let run: ScriptRun<Step>;
  try {
    run = book.find(request.headers[scriptHeader]);
  } catch (error) {
    if (error instanceof RangeError) return createTextReply(400, error.message);
    throw error;
  }
  return answer(request, run);
}
