import { parseJson } from '@understudy/core/internal';
import type { Clock, JsonValue } from '@understudy/core/provider';

import { stopReading } from './stop-reading.ts';
import { toText } from './to-text.ts';

type Chunk = IteratorResult<Uint8Array, unknown>;

const space = 32;
const closingBrackets: readonly number[] = [125, 93];

/**
 * Ends a JSON body whose server keeps the connection open after the document.
 *
 * The body is parsed only if it ends like JSON and no byte but white space follows within the grace.
 */
export class JsonGrace {
  readonly #clock: Clock;
  readonly #graceMs: () => number;
  readonly #isLast: (json: JsonValue) => boolean;
  /** When the body is parsed. Undefined while it does not end like JSON. */
  #parseAtMs: number | undefined;

  /**
   * @param graceMs - returns how long to wait for the end of the body, in milliseconds; undefined for 1 s
   * @param isLast - whether nothing else can follow a document
   */
  constructor(
    clock: Clock,
    graceMs: (() => number) | undefined,
    isLast: (json: JsonValue) => boolean,
  ) {
    this.#clock = clock;
    this.#graceMs = graceMs ?? (() => 1000);
    this.#isLast = isLast;
  }

  /**
   * Returns the next chunk of a body, or its end if the document is complete. The source is then stopped and must not
   * be read again.
   *
   * @param received - all chunks so far
   */
  read(
    source: AsyncIterator<Uint8Array, unknown>,
    received: readonly Uint8Array[],
  ): Promise<Chunk> {
    const next = source.next();
    const last = received.at(-1)?.findLast((byte) => byte > space);
    // White space does not restart the wait.
    if (last !== undefined) {
      this.#parseAtMs = closingBrackets.includes(last)
        ? this.#clock.now() + this.#graceMs()
        : undefined;
    }
    if (this.#parseAtMs === undefined) return next;
    return this.#wait(next, this.#parseAtMs - this.#clock.now(), source, received);
  }

  async #wait(
    next: Promise<Chunk>,
    waitMs: number,
    source: AsyncIterator<Uint8Array, unknown>,
    received: readonly Uint8Array[],
  ): Promise<Chunk> {
    const { promise: timeout, resolve } = Promise.withResolvers<undefined>();
    const stopTimer = this.#clock.setTimer(() => resolve(undefined), waitMs);
    try {
      const chunk = await Promise.race([next, timeout]);
      if (chunk) return chunk;
    } finally {
      stopTimer();
    }
    this.#parseAtMs = undefined;
    const json = parseJson(toText(received));
    if (json === undefined || !this.#isLast(json)) return next;
    void stopReading(source);
    return { done: true, value: undefined };
  }
}
