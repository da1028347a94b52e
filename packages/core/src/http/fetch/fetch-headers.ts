import { RecordHeaders } from '../header-values.ts';
import type { FetchHeaders } from './fetch-function.ts';

/** Returns the headers of a response. */
export function readFetchHeaders(headers: FetchHeaders): RecordHeaders {
  const cookies = headers.getSetCookie();
  return new RecordHeaders({
    ...Object.fromEntries(headers),
    'set-cookie': cookies.length > 0 ? cookies : undefined,
  });
}
