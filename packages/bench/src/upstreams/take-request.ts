/** What the server reads of a request. */
export interface ReceivedRequest {
  /** Name of the script, the first segment of the path. */
  readonly script: string;
  readonly stream: boolean;
}

export interface TakenRequest {
  /** Undefined for another path or method, and for a request without `content-length`. */
  readonly request: ReceivedRequest | undefined;
  /** Bytes after the request. */
  readonly remaining: Buffer;
}

const headEndMarker = '\r\n\r\n';
const requestLine = /^POST \/([^/ ]+)\/v1\/(?:chat\/completions|messages|responses) /;
const lengthHeader = /\r\ncontent-length: *(\d+)/i;

/**
 * Returns the first complete request, or undefined if more bytes are needed.
 *
 * Parses only what the requests of the contestants contain, so that the server stays fast.
 */
export function takeRequest(bytes: Buffer): TakenRequest | undefined {
  const headEnd = bytes.indexOf(headEndMarker);
  if (headEnd < 0) return undefined;
  const head = bytes.toString('latin1', 0, headEnd);
  const script = requestLine.exec(head)?.[1];
  const length = lengthHeader.exec(head)?.[1];
  const bodyStart = headEnd + headEndMarker.length;
  if (script === undefined || length === undefined) {
    return { request: undefined, remaining: bytes.subarray(bodyStart) };
  }
  const bodyEnd = bodyStart + Number(length);
  if (bytes.length < bodyEnd) return undefined;
  const stream = bytes.subarray(bodyStart, bodyEnd).includes('"stream":true');
  return { request: { script, stream }, remaining: bytes.subarray(bodyEnd) };
}
