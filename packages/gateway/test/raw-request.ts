import { connect } from 'node:net';
import type { Socket } from 'node:net';

/** Encodes a request with a JSON body. Further header lines can repeat or contradict the others. */
export function encodePost(path: string, body: string, lines: readonly string[] = []): string {
  const head = [
    `POST ${path} HTTP/1.1`,
    'host: localhost',
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    ...lines,
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}

/** Connects to a gateway and sends bytes. Nothing is read until the caller does. */
export function openRaw(url: string, text: string): Socket {
  const { port, hostname } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => socket.destroy());
  socket.write(text);
  return socket;
}

/** Returns everything that a gateway sends until it closes the connection. */
export async function readAll(socket: Socket): Promise<string> {
  let text = '';
  for await (const bytes of socket) text += String(bytes);
  return text;
}
