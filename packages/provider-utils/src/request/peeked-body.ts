import type { HttpBody } from '@understudy/core/provider';

import type { JsonGrace } from '../response/json-grace.ts';
import { detectKind } from './body-format.ts';
import type { BodyKind } from './body-format.ts';

type Chunk = IteratorResult<Uint8Array, unknown>;

const end: Chunk = { done: true, value: undefined };
const lineFeed = 10;
const carriageReturn = 13;
const space = 32;
const openingBrackets: readonly (number | undefined)[] = [123, 91];
const noBytes = new Uint8Array();
const dataField: Uint8Array = Buffer.from('data:');

/** Enough for the first field of an event stream. Most bodies start with it or with a bracket. */
const shortHeadBytes = 32;
/** More white space than this at the beginning of a body is not searched for its first character. */
const maxHeadBytes = 1024;

/** A body whose first bytes were read to detect its kind. An iteration returns them again. */
export class PeekedBody implements AsyncIterable<Uint8Array>, AsyncIterator<Uint8Array, unknown> {
  readonly #source: AsyncIterator<Uint8Array, unknown>;
  #peeked: Chunk | undefined;
  #failure: { readonly error: unknown } | undefined;
  /** Whether the grace or the source has ended the body. */
  #hasEnded = false;

  constructor(body: HttpBody) {
    this.#source = body[Symbol.asyncIterator]();
  }

  /** Reads until the kind of the body is known. Call it once, before the iteration. */
  async detectKind(): Promise<BodyKind> {
    let head: Uint8Array = noBytes;
    for (;;) {
      const chunk = await this.#source.next();
      if (chunk.done !== true) head = head.length === 0 ? chunk.value : join(head, chunk.value);
      const kind = detectHead(head);
      if (kind === undefined && chunk.done !== true && head.length < maxHeadBytes) continue;
      this.#peeked = head.length === 0 ? chunk : { done: false, value: head };
      return kind ?? 'other';
    }
  }

  /**
   * Reads until the first line that is not blank has ended, and returns it. Returns undefined if the body ends or fails
   * before, if the grace ends, or if the line is longer than `maxBytes`. Call it once, after `detectKind`.
   */
  async readFirstLine(maxBytes: number, grace?: JsonGrace): Promise<string | undefined> {
    const pieces: Uint8Array[] = [];
    let length = 0;
    let isWhole = false;
    for (let chunk = this.#peeked; chunk?.done === false && !isWhole && length <= maxBytes;) {
      pieces.push(chunk.value);
      length += chunk.value.length;
      isWhole = hasLineBreak(chunk.value, pieces.length === 1);
      if (!isWhole) chunk = await this.#readNext(pieces, grace);
    }
    if (pieces.length === 0) return undefined;
    const value = Buffer.concat(pieces);
    this.#peeked = { done: false, value };
    return isWhole
      ? value
          .toString()
          .trimStart()
          .split(/[\r\n]/, 1)[0]
      : undefined;
  }

  /** A failure is kept for the iteration. */
  async #readNext(pieces: readonly Uint8Array[], grace?: JsonGrace): Promise<Chunk> {
    try {
      const chunk = await (grace ? grace.read(this.#source, pieces) : this.#source.next());
      this.#hasEnded = chunk.done === true;
      return chunk;
    } catch (error) {
      this.#failure = { error };
      return end;
    }
  }

  /** Returns the bytes that were read, which the iteration then does not return again. */
  takePeeked(): Uint8Array | undefined {
    const peeked = this.#peeked;
    if (peeked?.done !== false) return undefined;
    this.#peeked = undefined;
    return peeked.value;
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array, unknown> {
    return this;
  }

  /** Returns the promise of the source, so reading the body costs nothing after the first chunk. */
  next(): Promise<Chunk> {
    const peeked = this.#peeked;
    if (peeked) {
      this.#peeked = undefined;
      return Promise.resolve(peeked);
    }
    if (this.#failure) return this.#fail(this.#failure);
    return this.#hasEnded ? Promise.resolve(end) : this.#source.next();
  }

  #fail({ error }: { readonly error: unknown }): Promise<never> {
    this.#failure = undefined;
    return Promise.reject(error);
  }

  return(): Promise<Chunk> {
    this.#peeked = undefined;
    return this.#source.return?.() ?? Promise.resolve(end);
  }
}

/** Most bodies start with a bracket or with `data:`, which are compared without decoding them. */
function detectHead(head: Uint8Array): BodyKind | undefined {
  if (openingBrackets.includes(head[0])) return 'json';
  if (dataField.every((byte, index) => byte === head[index])) return 'event-stream';
  return detectKind(toLatin1(head, shortHeadBytes)) ?? detectKind(toLatin1(head, maxHeadBytes));
}

function toLatin1({ buffer, byteOffset, length }: Uint8Array, maxBytes: number): string {
  return Buffer.from(buffer, byteOffset, Math.min(length, maxBytes)).toString('latin1');
}

/** @param isFirst - whether the bytes are the first ones, which can start with blank lines */
function hasLineBreak(bytes: Uint8Array, isFirst: boolean): boolean {
  const start = isFirst ? bytes.findIndex((byte) => byte > space) : 0;
  if (start < 0) return false;
  return bytes.includes(lineFeed, start) || bytes.includes(carriageReturn, start);
}

function join(head: Uint8Array, next: Uint8Array): Uint8Array {
  return Buffer.concat([head, next]);
}
