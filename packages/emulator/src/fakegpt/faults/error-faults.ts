import { createChallengeReply } from '../../faults/challenge-reply.ts';
import { htmlPage } from '../../faults/html-page.ts';
import { createHtmlReply, createJsonReply, createTextReply } from '../../server/create-reply.ts';
import type { Reply } from '../../server/reply.ts';
import {
  conversationNotFound,
  createModelCapError,
  expiredToken,
  invalidToken,
  messageTooLong,
  oneMessageAtATime,
  tooManyRequests,
  unusualActivity,
  upgradeRecommended,
} from './error-bodies.ts';

/** Faults of `POST /api/conversation` that replace the event stream. The context ends the login. */
export const errorFaults = {
  'token-expired': {
    on: 'chat',
    description: 'status 401; ends the login',
    apply: (endLogin: () => void): Reply => {
      endLogin();
      return createJsonReply(401, expiredToken);
    },
  },
  'token-invalid': {
    on: 'chat',
    description: 'status 401; ends the login',
    apply: (endLogin: () => void): Reply => {
      endLogin();
      return createJsonReply(401, invalidToken);
    },
  },
  'rate-limit-one-message': {
    on: 'chat',
    description: 'status 429: one message at a time',
    apply: (): Reply => createJsonReply(429, oneMessageAtATime),
  },
  'rate-limit-hour': {
    on: 'chat',
    description: 'status 429: too many requests in an hour',
    apply: (): Reply => createJsonReply(429, tooManyRequests),
  },
  'rate-limit-model-cap': {
    on: 'chat',
    parameters: { clearsInSeconds: { type: 'number', default: 3600 } },
    description: 'status 429: the limit of the model is reached for `clearsInSeconds`',
    apply: (_: () => void, { clearsInSeconds }: { readonly clearsInSeconds: number }): Reply =>
      createJsonReply(429, createModelCapError(clearsInSeconds)),
  },
  'rate-limit-retry-after': {
    on: 'chat',
    parameters: { seconds: { type: 'number', default: 1 } },
    description: 'status 429 with the header `Retry-After`',
    apply: (_: () => void, { seconds }: { readonly seconds: number }): Reply =>
      createJsonReply(429, tooManyRequests, { headers: { 'retry-after': String(seconds) } }),
  },
  'rate-limit-upgrade': {
    on: 'chat',
    description: 'status 429: an upgrade of the server is recommended',
    apply: (): Reply => createJsonReply(429, upgradeRecommended),
  },
  'unusual-activity': {
    on: 'chat',
    description: 'status 403: unusual activity was detected',
    apply: (): Reply => createJsonReply(403, unusualActivity),
  },
  challenge: {
    on: 'chat',
    parameters: { status: { oneOf: [403, 503], default: 403 } },
    description: 'the status with a bot challenge',
    apply: (_: () => void, { status }: { readonly status: 403 | 503 }): Reply =>
      createChallengeReply(status),
  },
  'conversation-not-found': {
    on: 'chat',
    description: 'status 404',
    apply: (): Reply => createJsonReply(404, conversationNotFound),
  },
  'message-too-long': {
    on: 'chat',
    description: 'status 413',
    apply: (): Reply => createJsonReply(413, messageTooLong),
  },
  'server-error': {
    on: 'chat',
    description: 'status 500',
    apply: (): Reply => createTextReply(500, 'Internal Server Error'),
  },
  'html-page': {
    on: 'chat',
    description: 'status 200 with an HTML page',
    apply: (): Reply => createHtmlReply(200, htmlPage),
  },
  'json-body': {
    on: 'chat',
    description: 'status 200 with JSON instead of a stream',
    apply: (): Reply => createJsonReply(200, { detail: 'Something went wrong' }),
  },
  redirect: {
    on: 'chat',
    parameters: { location: { type: 'string', default: '/auth/login' } },
    description: 'status 302 to `location`',
    apply: (_: () => void, { location }: { readonly location: string }): Reply =>
      createTextReply(302, '', { headers: { location } }),
  },
} as const;
