import type { HttpResponse } from '../ports/http.ts';
import { DecompressedBody } from './decompressed-body.ts';
import { decodeResponse } from './encodings.ts';
import type { RecordHeaders } from './header-values.ts';

/** Every compression multiplies the work that a few bytes can cause. */
const maxEncodings = 2;

/** Returns a response whose body is decompressed as it is read. */
export function decompressResponse(
  response: Omit<HttpResponse, 'headers'> & { readonly headers: RecordHeaders },
): HttpResponse {
  return decodeResponse(
    response,
    maxEncodings,
    (body, encodings, status) => new DecompressedBody(body, encodings, status),
  );
}
