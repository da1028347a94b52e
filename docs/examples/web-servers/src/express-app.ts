import { once } from 'node:events';

import { errorRule, isUnderstudyError } from '@understudy/core';
import express from 'express';
import type { Express, Request, Response } from 'express';

import { readQuestion } from './read-question.ts';
import { understudy } from './understudy.ts';

/** Streams the response to the question of the body as text. */
async function respond(request: Request, response: Response): Promise<void> {
  const content = readQuestion(request.body);
  if (content === undefined) {
    response.status(400).json({ error: 'no question' });
    return;
  }
  const messages = [{ role: 'user', content }] as const;
  const disconnect = new AbortController();
  const { signal } = disconnect;
  response.on('close', () => disconnect.abort());
  try {
    const { textStream } = understudy.chat({ model: 'support', messages }, { signal });
    for await (const text of textStream) {
      if (!response.headersSent) response.type('text/plain');
      if (!response.write(text)) await once(response, 'drain', { signal });
    }
    response.end();
  } catch (error) {
    if (signal.aborted) return; // the client has disconnected
    // After the first content, Express closes the connection.
    if (!isUnderstudyError(error) || response.headersSent) throw error;
    response.status(errorRule(error.code).httpStatus).json({ error: error.code });
  }
}

export const app: Express = express();
app.post('/api/chat', express.json(), respond);
