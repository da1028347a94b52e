import { isUnderstudyError } from '@understudy/core';
import { describe, expect, it } from 'vitest';

import { tellAll } from './inspect-all.ts';
import { chunk, say, Served } from './served.ts';
import type { Handler, Received } from './served.ts';

const canaries = {
  key: 'canary-key-91bd',
  header: 'canary-header-5f2a',
  prompt: 'canary prompt 77e0',
  answer: 'canary answer 08aa',
};
const everything = Object.values(canaries).join(' ');

/** All that a request says, in every place where an error could hold it. */
function echo({ headers, body }: Received): object {
  const words = `${headers['authorization']} ${String(headers['x-secret'])} ${body}`;
  return {
    error: {
      message: words,
      code: canaries.key,
      type: canaries.header,
      param: canaries.prompt,
      metadata: { raw: words, error_type: canaries.key },
      status: canaries.key,
    },
  };
}

const repeat = (status: number, type: string): Handler => {
  return (received, response) => {
    const told = JSON.stringify(echo(received));
    const location = `/${canaries.key}`;
    response.writeHead(status, canaries.key, { 'content-type': type, location });
    response.end(type === 'application/json' ? told : told.slice(1));
  };
};

const statuses = [200, 204, 302, 400, 401, 402, 403, 404, 408, 413, 422, 429, 500, 503, 529];
const types = ['application/json', 'text/html', 'text/plain', 'text/event-stream', canaries.key];
const spoken = chunk({ content: canaries.answer });

const failures: readonly (readonly [string, Handler])[] = [
  ...statuses.flatMap((status) =>
    types.map((type) => [`${status} ${type}`, repeat(status, type)] as const),
  ),
  [
    'an error in the stream',
    (received, response) => say(spoken, echo(received))(received, response),
  ],
  ['an error of words', say(spoken, { error: everything })],
  ['an event that is no JSON', say(spoken, everything)],
  ['an impossible event', say(spoken, { choices: everything })],
  ['a truncated answer', say(spoken)],
  [
    'a header that is none',
    (_, response) => void response.socket?.end(`HTTP/1.1 200 OK\r\n${everything}\r\n\r\n`),
  ],
  ['no HTTP at all', (_, response) => void response.socket?.end(everything)],
  ['a reset', (_, response) => void response.socket?.resetAndDestroy()],
];

describe('what fails tells no secret', () => {
  it.each(failures)('%s', async (_, handler) => {
    await using site = await Served.start(handler, {
      apiKey: canaries.key,
      headers: { 'x-secret': canaries.header },
    });
    const { error } = await site.ask({ messages: [{ role: 'user', content: canaries.prompt }] });
    expect(isUnderstudyError(error)).toBe(true);
    const told = tellAll(error, site.logger);
    for (const canary of Object.values(canaries)) expect(told).not.toContain(canary);
  });
});

it('a 401 that echoes the key says no more than its code', async () => {
  const message = `Incorrect API key provided: ${canaries.key}.`;
  await using site = await Served.start(
    (_, response) => {
      response.writeHead(401, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error: { message, code: 'invalid_api_key' } }));
    },
    { apiKey: canaries.key },
  );
  const { error } = await site.ask();
  expect(error?.message).toBe('openai: the answer was refused with status 401 (invalid_api_key)');
});
