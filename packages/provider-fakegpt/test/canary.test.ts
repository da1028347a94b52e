import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';

import { createUnderstudy } from '@understudy/core';
import type { UnderstudyError } from '@understudy/core';
import { MemoryLogger } from '@understudy/core/testing';
import { describe, expect, it } from 'vitest';

import { fakegpt } from '../src/index.ts';

const canaries = {
  cookie: 'canary-cookie-5f2a',
  token: 'canary-token-91bd',
  prompt: 'canary prompt 77e0',
  proxy: 'canary-proxy-c3d4',
  response: 'canary response 08aa',
};

type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;

/** Returns the content of a request in every field of a response. */
const echoWith = (status: number, type: string): Handler => {
  return ({ headers }, response, body) => {
    const text = `${String(headers['x-authorization'])} ${headers.cookie} ${body}`;
    const detail = { message: text, code: canaries.token, type: canaries.cookie, clears_in: 1 };
    const reason = canaries.token;
    response.writeHead(status, reason, { 'content-type': type, location: `/${canaries.token}` });
    response.end(type === 'application/json' ? JSON.stringify({ detail }) : text);
  };
};

const sendEvents = (...events: readonly (object | string)[]): Handler => {
  return (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const event of events) {
      response.write(`data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`);
    }
    response.end();
  };
};

const textEvent = {
  message: {
    id: 'm',
    author: { role: 'assistant' },
    content: { content_type: 'text', parts: [canaries.response] },
    metadata: { message_type: 'next' },
    recipient: 'all',
  },
  conversation_id: 'c',
};
const everything = Object.values(canaries).join(' ');

const statuses = [200, 204, 302, 400, 401, 402, 403, 404, 408, 413, 422, 429, 500, 503, 529];
const failures: readonly (readonly [string, Handler])[] = [
  ...statuses.flatMap((status) =>
    ['application/json', 'text/html', 'text/plain', canaries.token].map(
      (type) => [`${status} ${type}`, echoWith(status, type)] as const,
    ),
  ),
  ['an error in the stream', sendEvents(textEvent, { error: everything })],
  [
    'an error object in the stream',
    sendEvents({ error: { message: everything, code: canaries.token } }),
  ],
  ['an event that is not JSON', sendEvents(textEvent, everything)],
  [
    'a changed text',
    sendEvents(textEvent, {
      ...textEvent,
      message: { ...textEvent.message, content: { content_type: 'text', parts: [everything] } },
    }),
  ],
  ['a truncated response', sendEvents(textEvent)],
  ['a WebSocket address', sendEvents({ wss_url: `wss://${canaries.token}` })],
  [
    'an invalid header',
    (_request, response) => void response.socket?.end(`HTTP/1.1 200 OK\r\n${everything}\r\n\r\n`),
  ],
  ['a response that is not HTTP', (_request, response) => void response.socket?.end(everything)],
  ['a reset', (_request, response) => void response.socket?.resetAndDestroy()],
];

function replyToLogin({ url }: IncomingMessage, response: ServerResponse): boolean {
  const body = {
    '/api/loads': JSON.stringify({ loads: [{ token_id: 'a', count: 0 }] }),
    '/auth/login': 'welcome',
    '/api/auth/session': JSON.stringify({ accessToken: canaries.token }),
  }[url?.split('?')[0] ?? ''];
  if (body === undefined) return false;
  response.setHeader('set-cookie', `credential=${canaries.cookie}; Path=/`);
  response.end(body);
  return true;
}

/** Runs a chat against a server that uses `handler` for one path. Returns the result and the log. */
async function chatWith(path: string, handler: Handler): Promise<[unknown, MemoryLogger]> {
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks = await Array.fromAsync<Buffer>(request);
    const body = Buffer.concat(chunks).toString();
    const isTested = request.url?.startsWith(path) === true;
    if (isTested || !replyToLogin(request, response)) handler(request, response, body);
  };
  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address: string | AddressInfo | null = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const logger = new MemoryLogger();
  const understudy = createUnderstudy({
    providers: [fakegpt({ baseUrl: `http://127.0.0.1:${port}`, userAgent: 'test' })],
    retry: { maxRetries: 0 },
    ports: { logger },
  });
  const messages = [{ role: 'user', content: canaries.prompt }] as const;
  const result: unknown = await understudy
    .chat({ model: 'fakegpt/gpt-4', messages })
    .response()
    .catch((error: UnderstudyError) => error);
  await understudy.close();
  server.closeAllConnections();
  server.close();
  return [result, logger];
}

function inspectAll(error: unknown): string {
  const causes: unknown[] = [];
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    causes.push(cause.message, cause.stack, JSON.stringify(cause), String(cause));
  }
  return [inspect(error, { depth: 20 }), JSON.stringify(error), ...causes].join('\n');
}

describe.each(['/api/conversation', '/api/loads', '/auth/login', '/api/auth/session'])(
  'errors of %s contain no secrets',
  (path) => {
    it.each(failures)('%s', async (_, handler) => {
      const [result, logger] = await chatWith(path, handler);
      const printed = inspectAll(result) + logger.warnings.join() + logger.errors.join();
      const mustFail = path === '/api/conversation';
      expect(result instanceof Error || !mustFail).toBe(true);
      for (const canary of Object.values(canaries)) expect(printed).not.toContain(canary);
    });
  },
);

it('a definition and a runtime print no credentials of the proxy', async () => {
  const baseUrl = 'http://127.0.0.1:1';
  const definition = fakegpt({ baseUrl, proxy: `http://user:${canaries.proxy}@127.0.0.1:1` });
  const understudy = createUnderstudy({ providers: [definition], retry: { maxRetries: 0 } });
  const printed = inspect([definition, understudy], { depth: 20, showHidden: true });
  expect(printed + JSON.stringify([definition])).not.toContain(canaries.proxy);
  const messages = [{ role: 'user', content: canaries.prompt }] as const;
  const response = understudy.chat({ model: 'fakegpt/gpt-4', messages }).response();
  const error: unknown = await response.catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'connection-failed' });
  expect(inspectAll(error)).not.toContain('canary');
  await understudy.close();
});
