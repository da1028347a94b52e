import type { Fetch } from '../http/fetch/fetch-function.ts';
import { FetchHttp } from '../http/fetch/fetch-http.ts';
import { assertKnownNames } from '../input/known-names.ts';
import { invalidValue } from '../input/readers.ts';
import type { Clock } from '../ports/clock.ts';
import type { Http } from '../ports/http.ts';
import { defaultTimeouts } from '../registry/chain/default-options.ts';
import { SystemClock } from '../system/system-clock.ts';

/** Options of `fetchHttp()`. */
export interface FetchHttpOptions {
  /** Sends the requests. @defaultValue the global `fetch` at the time of each request */
  readonly fetch?: Fetch | undefined;
  /** Measures the timeouts. Pass the clock that `createUnderstudy()` gets. @defaultValue the time of the system */
  readonly clock?: Clock | undefined;
}

/**
 * Creates an `Http` over `fetch`. `createUnderstudy()` uses it by default on Bun.
 *
 * Its limits, cancellation and errors are those of the default `Http`, except that `timeouts.headersMs` includes the
 * time to open the connection and `timeouts.connectMs` does not apply. A request with a `proxy` rejects with
 * `invalid-configuration`.
 *
 * @throws ConfigurationError with the path of the option that is not valid
 *
 * @example
 * const understudy = createUnderstudy({ providers, ports: { http: fetchHttp() } });
 */
export function fetchHttp(options: FetchHttpOptions = {}): Http {
  const given: unknown = options;
  if (typeof given !== 'object' || given === null) {
    throw invalidValue('options', 'an object', given);
  }
  assertKnownNames(options, ['fetch', 'clock']);
  const { fetch, clock = new SystemClock() } = options;
  if (fetch !== undefined && typeof fetch !== 'function') {
    throw invalidValue('fetch', 'a function', fetch);
  }
  if (typeof clock?.setTimer !== 'function') {
    throw invalidValue('clock', 'an object with now, wallNow, setTimer', clock);
  }
  return new FetchHttp(clock, defaultTimeouts, fetch);
}
