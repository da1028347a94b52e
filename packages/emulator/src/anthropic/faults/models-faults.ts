import { htmlPage } from '../../faults/html-page.ts';
import { createHtmlReply, createJsonReply } from '../../server/create-reply.ts';
import type { Reply } from '../../server/reply.ts';
import { createErrorReply, createRateLimit, serverError } from '../errors/anthropic-errors.ts';

/** Faults of `GET /v1/models`. */
export const modelsFaults = {
  'models-empty': {
    on: 'models',
    description: 'the list is empty',
    apply: (): Reply =>
      createJsonReply(200, { data: [], has_more: false, first_id: null, last_id: null }),
  },
  'models-html-page': {
    on: 'models',
    description: 'status 200 with an HTML page',
    apply: (): Reply => createHtmlReply(200, htmlPage),
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
