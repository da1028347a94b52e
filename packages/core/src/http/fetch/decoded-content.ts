import type { HttpResponse } from '../../ports/http.ts';
import { readEncodings, rejectingBody, unknownEncoding } from '../encodings.ts';
import type { RecordHeaders } from '../header-values.ts';

/** Bun and Deno do not decode a list of several encodings. */
const maxEncodings = 1;

/**
 * Returns a response whose headers do not mention the encoding of its body, because `fetch` has decoded it.
 *
 * If `fetch` does not decode the encoding, the body rejects with `malformed-response`.
 */
export function toDecodedContent(
  response: Omit<HttpResponse, 'headers'> & { readonly headers: RecordHeaders },
): HttpResponse {
  const { status, headers, body } = response;
  const value = headers.get('content-encoding');
  if (value === undefined) return response;
  const encodings = readEncodings(value, maxEncodings);
  if (!encodings) {
    const error = unknownEncoding(value, status);
    return { ...response, body: rejectingBody(body, error) };
  }
  const length = encodings.length === 0 ? [] : ['content-length'];
  return { status, headers: headers.without('content-encoding', ...length), body };
}
