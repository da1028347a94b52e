import { createChallengeReply } from '../../../faults/challenge-reply.ts';
import { createHtmlReply } from '../../../server/create-reply.ts';
import type { Reply } from '../../../server/reply.ts';
import { createErrorReply, createInvalidKeyReply, maskKey } from '../../errors/error-reply.ts';
import {
  conflict,
  createModelNotFound,
  createRateLimit,
  exhaustedQuota,
  filteredPrompt,
  missingScope,
  overloaded,
  overloadedEngine,
  serverError,
  timedOut,
  tooLargeBody,
  tooLongContext,
} from '../../errors/openai-errors.ts';
import type { FailedRequest } from './failed-request.ts';

const badGatewayPage =
  '<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>';

/** Faults that replace the response to a chat by an error response or by an invalid one. */
export const errorFaults = {
  'invalid-key': {
    on: 'chat',
    description: 'status 401; the message contains the masked key',
    apply: ({ key }: FailedRequest): Reply => createInvalidKeyReply(maskKey(key)),
  },
  'key-echo': {
    on: 'chat',
    description: 'status 401; the message contains the complete key',
    apply: ({ key }: FailedRequest): Reply => createInvalidKeyReply(key),
  },
  'permission-denied': {
    on: 'chat',
    description: 'status 403, `missing_scope`',
    apply: (): Reply => createErrorReply(403, missingScope),
  },
  'rate-limit': {
    on: 'chat',
    description: 'status 429 without `Retry-After`; the message contains no time',
    apply: (): Reply => createErrorReply(429, createRateLimit()),
  },
  'rate-limit-retry-after': {
    on: 'chat',
    parameters: { seconds: { type: 'number', default: 1 } },
    description: 'status 429 with `Retry-After: <seconds>` and the same time in the message',
    apply: (_: FailedRequest, { seconds }: { readonly seconds: number }): Reply =>
      createErrorReply(429, createRateLimit(`${seconds}s`), { 'retry-after': String(seconds) }),
  },
  'rate-limit-retry-after-ms': {
    on: 'chat',
    parameters: { milliseconds: { type: 'number', default: 500 } },
    description:
      'status 429 with `retry-after-ms: <milliseconds>` and the same time in the message',
    apply: (_: FailedRequest, { milliseconds }: { readonly milliseconds: number }): Reply =>
      createErrorReply(429, createRateLimit(`${milliseconds}ms`), {
        'retry-after-ms': String(milliseconds),
      }),
  },
  'quota-exhausted': {
    on: 'chat',
    description: 'status 429, `insufficient_quota`',
    apply: (): Reply => createErrorReply(429, exhaustedQuota),
  },
  'model-not-found': {
    on: 'chat',
    description: 'status 404, `model_not_found`',
    apply: ({ model }: FailedRequest): Reply => createErrorReply(404, createModelNotFound(model)),
  },
  'context-length-exceeded': {
    on: 'chat',
    description: 'status 400, `context_length_exceeded`',
    apply: (): Reply => createErrorReply(400, tooLongContext),
  },
  conflict: {
    on: 'chat',
    description: 'status 409',
    apply: (): Reply => createErrorReply(409, conflict),
  },
  'conflict-with-retry': {
    on: 'chat',
    description: 'status 409 with `x-should-retry: true`',
    apply: (): Reply => createErrorReply(409, conflict, { 'x-should-retry': 'true' }),
  },
  'overloaded-without-retry': {
    on: 'chat',
    description: 'status 503 with `x-should-retry: false`',
    apply: (): Reply => createErrorReply(503, overloadedEngine, { 'x-should-retry': 'false' }),
  },
  'prompt-filtered': {
    on: 'chat',
    description: 'status 400, `content_filter`, as sent by Azure OpenAI',
    apply: (): Reply => createErrorReply(400, filteredPrompt),
  },
  'message-too-long': {
    on: 'chat',
    description: 'status 413',
    apply: (): Reply => createErrorReply(413, tooLargeBody),
  },
  'request-timeout': {
    on: 'chat',
    description: 'status 408',
    apply: (): Reply => createErrorReply(408, timedOut),
  },
  'server-error': {
    on: 'chat',
    description: 'status 500',
    apply: (): Reply => createErrorReply(500, serverError),
  },
  'bad-gateway': {
    on: 'chat',
    description: 'status 502 with an HTML page',
    apply: (): Reply => createHtmlReply(502, badGatewayPage),
  },
  overloaded: {
    on: 'chat',
    description: 'status 503',
    apply: (): Reply => createErrorReply(503, overloadedEngine),
  },
  'overloaded-529': {
    on: 'chat',
    description: 'status 529',
    apply: (): Reply => createErrorReply(529, overloaded),
  },
  challenge: {
    on: 'chat',
    parameters: { status: { oneOf: [403, 503], default: 403 } },
    description: 'the given status with a bot challenge of Cloudflare',
    apply: (_: FailedRequest, { status }: { readonly status: 403 | 503 }): Reply =>
      createChallengeReply(status),
  },
  'json-body': {
    on: 'chat',
    description: 'status 200 with an error object as JSON',
    apply: (): Reply => createErrorReply(200, serverError),
  },
  'no-content': {
    on: 'chat',
    description: 'status 204',
    apply: (): Reply => ({ status: 204, headers: {}, steps: [] }),
  },
} as const;
