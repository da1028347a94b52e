/** When more is waiting, no more is received until the reader has caught up. */
export const highWaterBytes: number = 64 * 1024;
/** After an early stop, a remainder of at most this size is drained, so that the connection can be reused. */
export const drainBytes: number = 64 * 1024;
/** How long a remainder is drained. The source of the bytes enforces it. */
export const drainMs = 50;

/** How a body ended. Without an error, it is complete. */
export interface BodyEnd {
  readonly error?: unknown;
}

type Result = IteratorResult<Uint8Array, void>;

/** What a `BodyBuffer` requests from the object that fills it. */
export interface BodySource {
  /** Called when the reader has caught up after `push` returned false. */
  resume(): void;
  /** Called once, when the reader stops before the end. The remainder is drained. */
  stop(): void;
  /** Called when the remainder is too large to be drained. */
  abandon(error: Error): void;
}

/** The received bytes of a body that its reader has not pulled. It is the iterator of the reader. */
export class BodyBuffer implements AsyncIterable<Uint8Array>, AsyncIterator<Uint8Array, void> {
  readonly #source: BodySource;
  #chunks: Uint8Array[] = [];
  #waitingBytes = 0;
  #isPaused = false;
  /** The bytes of the remainder. Undefined until the reader stops before the end. */
  #drainedBytes: number | undefined;
  #reader: PromiseWithResolvers<Result> | undefined;
  #end: BodyEnd | undefined;

  constructor(source: BodySource) {
    this.#source = source;
  }

  /** Adds bytes. Returns whether more can be added now. */
  push(chunk: Uint8Array): boolean {
    if (this.#drainedBytes !== undefined) {
      this.#drainedBytes += chunk.length;
      if (this.#drainedBytes > drainBytes) this.#source.abandon(leftUnread());
      return true;
    }
    if (this.#reader) {
      this.#reader.resolve({ done: false, value: chunk });
      this.#reader = undefined;
      return true;
    }
    this.#chunks.push(chunk);
    this.#waitingBytes += chunk.length;
    this.#isPaused = this.#waitingBytes > highWaterBytes;
    return !this.#isPaused;
  }

  /** Ends the body after the waiting bytes, with an error or without. */
  end(end: BodyEnd): void {
    this.#end = end;
    if (end.error === undefined) this.#reader?.resolve({ done: true, value: undefined });
    else this.#reader?.reject(end.error);
    this.#reader = undefined;
  }

  /** Discards the waiting bytes. */
  clear(): void {
    this.#chunks = [];
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array, void> {
    return this;
  }

  next(): Promise<Result> {
    if (this.#drainedBytes !== undefined) return done();
    if (this.#chunks.length > 0) return Promise.resolve({ done: false, value: this.#take() });
    if (!this.#end) {
      this.#reader = Promise.withResolvers();
      return this.#reader.promise;
    }
    const { error } = this.#end;
    return error === undefined ? done() : Promise.reject(error);
  }

  return(): Promise<Result> {
    if (this.#drainedBytes !== undefined) return done();
    this.#drainedBytes = this.#waitingBytes;
    this.clear();
    this.#reader?.resolve({ done: true, value: undefined });
    this.#reader = undefined;
    if (this.#end) return done();
    this.#source.stop();
    if (this.#isPaused) this.#source.resume();
    return done();
  }

  /** Returns all waiting bytes in one chunk. */
  #take(): Uint8Array {
    const chunk = concat(this.#chunks);
    this.#chunks = [];
    this.#waitingBytes = 0;
    const wasPaused = this.#isPaused;
    // Before the source continues, because it can add bytes at once.
    this.#isPaused = false;
    if (wasPaused) this.#source.resume();
    return chunk;
  }
}

/** The error of a body whose reader stopped, and whose remainder was not drained. */
export function leftUnread(): Error {
  return new Error('left unread');
}

function concat(chunks: readonly Uint8Array[]): Uint8Array {
  const [first = new Uint8Array()] = chunks;
  if (chunks.length <= 1) return first;
  const all = allocate(chunks.reduce((length, chunk) => length + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    all.set(chunk, offset);
    offset += chunk.length;
  }
  return all;
}

/** A piece of Node's pool is much cheaper than a buffer of its own. Other runtimes can be without it. */
function allocate(length: number): Uint8Array {
  return globalThis.Buffer?.allocUnsafe(length) ?? new Uint8Array(length);
}

function done(): Promise<Result> {
  return Promise.resolve({ done: true, value: undefined });
}
