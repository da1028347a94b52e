import { createHtmlReply, createTextReply } from '../server/create-reply.ts';
import type { Reply } from '../server/reply.ts';
import { htmlPage } from './html-page.ts';

/** Faults that replace the response by one that is no response of any vendor. */
export const nonResponseFaults = {
  'html-page': {
    on: 'chat',
    description: 'status 200 with an HTML page',
    apply: (): Reply => createHtmlReply(200, htmlPage),
  },
  'empty-body': {
    on: 'chat',
    description: 'status 200 with an empty body of type JSON',
    apply: (): Reply =>
      createTextReply(200, '', { headers: { 'content-type': 'application/json' } }),
  },
  redirect: {
    on: 'chat',
    parameters: { location: { type: 'string', default: '/login' } },
    description: 'status 302 to `location`',
    apply: (_: unknown, { location }: { readonly location: string }): Reply =>
      createTextReply(302, '', { headers: { location } }),
  },
} as const;
