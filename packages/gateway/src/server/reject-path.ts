import type { FastifyReply, FastifyRequest } from 'fastify';

import { chatEndpoints } from '../endpoints/chat-endpoints.ts';
import { messages } from '../endpoints/messages.ts';
import { Rejection } from '../errors/rejection.ts';
import { isMessagesPath, isOllamaPath, readPath } from '../http/api-path.ts';

export const countPath: string = `${messages.path}/count_tokens`;

const modelPath = /^\/v1\/models\/.+$/;
const postPaths: readonly string[] = [...chatEndpoints.map(({ path }) => path), countPath];

/**
 * Rejects a path or a method without a route.
 *
 * @throws Rejection `websocket`, `method-not-allowed` or `path-not-found`
 */
export function rejectPath(
  { url, method, server, headers }: FastifyRequest,
  { raw }: FastifyReply,
): never {
  const path = readPath(url);
  const methods = ['GET', 'POST'].filter((each) => server.hasRoute({ method: each, url: path }));
  const expected = modelPath.test(path) ? 'GET' : methods[0];
  if (expected === 'POST' && headers.upgrade?.toLowerCase() === 'websocket') {
    // RFC 9110, 15.5.22. After any other status, Codex repeats the request before it sends a POST request.
    raw.setHeader('upgrade', 'HTTP/1.1');
    throw new Rejection('websocket', 'expected a POST request, received a WebSocket');
  }
  if (expected !== undefined) {
    // RFC 9110, 15.5.6.
    raw.setHeader('allow', expected === 'GET' ? 'GET, HEAD' : expected);
    throw new Rejection(
      'method-not-allowed',
      `expected the method ${expected}, received ${method}`,
    );
  }
  if (isOllamaPath(path)) {
    throw new Rejection(
      'path-not-found',
      "the gateway does not serve Ollama's API; use a client of OpenAI's API, whose base URL ends with /v1",
    );
  }
  const intended = findIntended(path);
  if (intended !== undefined) {
    const advice = isMessagesPath(intended)
      ? "the base URL of a client of Anthropic's API must not end with /v1"
      : "the base URL of a client of OpenAI's API must end with /v1";
    throw new Rejection('path-not-found', `expected the path ${intended}: ${advice}`);
  }
  const paths = [...postPaths, '/v1/models'].join(', ');
  throw new Rejection('path-not-found', `expected one of the paths ${paths}`);
}

/** Returns the path that a client with another base URL would have sent. */
function findIntended(path: string): string | undefined {
  return [...postPaths, '/v1/models'].find(
    (each) =>
      path.endsWith(each.slice('/v1'.length)) && isMessagesPath(each) === isMessagesPath(path),
  );
}
