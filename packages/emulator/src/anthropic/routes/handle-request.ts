import { describeUnknownPath } from '../../server/describe-unknown-path.ts';
import type { ReceivedRequest } from '../../server/received-request.ts';
import type { Reply } from '../../server/reply.ts';
import {
  createErrorReply,
  createInvalidRequest,
  createNotFound,
} from '../errors/anthropic-errors.ts';
import { checkHeaders } from './check-headers.ts';
import { handleCount } from './handle-count.ts';
import { handleMessages } from './handle-messages.ts';
import { handleModel, handleModels } from './handle-models.ts';
import type { ServerState } from './server-state.ts';
import { createVendorHeaders } from './vendor-headers.ts';

const paths = ['/v1/messages', '/v1/messages/count_tokens', '/v1/models'];
const modelPath = '/v1/models/';

/** Dispatches a request to its route. Other paths are not found. */
export function handleRequest(state: ServerState, request: ReceivedRequest): Reply {
  const { apiKeys, now } = state.settings;
  const reply = checkHeaders(apiKeys, request.headers) ?? handleRoute(state, request);
  return { ...reply, headers: { ...createVendorHeaders(state.ids, now()), ...reply.headers } };
}

function handleRoute(state: ServerState, request: ReceivedRequest): Reply {
  const { path } = request;
  const onlyFor = (method: string, handle: () => Reply): Reply =>
    request.method === method ? handle() : rejectMethod(request);
  if (path === '/v1/messages') return onlyFor('POST', () => handleMessages(state, request));
  if (path === '/v1/messages/count_tokens') {
    return onlyFor('POST', () => handleCount(state, request));
  }
  if (path === '/v1/models') return onlyFor('GET', () => handleModels(state, request.query));
  if (path.startsWith(modelPath)) {
    return onlyFor('GET', () => handleModel(state, path.slice(modelPath.length)));
  }
  const hint = describeUnknownPath('anthropic', paths, request);
  return createErrorReply(404, createNotFound(`Not found. ${hint}`));
}

function rejectMethod({ method }: ReceivedRequest): Reply {
  return createErrorReply(405, createInvalidRequest(`Method ${method} is not allowed`));
}
