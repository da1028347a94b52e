import type { HttpResponse } from '../ports/http.ts';
import { DecompressedBody } from './decompressed-body.ts';
import { readEncodings, rejectingBody, unknownEncoding } from './encodings.ts';
import type { RecordHeaders } from './header-values.ts';

/** Every compression multiplies the work that a few bytes can cause. */
const maxEncodings = 2;

/**
 * Returns a response whose body is decompressed as it is read, and whose headers do not mention its encoding.
 *
 * If the encoding is not known, the body rejects with `malformed-response`.
 */
export function decodeContent(
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
  if (encodings.length === 0) return { ...response, headers: headers.without('content-encoding') };
  return {
    status,
    headers: headers.without('content-encoding', 'content-length'),
    body: new DecompressedBody(body, encodings, status),
  };
}
