import { setImmediate } from 'node:timers';

/** More parts than this are not read before the chat pulls again, so that a slow app slows down the vendor. */
const maxReadAhead = 64;

type Reader = ReadableStreamDefaultReader<unknown>;
type StreamEnd =
  | { readonly isFailed: false }
  | { readonly isFailed: true; readonly error: unknown };

/**
 * Reads the parts of a stream in arrays.
 *
 * A web stream returns one part per read and does not report what has arrived already. Therefore, the parts are read
 * ahead, and the chat continues in the next turn of the event loop: by then, all parts of one read of the socket have
 * passed through the streams of the model. To continue with each part costs a pull of the chat per part.
 */
export class PartReader {
  readonly #reader: Reader;
  readonly #parts: unknown[] = [];
  #isReading = false;
  #end: StreamEnd | undefined;
  #wake: (() => void) | undefined;

  constructor(stream: ReadableStream<unknown>) {
    this.#reader = stream.getReader();
  }

  /**
   * Returns the parts since the last call, at least one, or undefined at the end. Call it again only after it has
   * settled.
   *
   * @throws the error of the stream, after the parts before it
   */
  async next(): Promise<readonly unknown[] | undefined> {
    this.#readNext();
    if (!this.#end && this.#parts.length < maxReadAhead) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        if (this.#parts.length > 0) this.#wakeLater();
      });
    }
    if (this.#parts.length === 0) {
      if (this.#end?.isFailed === true) throw this.#end.error;
      return undefined;
    }
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
    this.#reader.read().then(this.#add, this.#fail);
  }

  readonly #add = ({ done, value }: Awaited<ReturnType<Reader['read']>>): void => {
    this.#isReading = false;
    if (done) {
      this.#finish({ isFailed: false });
      return;
    }
    this.#parts.push(value);
    this.#wakeLater();
    this.#readNext();
  };

  readonly #fail = (error: unknown): void => this.#finish({ isFailed: true, error });

  #finish(end: StreamEnd): void {
    this.#end = end;
    this.#wakeLater();
  }

  #wakeLater(): void {
    if (!this.#wake) return;
    setImmediate(this.#wake);
    this.#wake = undefined;
  }
}
