import type { FaultReader } from '../faults/fault-reader.ts';
import type { AnyFault } from '../faults/fault.ts';
import type { EmulatedRequest } from '../journal/emulated-request.ts';
import type { Journal, RequestFilter } from '../journal/journal.ts';
import { readDelay, readFunction } from '../readers/value-readers.ts';
import { scriptHeader } from '../scripts/script-header.ts';
import type { ScriptOptions } from '../scripts/script-options.ts';
import { ScriptRegistry } from '../scripts/script-registry.ts';
import type { ScriptRun } from '../scripts/script-run.ts';
import { createTextReply } from '../server/create-reply.ts';
import { EmulatorServer } from '../server/emulator-server.ts';
import type { ReceivedRequest } from '../server/received-request.ts';
import type { Reply } from '../server/reply.ts';
import type { EmulatorSettings } from './emulator-options.ts';

/** The recorded requests, for assertions. */
export interface RequestJournal {
  /** The requests received so far, oldest first. The list and its entries are live. */
  readonly requests: readonly EmulatedRequest[];
  /**
   * Returns the first request that it has not returned yet. Waits until one arrives.
   *
   * A request is returned as soon as its fault has been selected, or its client has disconnected while
   * sending the body. In the second case `ending` is `client-aborted`. To wait for the end of the
   * request, call its `waitForEnd()`.
   *
   * @param filter - selects the requests to return. @defaultValue all requests
   * @param timeoutMs - @defaultValue 5000
   * @throws RangeError if the filter is not a function or a timer does not support the timeout
   * @throws the error of the filter
   * @throws Error if no request arrives in time, or if the emulator is closed first
   */
  nextRequest(filter?: RequestFilter, timeoutMs?: number): Promise<EmulatedRequest>;
}

/** A script added with `addScript()`, and the requests that selected it. */
export interface EmulatorScript extends RequestJournal {
  readonly name: string;
  /** The headers that select this script: `x-emulator-script` with its name. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A running emulator. */
export interface Emulator<Step> extends AsyncDisposable, RequestJournal {
  /** `http://127.0.0.1:<port>`, without a trailing slash. */
  readonly url: string;
  /** Replaces the script of requests that select no script. Running requests keep their fault. */
  setFaults(faults: readonly Step[]): void;
  /**
   * Adds a script for requests that select it, so that parallel tests can share an emulator.
   *
   * @param name - @defaultValue `script-1`, `script-2` and so on
   * @throws RangeError if a step is invalid or the name is in use
   */
  addScript(faults: readonly Step[], name?: string): EmulatorScript;
  /** Closes every socket and clears every timer immediately. */
  close(): Promise<void>;
}

/** A protocol: a reader for its script steps, and a function that creates the reply to a request. */
export interface Protocol<Step extends AnyFault> {
  readonly reader: FaultReader<Step>;
  readonly handle: (request: ReceivedRequest, run: ScriptRun<Step>) => Reply;
}

const defaultTimeoutMs = 5000;

/** Starts a server for a protocol. */
export async function startEmulator<Step extends AnyFault>(
  protocol: Protocol<Step>,
  options: ScriptOptions<unknown>,
  settings: EmulatorSettings,
): Promise<Emulator<unknown>> {
  const scripts = new ScriptRegistry(protocol.reader, options);
  const server = new EmulatorServer((request) => handle(protocol, scripts, request), settings);
  const { journal } = server;
  const url = await server.listen(settings.port);
  return {
    url,
    requests: journal.requests,
    nextRequest: (filter, timeoutMs) => findNext(journal, () => true, filter, timeoutMs),
    setFaults: (faults) => scripts.replaceDefault(faults),
    addScript: (faults, requestedName) => {
      const name = scripts.add(faults, requestedName);
      return {
        name,
        headers: { [scriptHeader]: name },
        get requests() {
          return journal.requests.filter(({ script }) => script === name);
        },
        nextRequest: (filter, timeoutMs) =>
          findNext(journal, ({ script }) => script === name, filter, timeoutMs),
      };
    },
    close: () => server.close(),
    [Symbol.asyncDispose]: () => server.close(),
  };
}

async function findNext(
  journal: Journal,
  isOwn: RequestFilter,
  filter: RequestFilter = () => true,
  timeoutMs: number = defaultTimeoutMs,
): Promise<EmulatedRequest> {
  readFunction(filter, 'filter');
  readDelay(timeoutMs, 'timeoutMs');
  return journal.next((request) => isOwn(request) && filter(request), timeoutMs);
}

function handle<Step extends AnyFault>(
  protocol: Protocol<Step>,
  scripts: ScriptRegistry<Step>,
  request: ReceivedRequest,
): Reply {
  let run: ScriptRun<Step>;
  try {
    run = scripts.find(request.headers[scriptHeader]);
  } catch (error) {
    if (error instanceof RangeError) return createTextReply(400, error.message);
    throw error;
  }
  return protocol.handle(request, run);
}
