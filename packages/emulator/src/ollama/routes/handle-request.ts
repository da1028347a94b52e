import { readKey } from '../../openai/routes/check-key.ts';
import { createJsonReply, createTextReply } from '../../server/create-reply.ts';
import { describeUnknownPath } from '../../server/describe-unknown-path.ts';
import type { ReceivedRequest } from '../../server/received-request.ts';
import type { Reply } from '../../server/reply.ts';
import { createErrorReply, messages } from '../errors.ts';
import { handleChat } from './handle-chat.ts';
import { handleRunning, handleShow, handleTags } from './handle-models.ts';
import type { ServerState } from './server-state.ts';

type Handler = (state: ServerState, request: ReceivedRequest) => Reply;

const routes: Readonly<Record<string, Handler>> = {
  'POST /api/chat': handleChat,
  'GET /api/tags': handleTags,
  'POST /api/show': handleShow,
  'GET /api/ps': handleRunning,
  'GET /api/version': () => createJsonReply(200, { version: '0.32.3' }),
  'GET /': () => createTextReply(200, 'Ollama is running'),
  'HEAD /': () => createTextReply(200, ''),
};

const paths = Object.keys(routes).map((route) => route.split(' ')[1] ?? '');

/** Dispatches a request to its route. Other paths are not found. */
export function handleRequest(state: ServerState, request: ReceivedRequest): Reply {
  const { method, path, headers } = request;
  const { apiKeys } = state.settings;
  if (apiKeys && !apiKeys.includes(readKey(headers))) {
    return createErrorReply(401, messages.unauthorized);
  }
  const name = `${method} ${path}`;
  const handle = Object.hasOwn(routes, name) ? routes[name] : undefined;
  if (handle) return handle(state, request);
  const isKnownPath = Object.keys(routes).some((route) => route.endsWith(` ${path}`));
  return isKnownPath
    ? createTextReply(405, '405 method not allowed')
    : createTextReply(404, `404 page not found. ${describeUnknownPath('ollama', paths, request)}`);
}
