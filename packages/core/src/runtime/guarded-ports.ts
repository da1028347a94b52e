import { isUnderstudyError } from '../errors/is-error.ts';
import { UnderstudyError } from '../errors/understudy-error.ts';
import type { Clock } from '../ports/clock.ts';
import type { Http, HttpRequest, HttpResponse } from '../ports/http.ts';
import type { Logger } from '../ports/logger.ts';
import type { Random } from '../ports/random.ts';
import type {
  AttemptScope,
  ContentTelemetry,
  Telemetry,
  TelemetryEvent,
} from '../ports/telemetry.ts';

/**
 * Reports an error of a listener as a process warning, so that it does not affect a chat. TypeScript accepts an async
 * function as a listener, so its rejection is handled too.
 */
function guard<Values extends readonly unknown[]>(
  emit: (...values: Values) => unknown,
): (...values: Values) => void {
  return (...values) => {
    try {
      const result = emit(...values);
      if (result instanceof Promise) result.catch(warn);
    } catch (error) {
      warn(error);
    }
  };
}

function warn(error: unknown): void {
  process.emitWarning(
    error instanceof Error ? error : new Error('a listener threw a value that is not an Error'),
  );
}

/** Passes each event to a port and to a listener. An error of one does not affect the other. */
export function guardTelemetry(
  telemetry: Telemetry,
  listener: ((event: TelemetryEvent) => void) | undefined,
): Telemetry {
  const emitToPort = guard((event: TelemetryEvent) => telemetry.emit(event));
  const emitToListener = listener && guard(listener);
  return {
    get enabled() {
      return emitToListener !== undefined || telemetry.enabled;
    },
    emit: (event) => {
      if (telemetry.enabled) emitToPort(event);
      emitToListener?.(event);
    },
    ...(telemetry.emitContent && {
      emitContent: guard((content: ContentTelemetry) => {
        if (telemetry.enabled) telemetry.emitContent?.(content);
      }),
    }),
    ...(telemetry.requestHeaders && {
      requestHeaders: (attempt) => readHeaders(telemetry, attempt),
    }),
    ...(telemetry.within && {
      within: (attempt, work) => (telemetry.enabled ? runWithin(telemetry, attempt, work) : work()),
    }),
  };
}

function readHeaders(
  telemetry: Telemetry,
  attempt: AttemptScope,
): Readonly<Record<string, string>> {
  try {
    return telemetry.requestHeaders?.(attempt) ?? {};
  } catch (error) {
    warn(error);
    return {};
  }
}

/** Runs the work even if the tracer fails. */
function runWithin<Value>(
  telemetry: Telemetry,
  attempt: AttemptScope,
  work: () => Promise<Value>,
): Promise<Value> {
  let result: Promise<Value> | undefined;
  const run = (): Promise<Value> => (result ??= startAsync(work));
  try {
    const passed: unknown = telemetry.within?.(attempt, run);
    // A tracer that returns the promise of the work costs no other one.
    if (passed instanceof Promise && passed !== result) passed.catch(warnUnlessPassedOn);
  } catch (error) {
    warn(error);
  }
  return run();

  /** A tracer passes on the error of the work, which the caller of the work receives. */
  async function warnUnlessPassedOn(error: unknown): Promise<void> {
    if (!(await rejectsWith(run(), error))) warn(error);
  }
}

function rejectsWith(work: Promise<unknown>, error: unknown): Promise<boolean> {
  return work.then(
    () => false,
    (reason: unknown) => reason === error,
  );
}

/** Turns an error that is thrown immediately into a rejection, so that it is not taken for an error of the tracer. */
function startAsync<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return work();
  } catch (error) {
    return Promise.reject(error);
  }
}

export function guardLogger(logger: Logger): Logger {
  return {
    warn: guard((message) => logger.warn(message)),
    error: guard((message) => logger.error(message)),
  };
}

/** Converts what a port of the app throws to `internal`, because it is a bug of the app and not of a network. */
function callPort<Value>(name: string, call: () => Value): Value {
  try {
    return call();
  } catch (cause) {
    throw portError(name, cause);
  }
}

function portError(name: string, cause: unknown): UnderstudyError {
  return new UnderstudyError('internal', `${name}() threw an error (see cause)`, { cause });
}

export function guardClock(clock: Clock): Clock {
  return {
    now: () => callPort('ports.clock.now', () => clock.now()),
    wallNow: () => callPort('ports.clock.wallNow', () => clock.wallNow()),
    setTimer: (callback, delayMs) =>
      callPort('ports.clock.setTimer', () => clock.setTimer(callback, delayMs)),
  };
}

export function guardRandom(random: Random): Random {
  return {
    next: () => callPort('ports.random.next', () => random.next()),
    uuid: () => callPort('ports.random.uuid', () => random.uuid()),
  };
}

/** The reason of the signal and errors of Understudy are passed on. */
export function guardHttp(http: Http): Http {
  return {
    async request(request) {
      const response = await requestOrThrow(http, request);
      if (typeof response === 'object' && response !== null) return response;
      throw new UnderstudyError('internal', 'ports.http.request() returned no response');
    },
  };
}

async function requestOrThrow(http: Http, request: HttpRequest): Promise<HttpResponse> {
  try {
    return await http.request(request);
  } catch (error) {
    if (request.signal.aborted || isUnderstudyError(error)) throw error;
    throw portError('ports.http.request', error);
  }
}

export const silentLogger: Logger = { warn: () => {}, error: () => {} };
