import { ProviderError } from '../errors/provider-error.ts';
import type { HttpBody, HttpResponse } from '../ports/http.ts';
import type { Encoding } from './decompressed-body.ts';
import { DecompressedBody } from './decompressed-body.ts';
import type { RecordHeaders } from './header-values.ts';

/** Every compression multiplies the work that a few bytes can cause. */
const maxEncodings = 2;

const encodings: ReadonlyMap<string, Encoding> = new Map([
  ['gzip', 'gzip'],
  ['x-gzip', 'gzip'],
  ['deflate', 'deflate'],
  ['br', 'br'],
  ['zstd', 'zstd'],
]);

/** Values that some servers send for a body that is not encoded: character sets, and names of RFC 2045. */
const notEncoded: readonly string[] = [
  '',
  'identity',
  'none',
  'utf-8',
  'utf8',
  'us-ascii',
  'ascii',
  'iso-8859-1',
  '7bit',
  '8bit',
  'binary',
  'chunked',
];

/**
 * Returns a response whose body is decompressed as it is read, and whose headers do not mention its encoding.
 *
 * If the encoding is not known, the body rejects with `malformed-response`, so that the status and the headers of an
 * error response are not lost.
 */
export function decodeContent(
  response: Omit<HttpResponse, 'headers'> & { readonly headers: RecordHeaders },
): HttpResponse {
  const { status, headers, body } = response;
  const value = headers.get('content-encoding');
  if (value === undefined) return response;
  const names = value
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => !notEncoded.includes(name));
  if (names.length === 0) return { ...response, headers: headers.without('content-encoding') };
  const known = names.flatMap((name) => encodings.get(name) ?? []);
  if (known.length < names.length || known.length > maxEncodings) {
    return { ...response, body: rejecting(body, unknownEncoding(value, status)) };
  }
  return {
    status,
    headers: headers.without('content-encoding', 'content-length'),
    body: new DecompressedBody(body, known, status),
  };
}

/** The header is quoted only if it is a list of tokens, because it is text of the server. */
function unknownEncoding(value: string, status: number): ProviderError {
  const name = /^[a-z][a-z0-9, ._-]{0,39}$/i.test(value) ? JSON.stringify(value) : 'another one';
  const expected = `at most ${maxEncodings} of the content encodings gzip, deflate, br and zstd`;
  return new ProviderError({
    code: 'malformed-response',
    message: `expected ${expected}, received ${name}`,
    status,
  });
}

function rejecting(body: HttpBody, error: ProviderError): HttpBody {
  const source = body[Symbol.asyncIterator]();
  const iterator: AsyncIterator<Uint8Array> = {
    next: async () => {
      await source.return?.();
      throw error;
    },
    return: async () => {
      await source.return?.();
      return { done: true, value: undefined };
    },
  };
  return { [Symbol.asyncIterator]: () => iterator };
}
