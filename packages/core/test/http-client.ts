import type { Dispatcher } from 'undici';
import { onTestFinished } from 'vitest';

import type { HttpBody, HttpRequest } from '../src/ports/http.ts';
import type { OwnHttp } from '../src/runtime/create-http.ts';
import { ManualClock } from '../src/testing/manual-clock.ts';
import { createTestedHttp } from './tested-http.ts';

/** For tests that `fetchHttp()` does not pass and that then fail by their timeout. */
export const shortTimeout = { timeout: 3000 } as const;

export const connectMs = 10_000;
export const headersMs = 60_000;

/** Returns the tested `Http` with a manual clock. It is closed when the test has finished. */
export function createHttp({ dispatcher }: { readonly dispatcher?: Dispatcher } = {}): {
  readonly http: OwnHttp;
  readonly clock: ManualClock;
} {
  const clock = new ManualClock();
  const http = createTestedHttp(clock, { connectMs, headersMs }, dispatcher);
  onTestFinished(() => http.close());
  return { http, clock };
}

/** Returns a POST request without headers and body. */
export function postRequest(url: URL, fields: Partial<HttpRequest> = {}): HttpRequest {
  return { method: 'POST', url, headers: {}, signal: new AbortController().signal, ...fields };
}

/** Returns the reason with which a promise rejects. */
export async function reasonOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('expected a rejection, but the promise was fulfilled');
}

/** Returns a complete body as text. */
export async function textOf(body: HttpBody): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const bytes of body) chunks.push(bytes);
  return Buffer.concat(chunks).toString('utf8');
}

export function readerOf(body: HttpBody): AsyncIterator<Uint8Array, void> {
  return body[Symbol.asyncIterator]();
}
