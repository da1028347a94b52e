/** What the upstream needs to know of a question. */
export interface OpenAiQuestion {
  /** The first part of the path: it names the script. */
  readonly script: string;
  readonly stream: boolean;
}

export interface TakenRequest {
  /** Undefined for what is no question, or does not say how long it is. */
  readonly question: OpenAiQuestion | undefined;
  /** The bytes after it. */
  readonly rest: Buffer;
}

const headEndMarker = '\r\n\r\n';
const requestLine = /^POST \/([^/ ]+)\/v1\/chat\/completions /;
const lengthHeader = /\r\ncontent-length: *(\d+)/i;

/** The first request in some bytes, once all of it is there. As little as the contestants' requests need. */
export function takeRequest(bytes: Buffer): TakenRequest | undefined {
  const headEnd = bytes.indexOf(headEndMarker);
  if (headEnd < 0) return undefined;
  const head = bytes.toString('latin1', 0, headEnd);
  const script = requestLine.exec(head)?.[1];
  const length = lengthHeader.exec(head)?.[1];
  const bodyStart = headEnd + headEndMarker.length;
  if (script === undefined || length === undefined) {
    return { question: undefined, rest: bytes.subarray(bodyStart) };
  }
  const bodyEnd = bodyStart + Number(length);
  if (bytes.length < bodyEnd) return undefined;
  const stream = bytes.subarray(bodyStart, bodyEnd).includes('"stream":true');
  return { question: { script, stream }, rest: bytes.subarray(bodyEnd) };
}
