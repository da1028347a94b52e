import { onTestFinished } from 'vitest';

import type { HttpSettings } from '../src/http/http-settings.ts';
import { UndiciHttp } from '../src/http/undici-http.ts';
import type { HttpBody, HttpRequest } from '../src/ports/http.ts';
import { ManualClock } from '../src/testing/manual-clock.ts';

export const connectMs = 10_000;
export const headersMs = 60_000;

/** An `UndiciHttp` over a clock at rest; closed when the test is over. */
export function createHttp(settings: Partial<HttpSettings> = {}): {
  readonly http: UndiciHttp;
  readonly clock: ManualClock;
} {
  const clock = new ManualClock();
  const http = new UndiciHttp(clock, { limits: { connectMs, headersMs }, ...settings });
  onTestFinished(() => http.close());
  return { http, clock };
}

/** A request with nothing special about it. */
export function ask(url: URL, more: Partial<HttpRequest> = {}): HttpRequest {
  return { method: 'POST', url, headers: {}, signal: new AbortController().signal, ...more };
}

/** What a promise rejects with. */
export async function reasonOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('expected a rejection, and it resolved');
}

/** All bytes of a body as text. */
export async function textOf(body: HttpBody): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const bytes of body) chunks.push(bytes);
  return Buffer.concat(chunks).toString('utf8');
}

export function readerOf(body: HttpBody): AsyncIterator<Uint8Array, void> {
  return body[Symbol.asyncIterator]();
}
