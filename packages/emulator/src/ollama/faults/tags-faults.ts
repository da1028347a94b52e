import { htmlPage } from '../../faults/html-page.ts';
import { createHtmlReply, createJsonReply } from '../../server/create-reply.ts';
import type { Reply } from '../../server/reply.ts';
import { createErrorReply } from '../errors.ts';

/** Faults of `GET /api/tags` and `POST /api/show`. */
export const tagsFaults = {
  'tags-empty': {
    on: 'tags',
    description: 'the list is empty',
    apply: (): Reply => createJsonReply(200, { models: [] }),
  },
  'tags-html-page': {
    on: 'tags',
    description: 'status 200 with an HTML page',
    apply: (): Reply => createHtmlReply(200, htmlPage),
  },
  'tags-server-error': {
    on: 'tags',
    description: 'status 500',
    apply: (): Reply => createErrorReply(500, 'open manifests: permission denied'),
  },
} as const;

export const showFaults = {
  'show-server-error': {
    on: 'show',
    description: 'status 500',
    apply: (): Reply => createErrorReply(500, 'unexpected end of file'),
  },
  'show-without-capabilities': {
    on: 'show',
    description: 'the capabilities are missing, as with older servers',
    apply: (): Reply => createJsonReply(200, { details: { family: 'llama' }, model_info: {} }),
  },
} as const;
