import type { HttpHeaders } from '../../ports/http.ts';
import { RecordHeaders } from '../header-values.ts';
import type { FetchHeaders } from './fetch-function.ts';

/** The content encodings that `fetch` decodes. Bun and Deno do not decode a list of several. */
const decodedEncodings: ReadonlySet<string> = new Set(['gzip', 'x-gzip', 'deflate', 'br', 'zstd']);

/** Headers that describe the encoded body. */
const encodedHeaders: readonly string[] = ['content-encoding', 'content-length'];

/**
 * Returns the headers of a response. Omits those that describe an encoded body, because `fetch` has decoded it. Returns
 * undefined for an encoding that `fetch` does not decode.
 */
export function readFetchHeaders(headers: FetchHeaders): HttpHeaders | undefined {
  const encoding = headers.get('content-encoding')?.trim().toLowerCase() ?? '';
  const isEncoded = encoding !== '' && encoding !== 'identity';
  if (isEncoded && !decodedEncodings.has(encoding)) return undefined;
  const entries = [...headers].filter(([name]) => !isEncoded || !encodedHeaders.includes(name));
  const cookies = headers.getSetCookie();
  return new RecordHeaders({
    ...Object.fromEntries(entries),
    'set-cookie': cookies.length > 0 ? cookies : undefined,
  });
}
