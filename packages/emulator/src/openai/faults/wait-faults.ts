import { createJsonReply } from '../../server/create-reply.ts';
import type { Reply } from '../../server/reply.ts';
import { createErrorReply } from '../errors/error-reply.ts';
import { createRateLimit } from '../errors/openai-errors.ts';
import type { FailedRequest } from './errors/failed-request.ts';

type Wait = {
  readonly waitMs: number;
};

/** Responses with status 429 that contain the wait in other forms than a number in `Retry-After`. */
export const waitFaults = {
  'rate-limit-retry-date': {
    on: 'chat',
    parameters: { waitMs: { type: 'number', default: 20_000 } },
    description: 'status 429; `Retry-After` is the date in `waitMs`',
    apply: ({ nowMs }: FailedRequest, { waitMs }: Wait): Reply =>
      createLimit({ 'retry-after': new Date(nowMs + waitMs).toUTCString() }),
  },
  'rate-limit-reset-time': {
    on: 'chat',
    parameters: { waitMs: { type: 'number', default: 20_000 } },
    description:
      'status 429; `X-RateLimit-Reset` is the time in `waitMs`, in milliseconds since 1970, as sent by OpenRouter',
    apply: (request: FailedRequest, { waitMs }: Wait): Reply =>
      createJsonReply(
        429,
        { error: { message: exceeded, code: 429 } },
        { headers: createResetHeaders(request, waitMs) },
      ),
  },
  'rate-limit-reset-in-body': {
    on: 'chat',
    parameters: { waitMs: { type: 'number', default: 20_000 } },
    description:
      'status 429; the headers of `rate-limit-reset-time` are in `metadata` of the error',
    apply: (request: FailedRequest, { waitMs }: Wait): Reply => {
      const metadata = { headers: createResetHeaders(request, waitMs) };
      return createJsonReply(429, { error: { message: exceeded, code: 429, metadata } });
    },
  },
  'rate-limit-reset-duration': {
    on: 'chat',
    parameters: { waitMs: { type: 'number', default: 20_000 } },
    description:
      'status 429; no requests remain, and `X-RateLimit-Reset-Requests` is `waitMs` as a duration, such as `20s`',
    apply: (_: FailedRequest, { waitMs }: Wait): Reply =>
      createLimit({
        'x-ratelimit-remaining-requests': '0',
        'x-ratelimit-reset-requests': `${waitMs / 1000}s`,
      }),
  },
  'rate-limit-retry-info': {
    on: 'chat',
    parameters: { waitMs: { type: 'number', default: 20_000 } },
    description: 'status 429; `details` of the error have `retryDelay`, as sent by Gemini',
    apply: (_: FailedRequest, { waitMs }: Wait): Reply =>
      createJsonReply(429, [{ error: createRetryInfo(waitMs) }]),
  },
} as const;

const exceeded = 'Rate limit exceeded: free-models-per-min. ';

function createLimit(headers: Readonly<Record<string, string>>): Reply {
  return createErrorReply(429, createRateLimit(), headers);
}

function createResetHeaders(
  { nowMs }: FailedRequest,
  waitMs: number,
): Readonly<Record<string, string>> {
  return {
    'X-RateLimit-Limit': '20',
    'X-RateLimit-Remaining': '0',
    'X-RateLimit-Reset': String(nowMs + waitMs),
  };
}

function createRetryInfo(waitMs: number): object {
  return {
    code: 429,
    message: 'You exceeded the number of requests per minute.',
    status: 'RESOURCE_EXHAUSTED',
    details: [
      { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: `${waitMs / 1000}s` },
    ],
  };
}
