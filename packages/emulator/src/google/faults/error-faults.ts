import { createChallengeReply } from '../../faults/challenge-reply.ts';
import { createJsonReply, createTextReply } from '../../server/create-reply.ts';
import type { Reply } from '../../server/reply.ts';
import {
  canceled,
  createErrorBody,
  createErrorReply,
  createInvalidKey,
  createNotFound,
  createQuotaError,
  missingPermission,
  overloaded,
  perDay,
  perMinute,
  serverError,
  spentCredit,
  timedOut,
  tooLongPrompt,
  unsupportedLocation,
} from '../errors/google-errors.ts';

/** The parts of a request that an error response quotes. */
export interface FailedRequest {
  readonly key: string;
  readonly model: string;
}

/** Faults that replace the response by an error response or by an invalid one. */
export const errorFaults = {
  'invalid-key': {
    on: 'chat',
    description: 'status 400 with the reason `API_KEY_INVALID`',
    apply: (): Reply => createErrorReply(createInvalidKey()),
  },
  'key-echo': {
    on: 'chat',
    description: 'status 400; the message contains the complete key',
    apply: ({ key }: FailedRequest): Reply =>
      createErrorReply(createInvalidKey(`API key not valid: ${key}`)),
  },
  'permission-denied': {
    on: 'chat',
    description: 'status 403, `PERMISSION_DENIED`',
    apply: (): Reply => createErrorReply(missingPermission),
  },
  'location-unsupported': {
    on: 'chat',
    description: 'status 400, `FAILED_PRECONDITION`',
    apply: (): Reply => createErrorReply(unsupportedLocation),
  },
  'quota-per-minute': {
    on: 'chat',
    parameters: { seconds: { type: 'number', default: 1 } },
    description: 'status 429; `RetryInfo` in the details has the delay `seconds`',
    apply: (_: FailedRequest, { seconds }: { readonly seconds: number }): Reply =>
      createErrorReply(createQuotaError({ quotaId: perMinute, seconds })),
  },
  'quota-per-minute-without-delay': {
    on: 'chat',
    description: 'status 429 without `RetryInfo`',
    apply: (): Reply => createErrorReply(createQuotaError({ quotaId: perMinute })),
  },
  'quota-per-day': {
    on: 'chat',
    parameters: { seconds: { type: 'number', default: 1 } },
    description: 'status 429; the quota is per day, and `RetryInfo` has the delay `seconds`',
    apply: (_: FailedRequest, { seconds }: { readonly seconds: number }): Reply =>
      createErrorReply(createQuotaError({ quotaId: perDay, seconds })),
  },
  'credit-exhausted': {
    on: 'chat',
    description: 'status 402, `RESOURCE_EXHAUSTED`',
    apply: (): Reply => createErrorReply(spentCredit),
  },
  'prompt-too-long': {
    on: 'chat',
    description: 'status 400; the message says that the input has too many tokens',
    apply: (): Reply => createErrorReply(tooLongPrompt),
  },
  'model-not-found': {
    on: 'chat',
    description: 'status 404, `NOT_FOUND`',
    apply: ({ model }: FailedRequest): Reply => createErrorReply(createNotFound(model)),
  },
  'server-error': {
    on: 'chat',
    description: 'status 500, `INTERNAL`',
    apply: (): Reply => createErrorReply(serverError),
  },
  'server-error-text': {
    on: 'chat',
    description: 'status 500 with plain text',
    apply: (): Reply => createTextReply(500, 'Internal Server Error'),
  },
  overloaded: {
    on: 'chat',
    description: 'status 503, `UNAVAILABLE`',
    apply: (): Reply => createErrorReply(overloaded),
  },
  'request-timeout': {
    on: 'chat',
    description: 'status 504, `DEADLINE_EXCEEDED`',
    apply: (): Reply => createErrorReply(timedOut),
  },
  'request-canceled': {
    on: 'chat',
    description: 'status 499, `CANCELLED`',
    apply: (): Reply => createErrorReply(canceled),
  },
  'error-in-list': {
    on: 'chat',
    description: 'status 503; the error is in a list, as without `alt=sse`',
    apply: (): Reply => createJsonReply(503, [createErrorBody(overloaded)]),
  },
  challenge: {
    on: 'chat',
    description: 'status 403 with a bot challenge of Cloudflare',
    apply: (): Reply => createChallengeReply(),
  },
  'json-body': {
    on: 'chat',
    description: 'status 200 with an error object as JSON',
    apply: (): Reply => createErrorReply(overloaded, 200),
  },
} as const;
