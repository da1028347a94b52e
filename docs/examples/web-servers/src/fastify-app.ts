import { Readable } from 'node:stream';

import { errorRule, isUnderstudyError } from '@understudy/core';
import { fastify } from 'fastify';
import type { FastifyInstance } from 'fastify';

import { readQuestion } from './read-question.ts';
import { understudy } from './understudy.ts';

export const app: FastifyInstance = fastify();

/** Streams the response to the question of the body as text. */
app.post('/api/chat', async (request, reply) => {
  const content = readQuestion(request.body);
  if (content === undefined) return reply.code(400).send({ error: 'no question' });
  const disconnect = new AbortController();
  const { signal } = disconnect;
  reply.raw.on('close', () => disconnect.abort());
  const messages = [{ role: 'user', content }] as const;
  const { textStream } = understudy.chat({ model: 'support', messages }, { signal });
  const texts = textStream[Symbol.asyncIterator]();
  try {
    // Before the first content, a failure can be reported with its own status.
    const first = await texts.next();
    return reply.type('text/plain; charset=utf-8').send(Readable.from(join(first, texts)));
  } catch (error) {
    if (!isUnderstudyError(error)) throw error;
    return reply.code(errorRule(error.code).httpStatus).send({ error: error.code });
  }
});

async function* join(
  first: IteratorResult<string, void>,
  rest: AsyncIterator<string, void>,
): AsyncGenerator<string, void> {
  for (let result = first; result.done !== true; result = await rest.next()) yield result.value;
}
