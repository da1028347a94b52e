import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';

import { slowModel } from '../../upstreams/openai-script.ts';

const bytesPerSecond = 1024;

/** Clients of a gateway that request long streams and read 1 KiB of them per second. */
export class SlowClients {
  readonly #url: URL;
  readonly #count: number;
  #sockets: readonly Socket[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(url: string, count: number) {
    this.#url = new URL(url);
    this.#count = count;
  }

  /** Resolves when each of them has received the head of its response. The first call only. */
  async start(): Promise<void> {
    if (this.#timer) return;
    const openings = Array.from({ length: this.#count }, () => this.#open());
    this.#sockets = await Promise.all(openings);
    this.#timer = setInterval(() => {
      for (const socket of this.#sockets) socket.read(bytesPerSecond);
    }, 1000);
  }

  /** @throws Error if a stream has ended */
  assertOpen(): void {
    const closed = this.#sockets.filter((socket) => socket.destroyed || socket.readableEnded);
    if (closed.length > 0) throw new Error(`${closed.length} slow clients are disconnected`);
  }

  close(): void {
    clearInterval(this.#timer);
    for (const socket of this.#sockets) socket.destroy();
  }

  async #open(): Promise<Socket> {
    const { hostname, port } = this.#url;
    const body = JSON.stringify({
      model: slowModel,
      messages: [{ role: 'user', content: 'Tell me everything about the sea.' }],
      stream: true,
    });
    const head = [
      'POST /v1/chat/completions HTTP/1.1',
      'host: localhost',
      'content-type: application/json',
      `content-length: ${Buffer.byteLength(body)}`,
    ];
    const socket = connect(Number(port), hostname);
    socket.on('error', () => socket.destroy());
    socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
    await once(socket, 'readable');
    return socket;
  }
}
