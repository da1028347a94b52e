import { ProviderError } from '../errors/provider-error.ts';
import type { HttpBody, HttpResponse } from '../ports/http.ts';
import type { RecordHeaders } from './record-headers.ts';

/** A content encoding that is decompressed. */
export type Encoding = 'gzip' | 'deflate' | 'br' | 'zstd';

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

/** Returns the decoded body of a response. There is at least one encoding, in the order in which they were applied. */
export type BodyDecoder = (
  body: HttpBody,
  encodings: readonly Encoding[],
  status: number,
) => HttpBody;

/**
 * Returns a response with a decoded body, whose headers do not mention its encoding.
 *
 * If an encoding is not known, or if there are more than `max`, the body rejects with `malformed-response`, so that the
 * status and the headers of an error response are not lost.
 */
export function decodeResponse(
  response: Omit<HttpResponse, 'headers'> & { readonly headers: RecordHeaders },
  max: number,
  decode: BodyDecoder,
): HttpResponse {
  const { status, headers, body } = response;
  const value = headers.get('content-encoding');
  if (value === undefined) return response;
  const known = readEncodings(value, max);
  if (!known) return { ...response, body: rejectingBody(body, unknownEncoding(value, status)) };
  if (known.length === 0) return { ...response, headers: headers.without('content-encoding') };
  return {
    status,
    headers: headers.without('content-encoding', 'content-length'),
    body: decode(body, known, status),
  };
}

function readEncodings(value: string, max: number): readonly Encoding[] | undefined {
  const names = value
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => !notEncoded.includes(name));
  const known = names.flatMap((name) => encodings.get(name) ?? []);
  return known.length === names.length && known.length <= max ? known : undefined;
}

/** The header is quoted only if it is a list of tokens, because it is text of the server. */
function unknownEncoding(value: string, status: number): ProviderError {
  const name = /^[a-z][a-z0-9, ._-]{0,39}$/i.test(value) ? JSON.stringify(value) : 'another one';
  return new ProviderError({
    code: 'malformed-response',
    message: `expected the content encoding gzip, deflate, br or zstd, received ${name}`,
    status,
  });
}

function rejectingBody(body: HttpBody, error: ProviderError): HttpBody {
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
