import type { Reply } from './raw-server.ts';

export type Headers = Readonly<Record<string, string>>;

/** Returns the head of a response. */
export function head(status: string, headers: Headers = {}): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status}\r\n${lines.join('')}\r\n`;
}

/** The head of a chunked event stream. */
export const streamHead: string = head('200 OK', {
  'content-type': 'text/event-stream',
  'transfer-encoding': 'chunked',
});

/** The head of an event stream whose end is the end of the connection. */
export const unframedHead: string = head('200 OK', {
  'content-type': 'text/event-stream',
  connection: 'close',
});

export const lastChunk = '0\r\n\r\n';

export function toBytes(value: string | Uint8Array): Uint8Array {
  return typeof value === 'string' ? Buffer.from(value) : value;
}

/** Returns a body in HTTP chunks of one size, by default in one chunk. */
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

/** Returns a complete event stream with these texts. */
export function stream(...texts: readonly string[]): string {
  return `${texts.map(textEvent).join('')}${finishEvent}${doneEvent}`;
}

/** Replies with a complete event stream in one write. */
export function replyWithStream(body: string | Uint8Array): Reply {
  const bytes = Buffer.concat([toBytes(streamHead), chunked(body), toBytes(lastChunk)]);
  return (connection) => connection.send(bytes);
}

/** Replies with a body that has a content length. */
export function replyWithBody(status: string, body = '', headers: Headers = {}): Reply {
  const length = String(Buffer.byteLength(body));
  const response = head(status, { ...headers, 'content-length': length }) + body;
  return (connection) => connection.send(response);
}

/** Sends the head and the beginning of an event stream, then continues with another reply. */
export function begin(beginning: string | Uint8Array, then: Reply): Reply {
  return async (connection, request) => {
    await connection.send(streamHead);
    if (beginning.length > 0) await connection.send(chunked(beginning));
    await then(connection, request);
  };
}

export const reset: Reply = (connection) => connection.reset();
export const fin: Reply = (connection) => connection.end();
export const stall: Reply = (connection) => connection.stall();
export const endChunks: Reply = (connection) => connection.send(lastChunk);
