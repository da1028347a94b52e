import type { Dispatcher } from 'undici';
import { onTestFinished } from 'vitest';

import { UndiciHttp } from '../src/http/undici-http.ts';
import type { HttpBody, HttpRequest } from '../src/ports/http.ts';
import { ManualClock } from '../src/testing/manual-clock.ts';

export const connectMs = 10_000;
export const headersMs = 60_000;

/** Returns an `UndiciHttp` with a manual clock. It is closed when the test has finished. */
export function createHttp({ dispatcher }: { readonly dispatcher?: Dispatcher } = {}): {
  readonly http: UndiciHttp;
  readonly clock: ManualClock;
} {
  const clock = new ManualClock();
  const http = new UndiciHttp(clock, { connectMs, headersMs }, dispatcher);
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
