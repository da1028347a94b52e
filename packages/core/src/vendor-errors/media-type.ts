import type { HttpHeaders } from '../ports/http.ts';

/** Returns the content type in lower case and without parameters: `text/html` for `Text/HTML; charset=utf-8`. */
export function mediaType(headers: HttpHeaders): string | undefined {
  return headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
}
