import type { HttpHeaders } from '../ports/http.ts';

/** Returns the content type in lower case and without parameters: `text/html` for `Text/HTML; charset=utf-8`. */
export function mediaType(headers: HttpHeaders): string | undefined {
  const type = headers.get('content-type');
  if (type === undefined) return undefined;
  const end = type.indexOf(';');
  return (end < 0 ? type : type.slice(0, end)).trim().toLowerCase();
}

const requestIdNames = ['x-request-id', 'request-id', 'apim-request-id', 'cf-ray'] as const;

/** Returns the vendor's id of the HTTP request, or undefined if no known header contains one. */
export function readRequestId(headers: HttpHeaders): string | undefined {
  for (const name of requestIdNames) {
    const id = headers.get(name);
    if (id !== undefined) return id;
  }
  return undefined;
}

/**
 * Returns whether the server requests a retry, or none: `x-should-retry`, which the SDKs of Anthropic and OpenAI honor.
 * Returns undefined without the header, or with another value.
 */
export function readShouldRetry(headers: HttpHeaders): boolean | undefined {
  const value = headers.get('x-should-retry')?.trim().toLowerCase();
  return value === 'true' || value === 'false' ? value === 'true' : undefined;
}
