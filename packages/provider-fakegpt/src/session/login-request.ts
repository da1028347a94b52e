import {
  maxJsonBodyBytes,
  mediaType,
  parseJson,
  readErrorBody,
  readText,
} from '@understudy/core/provider';
import type {
  HttpResponse,
  JsonValue,
  ProviderError,
  ProviderPorts,
} from '@understudy/core/provider';

import { decodeError, decodeErrorDetails } from '../decode-error.ts';
import type { CookieJar } from './cookie-jar.ts';
import type { Endpoint, SiteRequest } from './endpoint.ts';

/** What one step of a login needs of the world. */
export interface LoginContext {
  readonly site: Endpoint;
  readonly ports: Pick<ProviderPorts, 'http' | 'clock' | 'random'>;
  readonly signal: AbortSignal;
}

/** One step of a login, without what all of them have. */
export interface LoginStep extends Pick<SiteRequest, 'method' | 'headers' | 'body'> {
  readonly path: string;
}

/** Sends one step of a login with the cookies so far, and keeps those that it sets. */
export async function sendStep(
  { site, ports, signal }: LoginContext,
  { path, ...step }: LoginStep,
  jar: CookieJar,
): Promise<HttpResponse> {
  const url = site.url(path);
  const cookie = jar.header(url);
  const headers = { ...step.headers, ...(cookie !== undefined && { cookie }) };
  const request = site.createRequest({ ...step, url, headers, signal });
  const response = await ports.http.request(request);
  jar.store(url, response.headers, ports.clock.wallNow());
  return response;
}

/** The JSON at a path, or the error that came in its place; `what` names it in a message. */
export async function askForJson(
  context: LoginContext,
  { path, what }: { readonly path: string; readonly what: string },
  jar: CookieJar,
): Promise<JsonValue | ProviderError> {
  const response = await sendStep(context, { method: 'GET', path }, jar);
  const promising = response.status < 300 && mediaType(response.headers) !== 'text/html';
  const body = promising
    ? await readText(response, maxJsonBodyBytes)
    : await readErrorBody(response);
  const json = promising ? parseJson(body) : undefined;
  if (json !== undefined && !decodeErrorDetails(json)) return json;
  return decodeError(response, body, { what, expected: 'readable JSON' }, context.ports.clock);
}
