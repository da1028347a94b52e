import { createInvalidRequestReply } from '../../openai/errors/error-reply.ts';
import { checkKey } from '../../openai/routes/check-key.ts';
import { handleModel } from '../../openai/routes/handle-models.ts';
import { createVendorHeaders } from '../../openai/routes/vendor-headers.ts';
import { describeUnknownPath } from '../../server/describe-unknown-path.ts';
import type { ReceivedRequest } from '../../server/received-request.ts';
import type { Reply } from '../../server/reply.ts';
import { handleCount } from './handle-count.ts';
import { handleModels } from './handle-models.ts';
import { handleResponses } from './handle-responses.ts';
import type { ServerState } from './server-state.ts';

const paths = ['/v1/responses', '/v1/responses/input_tokens', '/v1/models'];
const modelPath = '/v1/models/';

/** Dispatches a request to its route. Other paths are not found. */
export function handleRequest(state: ServerState, request: ReceivedRequest): Reply {
  const reply = checkKey(state.settings.apiKeys, request.headers) ?? handleRoute(state, request);
  return { ...reply, headers: { ...createVendorHeaders(state.ids), ...reply.headers } };
}

function handleRoute(state: ServerState, request: ReceivedRequest): Reply {
  const { method, path } = request;
  const onlyFor = (accepted: string, handle: () => Reply): Reply =>
    method === accepted ? handle() : rejectMethod(request);
  if (path === '/v1/responses') return onlyFor('POST', () => handleResponses(state, request));
  if (path === '/v1/responses/input_tokens') {
    return onlyFor('POST', () => handleCount(state, request));
  }
  if (path === '/v1/models') return onlyFor('GET', () => handleModels(state));
  if (path.startsWith(modelPath)) {
    return onlyFor('GET', () => handleModel(state, path.slice(modelPath.length)));
  }
  const hint = describeUnknownPath('responses', paths, request);
  return createInvalidRequestReply(404, `Invalid URL (${method} ${path}). ${hint}`);
}

function rejectMethod({ method, path }: ReceivedRequest): Reply {
  const message = `Not allowed to ${method} on ${path}. (HINT: Perhaps you meant to use a different HTTP method?)`;
  return createInvalidRequestReply(405, message, { code: 'method_not_supported' });
}
