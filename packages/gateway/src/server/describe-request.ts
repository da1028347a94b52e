import type { FastifyReply, FastifyRequest } from 'fastify';

import type { FailureCode } from '../errors/failure.ts';
import type { RequestLogEntry } from '../gateway-options.ts';
import { findRequestState } from './request-state.ts';

/** Describes a request that is no chat, or that was rejected before its chat. */
export function describeRequest(
  request: FastifyRequest,
  reply: FastifyReply,
  error: FailureCode | undefined,
): RequestLogEntry {
  const state = findRequestState(request);
  return {
    requestId: request.id,
    key: state?.key.name ?? '',
    // An unknown path is the client's text.
    path: request.routeOptions.url ?? '',
    model: state?.model ?? '',
    status: reply.raw.statusCode,
    error,
    stream: false,
    attempts: [],
    durationMs: Math.round(reply.elapsedTime * 10) / 10,
    usage: undefined,
  };
}
