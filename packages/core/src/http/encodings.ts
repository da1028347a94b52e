import { ProviderError } from '../errors/provider-error.ts';
import type { HttpBody } from '../ports/http.ts';

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

/**
 * Returns the encodings of a `content-encoding` header in the order in which they were applied. Returns undefined if one
 * is not known, or if there are more than `max`.
 */
export function readEncodings(value: string, max: number): readonly Encoding[] | undefined {
  const names = value
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => !notEncoded.includes(name));
  const known = names.flatMap((name) => encodings.get(name) ?? []);
  return known.length === names.length && known.length <= max ? known : undefined;
}

/** The header is quoted only if it is a list of tokens, because it is text of the server. */
export function unknownEncoding(value: string, status: number): ProviderError {
  const name = /^[a-z][a-z0-9, ._-]{0,39}$/i.test(value) ? JSON.stringify(value) : 'another one';
  return new ProviderError({
    code: 'malformed-response',
    message: `expected the content encoding gzip, deflate, br or zstd, received ${name}`,
    status,
  });
}

/** Returns a body that rejects, so that the status and the headers of an error response are not lost. */
export function rejectingBody(body: HttpBody, error: ProviderError): HttpBody {
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
