import { isUnderstudyError } from '@understudy/core';
import { describe, expect, it } from 'vitest';

import { inspectAll } from '../../conformance/test/inspect-all.ts';
import { chunk, sendEvents, TestServer } from './test-server.ts';
import type { Handler, Received } from './test-server.ts';

const canaries = {
  key: 'canary-key-91bd',
  header: 'canary-header-5f2a',
  prompt: 'canary prompt 77e0',
  response: 'canary response 08aa',
};
const everything = Object.values(canaries).join(' ');

/** Returns the content of a request in every field of an error. */
function echo({ headers, body }: Received): object {
  const text = `${headers['authorization']} ${String(headers['x-secret'])} ${body}`;
  return {
    error: {
      message: text,
      code: canaries.key,
      type: canaries.header,
      param: canaries.prompt,
      metadata: { raw: text, error_type: canaries.key },
      status: canaries.key,
    },
  };
}

const echoWith = (status: number, type: string): Handler => {
  return (received, response) => {
    const body = JSON.stringify(echo(received));
    const location = `/${canaries.key}`;
    response.writeHead(status, canaries.key, { 'content-type': type, location });
    response.end(type === 'application/json' ? body : body.slice(1));
  };
};

const statuses = [200, 204, 302, 400, 401, 402, 403, 404, 408, 413, 422, 429, 500, 503, 529];
const types = ['application/json', 'text/html', 'text/plain', 'text/event-stream', canaries.key];
const textChunk = chunk({ content: canaries.response });

const failures: readonly (readonly [string, Handler])[] = [
  ...statuses.flatMap((status) =>
    types.map((type) => [`${status} ${type}`, echoWith(status, type)] as const),
  ),
  [
    'an error in the stream',
    (received, response) => sendEvents(textChunk, echo(received))(received, response),
  ],
  ['an error message in the stream', sendEvents(textChunk, { error: everything })],
  ['an event that is not JSON', sendEvents(textChunk, everything)],
  ['an invalid event', sendEvents(textChunk, { choices: everything })],
  ['a truncated response', sendEvents(textChunk)],
  [
    'an invalid header',
    (_, response) => void response.socket?.end(`HTTP/1.1 200 OK\r\n${everything}\r\n\r\n`),
  ],
  ['a response that is not HTTP', (_, response) => void response.socket?.end(everything)],
  ['a reset', (_, response) => void response.socket?.resetAndDestroy()],
];

describe('errors contain no secrets', () => {
  it.each(failures)('%s', async (_, handler) => {
    await using server = await TestServer.start(handler, {
      apiKey: canaries.key,
      headers: { 'x-secret': canaries.header },
    });
    const { error } = await server.chat({ messages: [{ role: 'user', content: canaries.prompt }] });
    expect(isUnderstudyError(error)).toBe(true);
    const printed = inspectAll(error, server.logger);
    for (const canary of Object.values(canaries)) expect(printed).not.toContain(canary);
  });
});

it('the message for a 401 contains only the code of the vendor', async () => {
  const message = `Incorrect API key provided: ${canaries.key}.`;
  await using server = await TestServer.start(
    (_, response) => {
      response.writeHead(401, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error: { message, code: 'invalid_api_key' } }));
    },
    { apiKey: canaries.key },
  );
  const { error } = await server.chat();
  expect(error?.message).toBe('openai: chat request failed with HTTP 401 (invalid_api_key)');
});
