import type { Clock, Http } from '@understudy/core/provider';

import type { CookieJar } from './cookie-jar.ts';

/** Returns an `Http` that stores the cookies of all responses, error responses included. */
export function createCookieHttp(
  { http, clock }: { readonly http: Http; readonly clock: Clock },
  store: CookieJar['store'],
): Http {
  return {
    request: async (request) => {
      const response = await http.request(request);
      store(request.url, response.headers, clock.wallNow());
      return response;
    },
  };
}
