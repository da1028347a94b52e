import { ProviderError } from '../../errors/provider-error.ts';
import type { HttpRequest } from '../../ports/http.ts';
import { describeInvalidHeader, describeTarget } from '../from-transport.ts';
import { findInvalidHeader } from '../header-syntax.ts';
import { assertWebUrl, invalidRequest } from '../web-url.ts';
import type { FetchInit } from './fetch-function.ts';

/** The arguments of `fetch` for a checked request. */
export interface FetchCall {
  readonly url: string;
  readonly init: FetchInit;
}

/**
 * Returns the arguments of `fetch`. Rejects what `fetch` cannot send or what some runtimes would change without an
 * error.
 *
 * @throws ProviderError `invalid-configuration` for a proxy; `invalid-request` for a request that cannot be sent
 */
export function createFetchCall(request: HttpRequest, signal: AbortSignal): FetchCall {
  const { method, headers } = request;
  if (request.proxy) throw unsupportedProxy(request);
  assertWebUrl(request.url, 'a base URL');
  const body = toBytes(request.body);
  if (method === 'GET' && body) throw invalidRequest('cannot send a GET request with a body');
  assertHeaders(request, body?.length ?? 0);
  const url = new URL(request.url);
  // fetch rejects a URL with credentials, and undici ignores them.
  url.username = '';
  url.password = '';
  const sent = { 'accept-encoding': 'identity', ...headers };
  // Not in the type: only Bun knows this option. Its own idle timeout of 5 minutes would apply otherwise.
  const init = { method, headers: sent, body, signal, redirect: 'manual', timeout: false } as const;
  return { url: url.href, init };
}

/** Bytes, because `fetch` adds a content type to a string. */
function toBytes(body: HttpRequest['body']): Uint8Array<ArrayBuffer> | null {
  if (body === undefined) return null;
  return typeof body === 'string' ? new TextEncoder().encode(body) : new Uint8Array(body);
}

function assertHeaders(request: HttpRequest, bodyLength: number): void {
  const invalid = findInvalidHeader(request.headers);
  if (invalid !== undefined) throw invalidRequest(describeInvalidHeader(invalid));
  const framing = Object.entries(request.headers).find(([name, value]) =>
    isFraming(name, value, bodyLength),
  );
  if (!framing) return;
  throw invalidRequest(
    `cannot send the header ${JSON.stringify(framing[0])} to ${describeTarget(request)}: it is not allowed or does not match the body`,
  );
}

/** Whether a header describes the connection instead of the request. undici rejects the same headers. */
function isFraming(name: string, value: string, bodyLength: number): boolean {
  switch (name.toLowerCase()) {
    case 'transfer-encoding':
    case 'keep-alive':
    case 'upgrade':
    case 'expect':
      return true;
    case 'connection':
      return !['close', 'keep-alive'].includes(value.toLowerCase());
    case 'content-length':
      return value !== String(bodyLength);
    default:
      return false;
  }
}

function unsupportedProxy({ url, proxy }: HttpRequest): ProviderError {
  const message = `${describeTarget({ url, proxy })}: proxy is not supported by fetchHttp(), the default Http on Bun`;
  return new ProviderError({ code: 'invalid-configuration', message, phase: 'connect' });
}
