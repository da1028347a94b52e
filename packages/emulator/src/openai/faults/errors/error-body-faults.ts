import { createJsonReply } from '../../../server/create-reply.ts';
import { drop, settle, stall, write } from '../../../server/reply-steps.ts';
import type { Reply, ReplyStep } from '../../../server/reply.ts';
import { encodeReply, encoders, readBytes, readHalf } from '../../../stream/encode-reply.ts';
import { writeWithoutEnd } from '../../../stream/frame/write-without-end.ts';
import { createErrorBody, createErrorReply } from '../../errors/error-reply.ts';
import { type NamedErrorParameters, getNamedError } from '../../errors/named-errors.ts';
import type { FailedRequest } from './failed-request.ts';

type Failure = NamedErrorParameters & {
  /** The value of `Retry-After`. */
  readonly seconds: number | undefined;
};

/** Error responses whose status and headers are readable and whose body is not, or only in another way. */
export const errorBodyFaults = {
  'error-gzip': {
    on: 'chat',
    parameters: {
      error: { type: 'error', default: 'server-error' },
      seconds: { type: 'number' },
    },
    description:
      'an error response compressed with gzip although the client did not accept it; `seconds` is its `Retry-After`',
    apply: (_: FailedRequest, failure: Failure): Reply =>
      encodeReply(createFailure(failure), 'gzip', encoders.gzip),
  },
  'error-truncated': {
    on: 'chat',
    parameters: {
      error: { type: 'error', default: 'server-error' },
      seconds: { type: 'number' },
    },
    description: 'as `error-gzip`, uncompressed; the connection closes in the middle of the body',
    apply: (_: FailedRequest, failure: Failure): Reply =>
      cutBody(createFailure(failure), [settle, drop]),
  },
  'error-stalled': {
    on: 'chat',
    parameters: {
      error: { type: 'error', default: 'server-error' },
      seconds: { type: 'number' },
    },
    description: 'as `error-truncated`, but the connection stays open',
    apply: (_: FailedRequest, failure: Failure): Reply => cutBody(createFailure(failure), [stall]),
  },
  'error-endless': {
    on: 'chat',
    parameters: {
      error: { type: 'error', default: 'server-error' },
      seconds: { type: 'number' },
    },
    description: 'as `error-gzip`, uncompressed; the body continues after the error without end',
    apply: (_: FailedRequest, failure: Failure): Reply => continueBody(createFailure(failure)),
  },
  'error-oversized': {
    on: 'chat',
    parameters: {
      error: { type: 'error', default: 'server-error' },
      bytes: { type: 'integer', min: 1, default: 80_000 },
    },
    description: 'an error response that quotes `bytes` bytes of the request after the error',
    apply: (
      _: FailedRequest,
      { error: name, bytes }: NamedErrorParameters & { readonly bytes: number },
    ): Reply => {
      const { status, error } = getNamedError(name);
      return createJsonReply(status, { ...createErrorBody(error), request: 'x'.repeat(bytes) });
    },
  },
  'error-as-event-stream': {
    on: 'chat',
    parameters: {
      error: { type: 'error', default: 'server-error' },
      status: { oneOf: [200, 400, 401, 403, 404, 422, 429, 500, 503] },
    },
    description:
      'an error object as JSON with the content type of an event stream; `status` is by default that of the error',
    apply: (
      _: FailedRequest,
      { error: name, status }: NamedErrorParameters & { readonly status: number | undefined },
    ): Reply => {
      const named = getNamedError(name);
      return createErrorReply(status ?? named.status, named.error, {
        'content-type': 'text/event-stream',
      });
    },
  },
} as const;

function createFailure({ error: name, seconds }: Failure): Reply {
  const { status, error } = getNamedError(name);
  const headers = seconds === undefined ? {} : { 'retry-after': String(seconds) };
  return createErrorReply(status, error, headers);
}

/** Sends the error as the first field of an object that does not end. */
function continueBody(reply: Reply): Reply {
  const { 'content-length': _, ...headers } = reply.headers;
  const start = readBytes(reply.steps).toString().slice(0, -1);
  return { ...reply, headers, steps: writeWithoutEnd(`${start},"request":"`) };
}

function cutBody(reply: Reply, end: readonly ReplyStep[]): Reply {
  return { ...reply, steps: [write(readHalf(reply.steps)), ...end] };
}
