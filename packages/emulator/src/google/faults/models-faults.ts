import { htmlPage } from '../../faults/html-page.ts';
import { createHtmlReply, createJsonReply } from '../../server/create-reply.ts';
import type { Reply } from '../../server/reply.ts';
import {
  createErrorReply,
  createQuotaError,
  perMinute,
  serverError,
} from '../errors/google-errors.ts';

/** Faults of `GET /v1beta/models`. */
export const modelsFaults = {
  'models-empty': {
    on: 'models',
    description: 'the list is empty: it has no field `models`',
    apply: (): Reply => createJsonReply(200, {}),
  },
  'models-html-page': {
    on: 'models',
    description: 'status 200 with an HTML page',
    apply: (): Reply => createHtmlReply(200, htmlPage),
  },
  'models-rate-limited': {
    on: 'models',
    description: 'status 429',
    apply: (): Reply => createErrorReply(createQuotaError({ quotaId: perMinute, seconds: 1 })),
  },
  'models-server-error': {
    on: 'models',
    description: 'status 500',
    apply: (): Reply => createErrorReply(serverError),
  },
} as const;
