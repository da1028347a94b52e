import type { PortOptions } from '@understudy/core';
import { fetchHttp } from '@understudy/core/fetch';
import type { Dispatcher } from 'undici';
import { inject } from 'vitest';

import { FetchHttp } from '../src/http/fetch/fetch-http.ts';
import { UndiciHttp } from '../src/http/undici-http.ts';
import type { Clock } from '../src/ports/clock.ts';
import type { HttpTimeouts } from '../src/ports/http.ts';
import type { OwnHttp } from '../src/runtime/create-http.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The `Http` with which the project runs the suites of HTTP. Undefined for the default one. */
    readonly http: 'fetch' | undefined;
  }
}

const isFetch = (): boolean => inject('http') === 'fetch';

/** Creates the `Http` of the project. */
export function createTestedHttp(
  clock: Clock,
  timeouts: HttpTimeouts,
  dispatcher?: Dispatcher,
): OwnHttp {
  if (!isFetch()) return new UndiciHttp(clock, timeouts, dispatcher);
  if (dispatcher) throw new Error('fetchHttp() has no option dispatcher');
  return new FetchHttp(clock, timeouts);
}

/** Returns ports with the `Http` of the project. */
export function createTestedPorts(ports: PortOptions = {}): PortOptions {
  return isFetch() ? { http: fetchHttp({ clock: ports.clock }), ...ports } : ports;
}
