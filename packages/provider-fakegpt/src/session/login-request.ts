import type {
  HttpResponse,
  JsonValue,
  ProviderError,
  ProviderPorts,
} from '@understudy/core/provider';
import {
  maxJsonBodyBytes,
  mediaType,
  parseJson,
  readErrorBody,
  readText,
} from '@understudy/provider-utils';

import { decodeError, decodeErrorDetails } from '../decode-error.ts';
import type { CookieJar } from './cookie-jar.ts';
import type { Endpoint, EndpointRequest } from './endpoint.ts';

export interface LoginContext {
  readonly endpoint: Endpoint;
  readonly ports: Pick<ProviderPorts, 'http' | 'clock' | 'random'>;
  readonly signal: AbortSignal;
}

/** A request of a login, without the fields that all of them have in common. */
export interface LoginRequest extends Pick<EndpointRequest, 'method' | 'headers' | 'body'> {
  readonly path: string;
}

/** Sends a request with the cookies of the jar, and stores the cookies of the response. */
export async function sendLoginRequest(
  { endpoint, ports, signal }: LoginContext,
  { path, ...fields }: LoginRequest,
  jar: CookieJar,
): Promise<HttpResponse> {
  const url = endpoint.url(path);
  const cookie = jar.header(url);
  const headers = { ...fields.headers, ...(cookie !== undefined && { cookie }) };
  const request = endpoint.createRequest({ ...fields, url, headers, signal });
  const response = await ports.http.request(request);
  jar.store(url, response.headers, ports.clock.wallNow());
  return response;
}

/** Returns the JSON at a path, or the error of the response. */
export async function requestJson(
  context: LoginContext,
  { path, operation }: { readonly path: string; readonly operation: string },
  jar: CookieJar,
): Promise<JsonValue | ProviderError> {
  const response = await sendLoginRequest(context, { method: 'GET', path }, jar);
  const mayBeJson = response.status < 300 && mediaType(response.headers) !== 'text/html';
  const body = mayBeJson
    ? await readText(response, maxJsonBodyBytes)
    : await readErrorBody(response);
  const json = mayBeJson ? parseJson(body) : undefined;
  if (json !== undefined && !decodeErrorDetails(json)) return json;
  return decodeError(response, body, { operation, expected: 'JSON' }, context.ports.clock);
}
