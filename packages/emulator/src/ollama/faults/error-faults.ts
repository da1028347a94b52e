import { createChallengeReply } from '../../faults/challenge-reply.ts';
import { htmlPage } from '../../faults/html-page.ts';
import { createHtmlReply, createJsonReply, createTextReply } from '../../server/create-reply.ts';
import type { Reply } from '../../server/reply.ts';
import { createErrorReply, messages } from '../errors.ts';

/** The parts of a chat request that an error response quotes. */
export interface FailedRequest {
  readonly model: string;
}

/** Faults that replace the response to a chat by an error response or by an invalid one. */
export const errorFaults = {
  'model-not-found': {
    on: 'chat',
    description: 'status 404',
    apply: ({ model }: FailedRequest): Reply =>
      createErrorReply(404, messages.modelNotFound(model)),
  },
  'model-not-pulled': {
    on: 'chat',
    description: 'status 404 with the wording of older servers',
    apply: ({ model }: FailedRequest): Reply =>
      createErrorReply(404, `model ${JSON.stringify(model)} not found, try pulling it first`),
  },
  'tools-unsupported': {
    on: 'chat',
    description: 'status 400: the model does not support tools',
    apply: ({ model }: FailedRequest): Reply =>
      createErrorReply(400, messages.unsupported(model, 'tools')),
  },
  'thinking-unsupported': {
    on: 'chat',
    description: 'status 400: the model does not support thinking',
    apply: ({ model }: FailedRequest): Reply =>
      createErrorReply(400, messages.unsupported(model, 'thinking')),
  },
  'context-length-exceeded': {
    on: 'chat',
    description: 'status 400: the request exceeds the context size',
    apply: (): Reply => createErrorReply(400, messages.tooLong(9000, 4096)),
  },
  'prompt-too-long': {
    on: 'chat',
    description: 'status 400: the prompt is longer than the context length',
    apply: (): Reply =>
      createErrorReply(
        400,
        'the prompt is longer than the context length currently available to the model; shorten it or raise the context length',
      ),
  },
  unauthorized: {
    on: 'chat',
    description: 'status 401 with `signin_url`, as for cloud models',
    apply: (): Reply =>
      createErrorReply(401, messages.unauthorized, {
        signin_url: 'https://ollama.com/connect?name=emulator&key=emulated',
      }),
  },
  'cloud-disabled': {
    on: 'chat',
    description: 'status 403: cloud models are disabled',
    apply: (): Reply => createErrorReply(403, 'cloud models are disabled on this server'),
  },
  'rate-limit': {
    on: 'chat',
    parameters: { seconds: { type: 'number' } },
    description: 'status 429, as for cloud models; with `Retry-After: <seconds>` if it is set',
    apply: (_: FailedRequest, { seconds }: { readonly seconds: number | undefined }): Reply =>
      createErrorReply(
        429,
        'you have reached your hourly usage limit, please wait or upgrade to continue',
        {},
        seconds === undefined ? {} : { 'retry-after': String(seconds) },
      ),
  },
  'out-of-memory': {
    on: 'chat',
    description: 'status 500: the model needs more memory than is available',
    apply: (): Reply => createErrorReply(500, messages.outOfMemory),
  },
  'runner-stopped': {
    on: 'chat',
    description: 'status 500: the process of the model has stopped',
    apply: (): Reply => createErrorReply(500, messages.runnerStopped),
  },
  'cloud-unreachable': {
    on: 'chat',
    description: 'status 502: the cloud cannot be reached',
    apply: (): Reply => createErrorReply(502, 'upstream error'),
  },
  'server-busy': {
    on: 'chat',
    description: 'status 503: the queue is full',
    apply: (): Reply => createErrorReply(503, messages.busy),
  },
  'error-response': {
    on: 'chat',
    description: 'status 200 with an error as JSON',
    apply: (): Reply => createJsonReply(200, { error: messages.runnerStopped }),
  },
  'path-not-found': {
    on: 'chat',
    description: 'status 404 with plain text, as for an unknown path',
    apply: (): Reply => createTextReply(404, '404 page not found'),
  },
  'empty-body': {
    on: 'chat',
    description: 'status 200 with an empty body of type JSON',
    apply: (): Reply =>
      createTextReply(200, '', { headers: { 'content-type': 'application/json' } }),
  },
  'html-page': {
    on: 'chat',
    description: 'status 200 with an HTML page',
    apply: (): Reply => createHtmlReply(200, htmlPage),
  },
  challenge: {
    on: 'chat',
    parameters: { status: { oneOf: [403, 503], default: 403 } },
    description: 'the given status with a bot challenge of Cloudflare, as in front of the cloud',
    apply: (_: FailedRequest, { status }: { readonly status: 403 | 503 }): Reply =>
      createChallengeReply(status),
  },
} as const;
