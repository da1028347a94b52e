import type { Http } from '@understudy/core/provider';

/** Uses the global `fetch` in place of the `http` port. */
export const fetchHttp: Http = {
  async request({ url, method, headers, body, signal }) {
    const response = await fetch(url, { method, headers, body: String(body), signal });
    const { headers: received } = response;
    return {
      status: response.status,
      headers: {
        get: (name) => received.get(name) ?? undefined,
        getAll: (name) => (received.has(name) ? [received.get(name) ?? ''] : []),
        names: () => [...received.keys()],
      },
      body: response.body ?? (async function* empty() {})(),
    };
  },
};
