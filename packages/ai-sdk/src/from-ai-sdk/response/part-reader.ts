/** More parts than this are not read before the chat pulls again, so that a slow app slows down the vendor. */
const maxReadAhead = 64;

type Reader = ReadableStreamDefaultReader<unknown>;

/**
 * Reads the parts of a stream in arrays.
 *
 * A web stream returns one part per read and does not report what has arrived already. Therefore, the next parts are
 * read while the chat processes the last ones.
 */
export class PartReader {
  readonly #reader: Reader;
  readonly #parts: unknown[] = [];
  #isReading = false;
  #end: Promise<undefined> | undefined;
  #wake: () => void = () => {};

  constructor(stream: ReadableStream<unknown>) {
    this.#reader = stream.getReader();
  }

  /**
   * Returns the parts since the last call, at least one, or undefined at the end. Call it again only after it has settled.
   *
   * @throws the error of the stream, after the parts before it
   */
  async next(): Promise<readonly unknown[] | undefined> {
    this.#readNext();
    if (this.#parts.length === 0 && !this.#end) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    if (this.#parts.length === 0) return this.#end;
    const parts = this.#parts.slice();
    this.#parts.length = 0;
    this.#readNext();
    return parts;
  }

  /** Ends the stream, and a pending `next()` with undefined. */
  cancel(reason: unknown): void {
    this.#reader.cancel(reason).catch(() => {});
  }

  #readNext(): void {
    if (this.#isReading || this.#end || this.#parts.length >= maxReadAhead) return;
    this.#isReading = true;
    this.#reader.read().then(this.#add, (error: unknown) => this.#finish(Promise.reject(error)));
  }

  readonly #add = ({ done, value }: Awaited<ReturnType<Reader['read']>>): void => {
    this.#isReading = false;
    if (done) {
      this.#finish(Promise.resolve(undefined));
      return;
    }
    this.#parts.push(value);
    this.#wake();
    this.#readNext();
  };

  #finish(end: Promise<undefined>): void {
    // It rejects before the chat asks for it.
    end.catch(() => {});
    this.#end = end;
    this.#wake();
  }
}
