import type { HttpHeaders, HttpResponse } from '@understudy/core/provider';

type HeaderValues = Readonly<Record<string, string>>;

/** Creates headers from a record with names in lower case. */
export function createHeaders(values: HeaderValues): HttpHeaders {
  const headers = new Map(Object.entries(values));
  return {
    get: (name) => headers.get(name),
    getAll: (name) => [headers.get(name) ?? []].flat(),
    names: () => [...headers.keys()],
  };
}

/** Creates a response whose body has these chunks. */
export function createResponse(
  status: number,
  headers: HeaderValues,
  ...chunks: readonly (string | Uint8Array)[]
): HttpResponse {
  return { status, headers: createHeaders(headers), body: replay(chunks) };
}

async function* replay(
  chunks: readonly (string | Uint8Array)[],
): AsyncGenerator<Uint8Array, void, undefined> {
  for (const chunk of chunks) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
}
