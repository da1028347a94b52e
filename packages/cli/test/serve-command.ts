import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect } from 'vitest';

import { startInPipe } from './start-command.ts';

/** A line of the log. */
export type LogLine = Readonly<Record<string, unknown>>;

export interface ServeOptions {
  readonly config: object;
  readonly words?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts `understudy serve` in a folder of its own, and waits until it listens. */
export async function startServe({ config, words = [], env }: ServeOptions) {
  const folder = mkdtempSync(join(tmpdir(), 'understudy-serve-'));
  const file = join(folder, 'understudy.config.json');
  writeFileSync(file, JSON.stringify(config));
  const started = startInPipe(['serve', '--port', '0', ...words], {
    cwd: folder,
    ...(env && { env }),
  });
  const { child, exit, stdout, untilStdout } = started;
  await Promise.race([untilStdout('"listening"'), exit]);
  const log = (type: string): readonly LogLine[] =>
    stdout.text
      .split('\n')
      .filter((line) => line !== '')
      .map((line): LogLine => JSON.parse(line))
      .filter((line) => line['type'] === type);
  const [listening] = log('listening');
  return {
    child,
    exit,
    file,
    log,
    url: String(listening?.['url']),
    text: () => stdout.text,
    /** Waits until the log has `count` lines of a type. */
    untilLog: (type: string, count = 1) =>
      expect.poll(() => log(type).length, { timeout: 10_000 }).toBeGreaterThanOrEqual(count),
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await exit;
      rmSync(folder, { recursive: true });
    },
  };
}

/** A stream of a client. */
export interface ClientStream {
  readonly status: number;
  /** The complete body, and when it ended. */
  readonly ended: Promise<{ readonly text: string; readonly atMs: number }>;
}

export interface StreamOptions {
  readonly model?: string;
  readonly key?: string;
  readonly content?: string;
}

/** Starts a stream. Resolves when its head has arrived. */
export async function openStream(
  url: string,
  { model = 'support', key = 'any', content = 'Hi' }: StreamOptions = {},
): Promise<ClientStream> {
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify({ model, stream: true, messages: [{ role: 'user', content }] }),
  });
  const ended = response.text().then((text) => ({ text, atMs: performance.now() }));
  return { status: response.status, ended };
}

export function openStreams(
  url: string,
  count: number,
  options?: StreamOptions,
): Promise<readonly ClientStream[]> {
  return Promise.all(Array.from({ length: count }, () => openStream(url, options)));
}

/** Expects that all streams have their end marker. Returns when the last one ended. */
export async function expectComplete(streams: readonly ClientStream[]): Promise<number> {
  const times = await Promise.all(
    streams.map(async ({ status, ended }) => {
      const { text, atMs } = await ended;
      expect({ status, end: text.trimEnd().slice(-12) }).toEqual({
        status: 200,
        end: 'data: [DONE]',
      });
      return atMs;
    }),
  );
  return Math.max(...times);
}

/** Opens a connection that sends nothing. */
export async function openSilentSocket(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

/** Opens a connection whose request has been answered and that stays open. */
export async function openIdleSocket(url: string): Promise<Socket> {
  const socket = await openSilentSocket(url);
  socket.write('GET /health HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n');
  await once(socket, 'data');
  return socket;
}
