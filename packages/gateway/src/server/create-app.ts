import fastify from 'fastify';
import type {
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  onResponseAsyncHookHandler,
} from 'fastify';

import { ClientGone } from '../chat/client-connection.ts';
import { chatEndpoints } from '../endpoints/chat-endpoints.ts';
import { errorFormatOf } from '../errors/error-format.ts';
import { toFailure } from '../errors/failure.ts';
import { Rejection } from '../errors/rejection.ts';
import { unsupportedContentType } from '../errors/rejections.ts';
import type { RequestLogEntry } from '../gateway-options.ts';
import { readPath } from '../http/api-path.ts';
import { createCommonHeaders, readRequestId } from '../http/common-headers.ts';
import { sendFailure } from '../http/send-failure.ts';
import { addGuard } from './add-guard.ts';
import { describeRequest } from './describe-request.ts';
import { handleClientError } from './handle-client-error.ts';
import { handleCount } from './handle-count.ts';
import { countPath, rejectPath } from './reject-path.ts';
import { findRequestState } from './request-state.ts';
import { handleChat, handleModel, handleModels } from './routes.ts';
import type { RouteServices } from './routes.ts';

/** Creates the HTTP server of the public API. */
export function createApp(services: RouteServices): FastifyInstance {
  const handleError = (error: unknown, request: FastifyRequest, reply: FastifyReply): void =>
    sendError(error, request, reply, services);
  const app = fastify({
    // A base URL that ends with a slash adds one to each path.
    routerOptions: { ignoreDuplicateSlashes: true, ignoreTrailingSlash: true },
    requestTimeout: 60_000,
    keepAliveTimeout: 72_000,
    http: { maxHeaderSize: 16_384, headersTimeout: 10_000, connectionsCheckingInterval: 1000 },
    return503OnClosing: false,
    clientErrorHandler: handleClientError,
    genReqId: readRequestId,
    frameworkErrors: handleError,
  });
  app.server.maxConnections = 10_000;
  // The handlers read the body, after the guards.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _body, done) => done(null));
  addGuard(app, services);
  app.setErrorHandler(handleError);
  app.setNotFoundHandler(rejectPath);
  addRoutes(app, services);
  return app;
}

function addRoutes(app: FastifyInstance, services: RouteServices): void {
  for (const endpoint of chatEndpoints) {
    app.route({
      method: 'POST',
      url: endpoint.path,
      handler: (request, reply) => handleChat(endpoint, request, reply, services),
    });
  }
  const onResponse: onResponseAsyncHookHandler = async (request, reply) =>
    logResponse(request, reply, services);
  app.route({
    method: 'POST',
    url: countPath,
    handler: (request, reply) => handleCount(request, reply, services),
    onResponse,
  });
  app.route({ method: 'GET', url: '/v1/models', handler: handleModels, onResponse });
  app.route({ method: 'GET', url: '/v1/models/*', handler: handleModel, onResponse });
  app.get('/health', () => ({ status: 'ok' }));
  app.get('/ready', (_request, reply) => {
    const { isReady } = services.chats;
    return reply.code(isReady ? 200 : 503).send({ status: isReady ? 'ready' : 'draining' });
  });
}

/** Logs a response that is not an error, which is logged where it is sent. */
function logResponse(
  request: FastifyRequest,
  reply: FastifyReply,
  { onRequest }: RouteServices,
): void {
  const { statusCode, writableFinished } = reply.raw;
  if (statusCode !== 200) return;
  const entry = describeRequest(request, reply, undefined);
  onRequest?.(writableFinished ? entry : toAborted(entry));
}

function toAborted(entry: RequestLogEntry): RequestLogEntry {
  return { ...entry, status: 499, error: 'aborted' };
}

/** Sends an error in the form of the API that the path belongs to, and logs it. */
function sendError(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  { current, onRequest }: RouteServices,
): void {
  if (error instanceof ClientGone) {
    reply.hijack();
    onRequest?.(toAborted(describeRequest(request, reply, undefined)));
    return;
  }
  const path = readPath(request.url);
  const state = findRequestState(request);
  const headers = state?.headers ?? createCommonHeaders(request.id, path, undefined);
  const { expose } = current().settings;
  const failure = toFailure(toRejection(error), state?.reachedVendor === true, { expose });
  // The rest of a late body is not waited for.
  const connection = failure.code === 'body-too-slow' ? 'close' : reply.getHeader('connection');
  reply.hijack();
  sendFailure(reply.raw, failure, {
    format: errorFormatOf(path),
    requestId: request.id,
    headers: typeof connection === 'string' ? { ...headers, connection } : headers,
  });
  onRequest?.(describeRequest(request, reply, failure.code));
}

/** Converts an error of Fastify, about the path or the content type, to a rejection. */
function toRejection(error: unknown): unknown {
  const { code, statusCode } = Object(error);
  if (typeof code !== 'string' || !code.startsWith('FST_ERR_')) return error;
  if (statusCode === 415) return unsupportedContentType();
  return statusCode === 400
    ? new Rejection('malformed-request', 'the path of the request is not valid')
    : error;
}
