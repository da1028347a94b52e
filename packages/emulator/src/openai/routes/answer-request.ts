import type { ReceivedRequest } from '../../server/received-request.ts';
import type { Reply } from '../../server/reply.ts';
import { createInvalidRequestReply } from '../errors/error-reply.ts';
import { answerChat } from './answer-chat.ts';
import { answerModel, answerModels } from './answer-models.ts';
import { checkKey } from './check-key.ts';
import type { Site } from './site.ts';
import { createVendorHeaders } from './vendor-headers.ts';

/** The routes of the vendor; anywhere else there is nothing. */
export function answerRequest(site: Site, request: ReceivedRequest): Reply {
  const reply = checkKey(site.settings.apiKeys, request.headers) ?? answerRoute(site, request);
  return { ...reply, headers: { ...createVendorHeaders(site.ids), ...reply.headers } };
}

const modelPath = '/v1/models/';

function answerRoute(site: Site, request: ReceivedRequest): Reply {
  const { method, path } = request;
  if (path === '/v1/chat/completions') {
    return method === 'POST' ? answerChat(site, request) : refuseMethod(request);
  }
  if (path === '/v1/models') return method === 'GET' ? answerModels(site) : refuseMethod(request);
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
