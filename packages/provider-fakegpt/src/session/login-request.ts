import { isProviderError } from '@understudy/core/provider';
import type { JsonValue, ProviderError, ProviderPorts } from '@understudy/core/provider';
import { sendRequest } from '@understudy/provider-utils';

import { decodeError } from '../decode-error.ts';
import { createCookieHttp } from './cookie-jar.ts';
import type { CookieJar } from './cookie-jar.ts';
import type { Endpoint } from './endpoint.ts';

export interface LoginRequestContext {
  readonly endpoint: Endpoint;
  readonly ports: Pick<ProviderPorts, 'http' | 'clock' | 'random' | 'limits'>;
  readonly signal: AbortSignal;
}

/** Returns the JSON at a path, or the error of the response. Stores the cookies of the response. */
export async function requestJson(
  { endpoint, ports, signal }: LoginRequestContext,
  { path, operation }: { readonly path: string; readonly operation: string },
  jar: CookieJar,
): Promise<JsonValue | ProviderError> {
  const url = endpoint.url(path);
  try {
    const http = createCookieHttp(ports, (...cookies) => jar.store(...cookies));
    const { json } = await sendRequest(
      { ...ports, http, signal },
      {
        ...endpoint.fields({ cookie: jar.header(url) }),
        method: 'GET',
        url,
        expect: 'json',
        operation,
        decodeError,
      },
    );
    return json;
  } catch (error) {
    // An error without a status is an error of the connection, not of a response.
    if (isProviderError(error) && error.status !== undefined) return error;
    throw error;
  }
}
