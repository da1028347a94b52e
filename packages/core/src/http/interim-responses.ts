import type { Socket } from 'node:net';

/** The size of headers up to which Node.js reads a response. */
const maxHeadBytes = 16 * 1024;
const example = 'HTTP/1.1 100';
const headEnd = '\r\n\r\n';
const none = Buffer.alloc(0);
/** The first digit of the status of an interim response, and where it is. */
const interimDigit = '1'.charCodeAt(0);
const digitIndex = 'HTTP/1.1 '.length;

/**
 * Removes interim responses (1xx) from the bytes of a connection, because undici closes the connection at a
 * `100 Continue` that it did not request. A client must accept them (RFC 9110, 15.2). `101` is not removed.
 */
export class InterimResponses {
  /** Whether the next bytes are the beginning of a response. */
  #isHead = false;
  #held: Buffer = none;

  /** @param socket - undici reads it with `read()` only */
  constructor(socket: Socket) {
    const read = socket.read.bind(socket);
    socket.read = (size?: number): unknown => {
      for (;;) {
        const chunk: unknown = read(size);
        if (!this.#isHead || !Buffer.isBuffer(chunk)) return chunk;
        const rest = this.#skip(chunk);
        if (rest) return rest;
      }
    };
  }

  /** Expects a response, because a request is being sent. */
  expect(): void {
    this.#isHead = true;
    this.#held = none;
  }

  /** Returns the bytes from the final response on, or undefined if it has not begun. */
  #skip(chunk: Buffer): Buffer | undefined {
    let bytes = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    while (mayBeInterim(bytes)) {
      const end = bytes.length < example.length ? -1 : bytes.indexOf(headEnd);
      if (end < 0 && bytes.length > maxHeadBytes) break;
      if (end < 0) {
        this.#held = bytes;
        return undefined;
      }
      bytes = bytes.subarray(end + headEnd.length);
    }
    this.#isHead = false;
    this.#held = none;
    return bytes;
  }
}

/** Whether bytes begin an interim response, or are too few to decide. */
function mayBeInterim(bytes: Buffer): boolean {
  // For most responses, one byte shows that they are final.
  if (bytes.length > digitIndex && bytes[digitIndex] !== interimDigit) return false;
  const line = bytes.toString('latin1', 0, example.length);
  return /^HTTP\/1\.[01] 1(?!01)\d\d$/.test(line + example.slice(line.length));
}
