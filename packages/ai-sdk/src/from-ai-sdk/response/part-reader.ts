import { setImmediate } from 'node:timers';

/** More parts than this are not read before the chat pulls again, so that a slow app slows down the vendor. */
const maxReadAhead = 64;

type Reader = ReadableStreamDefaultReader<unknown>;

/** How a stream ended. */
export type StreamEnd =
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
  #parts: unknown[] = [];
  #isReading = false;
  #end: StreamEnd | undefined;
  #resolve: ((parts: readonly unknown[] | undefined) => void) | undefined;
  #isWaking = false;

  constructor(stream: ReadableStream<unknown>) {
    this.#reader = stream.getReader();
  }

  /** Undefined until the stream has ended. Parts before the end may be left. */
  get end(): StreamEnd | undefined {
    return this.#end;
  }

  /**
   * Returns the parts since the last call, at least one, or undefined at the end, also of a stream that failed. Call it
   * again only after it has settled.
   */
  next(): Promise<readonly unknown[] | undefined> {
    this.#readNext();
    if (this.#end || this.#parts.length >= maxReadAhead) return Promise.resolve(this.#take());
    return new Promise((resolve) => {
      this.#resolve = resolve;
      if (this.#parts.length > 0) this.#wakeLater();
    });
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
    if (!this.#resolve || this.#isWaking) return;
    this.#isWaking = true;
    setImmediate(this.#wake);
  }

  readonly #wake = (): void => {
    const resolve = this.#resolve;
    this.#resolve = undefined;
    this.#isWaking = false;
    resolve?.(this.#take());
  };

  #take(): readonly unknown[] | undefined {
    const parts = this.#parts;
    if (parts.length === 0) return undefined;
    this.#parts = [];
    this.#readNext();
    return parts;
  }
}
