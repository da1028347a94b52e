import type { Dispatcher } from 'undici';

import { FetchHttp } from '../http/fetch/fetch-http.ts';
import { UndiciHttp } from '../http/undici-http.ts';
import type { Clock } from '../ports/clock.ts';
import type { Http, HttpTimeouts } from '../ports/http.ts';

/** An `Http` that the runtime closes. */
export interface OwnHttp extends Http {
  close(): Promise<void>;
}

/** Creates the `Http` of a runtime: over `fetch` on Bun, because its `undici` sends no requests, else over undici. */
export function createHttp(
  clock: Clock,
  timeouts: HttpTimeouts,
  dispatcher: Dispatcher | undefined,
): OwnHttp {
  const isBun = process.versions['bun'] !== undefined;
  return isBun && !dispatcher
    ? new FetchHttp(clock, timeouts)
    : new UndiciHttp(clock, timeouts, dispatcher);
}
