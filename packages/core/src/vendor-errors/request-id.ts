import type { HttpHeaders } from '../ports/http.ts';

const names = ['x-request-id', 'request-id', 'apim-request-id', 'cf-ray'] as const;

/** Returns the vendor's id of the HTTP request, or undefined if no known header contains one. */
export function readRequestId(headers: HttpHeaders): string | undefined {
  for (const name of names) {
    const id = headers.get(name);
    if (id !== undefined) return id;
  }
  return undefined;
}
