import type { Http } from '@understudy/core/provider';

/** Goes its own way to the vendor, past every limit. */
export const fetchHttp: Http = {
  async request({ url, method, headers, body, signal }) {
    const response = await fetch(url, { method, headers, body: String(body), signal });
    const told = response.headers;
    return {
      status: response.status,
      headers: {
        get: (name) => told.get(name) ?? undefined,
        getAll: (name) => (told.has(name) ? [told.get(name) ?? ''] : []),
        names: () => [...told.keys()],
      },
      body: response.body ?? (async function* nothing() {})(),
    };
  },
};
