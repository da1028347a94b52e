import type { Duplex } from 'node:stream';
import { pipeline, Readable } from 'node:stream';
import * as zlib from 'node:zlib';

import { ProviderError } from '../errors/provider-error.ts';
import type { HttpBody, HttpResponse } from '../ports/http.ts';
import { decodeResponse } from './decode-response.ts';
import type { Encoding } from './decode-response.ts';
import type { RecordHeaders } from './record-headers.ts';

type Chunk = IteratorResult<Uint8Array, void>;

/** Every compression multiplies the work that a few bytes can cause. */
const maxEncodings = 2;
/** Up to this size, a body may decompress to any multiple of the received bytes. */
const freeBytes = 16 * 1024 * 1024;
/** Beyond `freeBytes`, the largest multiple. gzip reaches at most 1,032. */
const maxRatio = 512;

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

/**
 * A body that is decompressed as it is read. At most a few chunks are read ahead.
 *
 * A body that ends before its compressed data does ends with what arrived, as an uncompressed one does. What follows
 * from it is decided by the format: an event stream without its end is `stream-truncated`. A failure of the source
 * follows what arrived before it.
 */
class DecompressedBody implements AsyncIterable<Uint8Array>, AsyncIterator<Uint8Array, void> {
  readonly #source: AsyncIterator<Uint8Array, unknown>;
  readonly #encodings: readonly Encoding[];
  readonly #status: number;
  #decoder: Duplex | undefined;
  #output: AsyncIterator<Uint8Array> | undefined;
  #sourceFailure: { readonly error: unknown } | undefined;
  #received = 0;
  #returned = 0;
  #stopped = false;

  /** @param encodings - in the order in which they were applied */
  constructor(body: HttpBody, encodings: readonly Encoding[], status: number) {
    this.#source = body[Symbol.asyncIterator]();
    this.#encodings = encodings;
    this.#status = status;
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array, void> {
    return this;
  }

  async next(): Promise<Chunk> {
    if (this.#stopped) return done;
    try {
      this.#output ??= await this.#open();
      const chunk: IteratorResult<Uint8Array, unknown> = await this.#output.next();
      if (chunk.done === true) {
        if (this.#sourceFailure) throw this.#sourceFailure.error;
        return done;
      }
      this.#returned += chunk.value.length;
      this.#assertRatio();
      return chunk;
    } catch (error) {
      if (this.#stopped) return done;
      const failure = this.#sourceFailure ? this.#sourceFailure.error : this.#toFailure(error);
      await this.return();
      throw failure;
    }
  }

  /** Stops the source, also if a read is pending. */
  async return(): Promise<Chunk> {
    this.#stopped = true;
    await this.#source.return?.();
    this.#decoder?.destroy();
    return done;
  }

  async #open(): Promise<AsyncIterator<Uint8Array>> {
    const first = await this.#pull();
    // A response without a body can have the header too.
    if (!first) return Readable.from([])[Symbol.asyncIterator]();
    if (this.#encodings.every((encoding) => isPlain(encoding, first))) return this.#chunks(first);
    const decoders = this.#encodings.map((encoding, index) =>
      createDecoder(encoding, index === this.#encodings.length - 1 ? first : undefined),
    );
    const input = Readable.from(this.#chunks(first), { highWaterMark: 1 });
    // An error of a stream reaches the iterator of the last one.
    pipeline([input, ...decoders.toReversed()], () => {});
    const [last] = decoders;
    if (!last) throw new Error('a body needs at least one encoding');
    this.#decoder = last;
    return last[Symbol.asyncIterator]();
  }

  async *#chunks(first: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
    for (let chunk: Uint8Array | undefined = first; chunk; chunk = await this.#pull()) yield chunk;
  }

  async #pull(): Promise<Uint8Array | undefined> {
    try {
      const { done: isDone, value } = await this.#source.next();
      if (isDone === true || !(value instanceof Uint8Array)) return undefined;
      this.#received += value.length;
      return value;
    } catch (error) {
      // The decoder still has to return what arrived before the failure.
      this.#sourceFailure = { error };
      return undefined;
    }
  }

  #assertRatio(): void {
    if (this.#returned <= Math.max(freeBytes, maxRatio * this.#received)) return;
    throw new ProviderError({
      code: 'response-too-large',
      message: `expected a body that decompresses to at most ${maxRatio} times its size, received more`,
      status: this.#status,
    });
  }

  /** The message of zlib is not used, because it is not ours. */
  #toFailure(error: unknown): ProviderError {
    if (error instanceof ProviderError) return error;
    const names = this.#encodings.join(', ');
    return new ProviderError({
      code: 'malformed-response',
      message: `expected a body in the content encoding ${names}, received other data`,
      status: this.#status,
    });
  }
}

const done: Chunk = { done: true, value: undefined };

function createDecoder(encoding: Encoding, first: Uint8Array | undefined): Duplex {
  const { constants } = zlib;
  switch (encoding) {
    case 'gzip':
      return zlib.createGunzip({ finishFlush: constants.Z_SYNC_FLUSH });
    case 'deflate':
      return isRawDeflate(first)
        ? zlib.createInflateRaw({ finishFlush: constants.Z_SYNC_FLUSH })
        : zlib.createInflate({ finishFlush: constants.Z_SYNC_FLUSH });
    case 'br':
      return zlib.createBrotliDecompress({ finishFlush: constants.BROTLI_OPERATION_FLUSH });
    case 'zstd':
      return zlib.createZstdDecompress({ finishFlush: constants.ZSTD_e_flush });
  }
}

/** JSON and event streams. Compressed data practically never starts like this. */
const plainStart = /^\s*(?:\{\s*["}]|\[\s*[{"]|data:|event:|: |<(?:!doctype|html))/i;

/** Whether the body starts as text, without the magic number of gzip, although its header names an encoding. */
function isPlain(encoding: Encoding, first: Uint8Array): boolean {
  if (encoding === 'gzip' && first[0] === 0x1f) return false;
  return plainStart.test(Buffer.from(first.subarray(0, 64)).toString('latin1'));
}

/** Some servers send deflate data (RFC 1951) without the header of zlib (RFC 1950), whose first byte has this shape. */
function isRawDeflate(first: Uint8Array | undefined): boolean {
  return first?.[0] !== undefined && (first[0] & 0x0f) !== 0x08;
}
