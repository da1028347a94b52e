import type { ReceivedRequest } from '../../server/received-request.ts';
import type { Reply } from '../../server/reply.ts';
import { createInvalidRequestReply } from '../errors/error-reply.ts';
import { checkKey } from './check-key.ts';
import { handleChat } from './handle-chat.ts';
import { answerModel, handleModels } from './handle-models.ts';
import type { ServerState } from './server-state.ts';
import { createVendorHeaders } from './vendor-headers.ts';

/** The routes of the vendor; anywhere else there is nothing. */
export function handleRequest(site: ServerState, request: ReceivedRequest): Reply {
  const reply = checkKey(site.settings.apiKeys, request.headers) ?? answerRoute(site, request);
  return { ...reply, headers: { ...createVendorHeaders(site.ids), ...reply.headers } };
}

const modelPath = '/v1/models/';

function answerRoute(site: ServerState, request: ReceivedRequest): Reply {
  const { method, path } = request;
  if (path === '/v1/chat/completions') {
    return method === 'POST' ? handleChat(site, request) : refuseMethod(request);
  }
  if (path === '/v1/models') return method === 'GET' ? handleModels(site) : refuseMethod(request);
  if (path.startsWith(modelPath)) {
    const id = path.slice(modelPath.length);
    return method === 'GET' ? answerModel(site, id) : refuseMethod(request);
  }
  return createInvalidRequestReply(404, `Invalid URL (${method} ${path})`);
}

function refuseMethod({ method, path }: ReceivedRequest): Reply {
  const message = `Not allowed to ${method} on ${path}. (HINT: Perhaps you meant to use a different HTTP method?)`;
  return createInvalidRequestReply(405, message, { code: 'method_not_supported' });
}
