import { describeUnknownPath } from '../../server/describe-unknown-path.ts';
import type { ReceivedRequest } from '../../server/received-request.ts';
import type { Reply } from '../../server/reply.ts';
import { createInvalidRequestReply } from '../errors/error-reply.ts';
import { checkKey } from './check-key.ts';
import { handleChat } from './handle-chat.ts';
import { handleModel, handleModels } from './handle-models.ts';
import type { ServerState } from './server-state.ts';
import { createVendorHeaders } from './vendor-headers.ts';

const paths = ['/v1/chat/completions', '/v1/models'];
const modelPath = '/v1/models/';

/** Dispatches a request to its route. Other paths are not found. */
export function handleRequest(state: ServerState, request: ReceivedRequest): Reply {
  const reply = checkKey(state.settings.apiKeys, request.headers) ?? handleRoute(state, request);
  return { ...reply, headers: { ...createVendorHeaders(state.ids), ...reply.headers } };
}

function handleRoute(state: ServerState, request: ReceivedRequest): Reply {
  const { method, path } = request;
  if (path === '/v1/chat/completions') {
    return method === 'POST' ? handleChat(state, request) : rejectMethod(request);
  }
  if (path === '/v1/models') return method === 'GET' ? handleModels(state) : rejectMethod(request);
  if (path.startsWith(modelPath)) {
    const id = path.slice(modelPath.length);
    return method === 'GET' ? handleModel(state, id) : rejectMethod(request);
  }
  const hint = describeUnknownPath('openai', paths, request);
  return createInvalidRequestReply(404, `Invalid URL (${method} ${path}). ${hint}`);
}

function rejectMethod({ method, path }: ReceivedRequest): Reply {
  const message = `Not allowed to ${method} on ${path}. (HINT: Perhaps you meant to use a different HTTP method?)`;
  return createInvalidRequestReply(405, message, { code: 'method_not_supported' });
}
