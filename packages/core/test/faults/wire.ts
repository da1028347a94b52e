import type { Answer } from './raw-server.ts';

export type Headers = Readonly<Record<string, string>>;

/** The head of an answer. */
export function head(status: string, headers: Headers = {}): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status}\r\n${lines.join('')}\r\n`;
}

/** The head of an event stream that comes in chunks. */
export const streamHead: string = head('200 OK', {
  'content-type': 'text/event-stream',
  'transfer-encoding': 'chunked',
});

/** The head of an event stream that ends with its connection. */
export const unframedHead: string = head('200 OK', {
  'content-type': 'text/event-stream',
  connection: 'close',
});

export const lastChunk = '0\r\n\r\n';

export function toBytes(value: string | Uint8Array): Uint8Array {
  return typeof value === 'string' ? Buffer.from(value) : value;
}

/** A body in chunks of one size; in a single one unless told otherwise. */
export function chunked(body: string | Uint8Array, size?: number): Uint8Array {
  const bytes = toBytes(body);
  const parts: Uint8Array[] = [];
  const step = size ?? Math.max(1, bytes.length);
  for (let start = 0; start < bytes.length; start += step) {
    const part = bytes.subarray(start, start + step);
    parts.push(Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n'));
  }
  return Buffer.concat(parts);
}

export function event(data: string): string {
  return `data: ${data}\n\n`;
}

export function textEvent(text: string): string {
  return event(JSON.stringify({ text }));
}

export const finishEvent: string = event('{"finish":"stop"}');
export const doneEvent: string = event('[DONE]');

/** A whole event stream that says these texts. */
export function stream(...texts: readonly string[]): string {
  return `${texts.map(textEvent).join('')}${finishEvent}${doneEvent}`;
}

/** Answers with a whole event stream, at once. */
export function answerStream(body: string | Uint8Array): Answer {
  const bytes = Buffer.concat([toBytes(streamHead), chunked(body), toBytes(lastChunk)]);
  return (connection) => connection.send(bytes);
}

/** Answers with a body that has a length. */
export function answerWhole(status: string, body = '', headers: Headers = {}): Answer {
  const length = String(Buffer.byteLength(body));
  const answer = head(status, { ...headers, 'content-length': length }) + body;
  return (connection) => connection.send(answer);
}

/** Sends an event stream's head and beginning, and then does something else. */
export function begin(beginning: string | Uint8Array, then: Answer): Answer {
  return async (connection, request) => {
    await connection.send(streamHead);
    if (beginning.length > 0) await connection.send(chunked(beginning));
    await then(connection, request);
  };
}

export const reset: Answer = (connection) => connection.reset();
export const fin: Answer = (connection) => connection.end();
export const hold: Answer = (connection) => connection.hold();
export const endBody: Answer = (connection) => connection.send(lastChunk);
