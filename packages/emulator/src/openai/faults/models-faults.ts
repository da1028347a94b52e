import { htmlPage } from '../../faults/html-page.ts';
import { createHtmlReply, createJsonReply } from '../../server/create-reply.ts';
import { write } from '../../server/reply-steps.ts';
import type { Reply } from '../../server/reply.ts';
import { streamHeaders } from '../../stream/stream-headers.ts';
import { createErrorReply } from '../errors/error-reply.ts';
import { createRateLimit, serverError } from '../errors/openai-errors.ts';

/** Faults of `GET /v1/models`. */
export const modelsFaults = {
  'models-empty': {
    on: 'models',
    description: 'the list is empty',
    apply: (): Reply => createJsonReply(200, { object: 'list', data: [] }),
  },
  'models-html-page': {
    on: 'models',
    description: 'status 200 with an HTML page',
    apply: (): Reply => createHtmlReply(200, htmlPage),
  },
  'models-event-stream': {
    on: 'models',
    description: 'status 200 with an event stream',
    apply: (): Reply => ({
      status: 200,
      headers: streamHeaders,
      steps: [write('data: {"object":"list"}\n\ndata: [DONE]\n\n')],
    }),
  },
  'models-rate-limited': {
    on: 'models',
    description: 'status 429',
    apply: (): Reply => createErrorReply(429, createRateLimit()),
  },
  'models-server-error': {
    on: 'models',
    description: 'status 500',
    apply: (): Reply => createErrorReply(500, serverError),
  },
} as const;
