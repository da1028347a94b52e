import { createChallengeReply } from '../../faults/challenge-reply.ts';
import { createHtmlReply } from '../../server/create-reply.ts';
import type { Reply } from '../../server/reply.ts';
import {
  conflict,
  createErrorReply,
  createInvalidKey,
  createInvalidRequest,
  createNotFound,
  createRateLimit,
  exhaustedCredit,
  missingBilling,
  missingPermission,
  overloaded,
  serverError,
  timedOut,
  tooLongPrompt,
  tooManyTokens,
} from '../errors/anthropic-errors.ts';

/** The parts of a request that an error response quotes. */
export interface FailedRequest {
  readonly key: string;
  readonly model: string;
}

const tooLargePage =
  '<html><head><title>413 Request Entity Too Large</title></head><body><center><h1>413 Request Entity Too Large</h1></center><hr><center>cloudflare</center></body></html>';

/** Faults that replace the response by an error response or by an invalid one. */
export const errorFaults = {
  'invalid-key': {
    on: 'chat',
    description: 'status 401',
    apply: (): Reply => createErrorReply(401, createInvalidKey()),
  },
  'key-echo': {
    on: 'chat',
    description: 'status 401; the message contains the complete key',
    apply: ({ key }: FailedRequest): Reply =>
      createErrorReply(401, createInvalidKey(`invalid x-api-key: ${key}`)),
  },
  'permission-denied': {
    on: 'chat',
    description: 'status 403, `permission_error`',
    apply: (): Reply => createErrorReply(403, missingPermission),
  },
  'organization-on-hold': {
    on: 'chat',
    description: 'status 400 with the code `organization_on_hold`',
    apply: (): Reply =>
      createErrorReply(
        400,
        createInvalidRequest('This organization is on hold.', 'organization_on_hold'),
      ),
  },
  billing: {
    on: 'chat',
    description: 'status 402, `billing_error`',
    apply: (): Reply => createErrorReply(402, missingBilling),
  },
  'credit-exhausted': {
    on: 'chat',
    description: 'status 400; the message says that the credit balance is too low',
    apply: (): Reply => createErrorReply(400, exhaustedCredit),
  },
  'rate-limit': {
    on: 'chat',
    description: 'status 429 without `Retry-After`',
    apply: (): Reply => createErrorReply(429, createRateLimit()),
  },
  'rate-limit-retry-after': {
    on: 'chat',
    parameters: { seconds: { type: 'number', default: 1 } },
    description: 'status 429 with `Retry-After: <seconds>`',
    apply: (_: FailedRequest, { seconds }: { readonly seconds: number }): Reply =>
      createErrorReply(429, createRateLimit(), { 'retry-after': String(seconds) }),
  },
  'spend-limit': {
    on: 'chat',
    parameters: {
      code: {
        oneOf: [
          'enforced_spend_limit_reached',
          'contract_spend_limit_reached',
          'ramp_limit_exceeded',
        ],
        default: 'enforced_spend_limit_reached',
      },
    },
    description: 'status 429, `rate_limit_error`, with `code` in its details',
    apply: (_: FailedRequest, { code }: { readonly code: string }): Reply =>
      createErrorReply(429, createRateLimit(code)),
  },
  'prompt-too-long': {
    on: 'chat',
    description: 'status 400; the message says that the prompt is too long',
    apply: (): Reply => createErrorReply(400, tooLongPrompt),
  },
  'max-tokens-too-large': {
    on: 'chat',
    description: 'status 400; the message says that the input and `max_tokens` exceed the context',
    apply: (): Reply => createErrorReply(400, tooManyTokens),
  },
  'body-too-large': {
    on: 'chat',
    description: 'status 413 with an HTML page of Cloudflare',
    apply: (): Reply => createHtmlReply(413, tooLargePage),
  },
  'model-not-found': {
    on: 'chat',
    description: 'status 404, `not_found_error`',
    apply: ({ model }: FailedRequest): Reply =>
      createErrorReply(404, createNotFound(`model: ${model}`)),
  },
  'server-error': {
    on: 'chat',
    description: 'status 500, `api_error`',
    apply: (): Reply => createErrorReply(500, serverError),
  },
  'request-timeout': {
    on: 'chat',
    description: 'status 504, `timeout_error`',
    apply: (): Reply => createErrorReply(504, timedOut),
  },
  overloaded: {
    on: 'chat',
    description: 'status 529, `overloaded_error`',
    apply: (): Reply => createErrorReply(529, overloaded),
  },
  'overloaded-without-retry': {
    on: 'chat',
    description: 'status 529 with `x-should-retry: false`',
    apply: (): Reply => createErrorReply(529, overloaded, { 'x-should-retry': 'false' }),
  },
  'conflict-with-retry': {
    on: 'chat',
    description: 'status 409, `conflict_error`, with `x-should-retry: true`',
    apply: (): Reply => createErrorReply(409, conflict, { 'x-should-retry': 'true' }),
  },
  challenge: {
    on: 'chat',
    description: 'status 403 with a bot challenge of Cloudflare',
    apply: (): Reply => createChallengeReply(),
  },
  'json-body': {
    on: 'chat',
    description: 'status 200 with an error object as JSON',
    apply: (): Reply => createErrorReply(200, overloaded),
  },
} as const;
