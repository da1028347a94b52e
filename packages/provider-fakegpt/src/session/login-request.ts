import { maxJsonBodyBytes, mediaType, parseJson, readText } from '@understudy/core/provider';
import type {
  HttpResponse,
  JsonValue,
  ProviderError,
  ProviderPorts,
} from '@understudy/core/provider';

import { describeRefusal, readComplaint, readRefusal } from '../decode-error.ts';
import type { CookieJar } from './cookie-jar.ts';
import type { Site, SiteRequest } from './site.ts';

/** What one step of a login needs of the world. */
export interface LoginContext {
  readonly site: Site;
  readonly ports: Pick<ProviderPorts, 'http' | 'clock' | 'random'>;
  readonly signal: AbortSignal;
}

/** Sends one step of a login with the cookies so far, and keeps those that it sets. */
export async function sendStep(
  { site, ports, signal }: LoginContext,
  step: Omit<SiteRequest, 'signal'>,
  jar: CookieJar,
): Promise<HttpResponse> {
  const url = site.url(step.path);
  const cookie = jar.header(url);
  const headers = { ...step.headers, ...(cookie !== undefined && { cookie }) };
  const response = await ports.http.request(site.createRequest({ ...step, headers, signal }));
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
  const body = promising ? await readText(response, maxJsonBodyBytes) : await readRefusal(response);
  const json = promising ? parseJson(body) : undefined;
  if (json !== undefined && !readComplaint(json)) return json;
  return describeRefusal(response, body, { what, expected: 'readable JSON' }, context.ports.clock);
}
