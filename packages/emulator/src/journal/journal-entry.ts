import type { ReceivedRequest } from '../server/received-request.ts';
import type {
  EmulatedMessage,
  EmulatedRequest,
  RequestEnding,
  RequestNotes,
} from './emulated-request.ts';
import { identifyKey, redactFields, redactHeaders, redactQuery } from './redact.ts';

/** A request in the journal. The server updates it while it serves the request. */
export class JournalEntry implements EmulatedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly key: string | undefined;
  readonly script: string | undefined;
  readonly startedAtMs: number = readClock();
  body: unknown;
  model: string | undefined;
  messages: readonly EmulatedMessage[] = [];
  lastUserMessage: string | undefined;
  tokenId: string | undefined;
  sessionId: string | undefined;
  fault: string | undefined;
  status: number | undefined;
  ending: RequestEnding | undefined;
  endedAtMs: number | undefined;
  readonly #ended = Promise.withResolvers<EmulatedRequest>();

  constructor({ method, path, query, headers }: Omit<ReceivedRequest, 'body'>, script?: string) {
    this.method = method;
    this.path = path;
    this.query = redactQuery(query);
    this.headers = redactHeaders(headers);
    this.key = identifyKey(headers);
    this.script = script;
  }

  waitForEnd(): Promise<EmulatedRequest> {
    return this.#ended.promise;
  }

  setBody(body: unknown): void {
    this.body = redactFields(body);
  }

  note(notes: RequestNotes): void {
    Object.assign(this, notes);
  }

  end(ending: RequestEnding): void {
    this.ending = ending;
    this.endedAtMs = readClock();
    this.#ended.resolve(this);
  }
}

/** Returns a wall-clock time that never decreases. */
function readClock(): number {
  return performance.timeOrigin + performance.now();
}
