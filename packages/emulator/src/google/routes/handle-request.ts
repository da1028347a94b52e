import { createTextReply } from '../../server/create-reply.ts';
import { describeUnknownPath } from '../../server/describe-unknown-path.ts';
import type { ReceivedRequest } from '../../server/received-request.ts';
import type { Reply } from '../../server/reply.ts';
import { checkKey } from './check-key.ts';
import { handleCount } from './handle-count.ts';
import { handleGenerate } from './handle-generate.ts';
import { handleModel, handleModels } from './handle-models.ts';
import type { ServerState } from './server-state.ts';

const paths = ['/v1beta/models', '/v1beta/models/{model}:streamGenerateContent'];
const route = /^\/v1(?:beta)?\/(models|(?:models|tunedModels)\/[^:]+)(?::(\w+))?$/u;

/** Dispatches a request to its route. Other paths are not found. */
export function handleRequest(state: ServerState, request: ReceivedRequest): Reply {
  const [, resource, method] = route.exec(decodePath(request.path)) ?? [];
  if (resource === undefined) return createNotFoundPage(request);
  return checkKey(state.settings.apiKeys, request) ?? handleRoute(state, request, resource, method);
}

function handleRoute(
  state: ServerState,
  request: ReceivedRequest,
  resource: string,
  method: string | undefined,
): Reply {
  const model = resource.replace(/^models\//u, '');
  switch (`${request.method} ${method ?? ''}`) {
    case 'POST generateContent':
      return handleGenerate(state, request, { model, stream: false });
    case 'POST streamGenerateContent':
      return handleGenerate(state, request, { model, stream: true });
    case 'POST countTokens':
      return handleCount(state, request, model);
    case 'GET ':
      return resource === 'models' ? handleModels(state, request.query) : handleModel(state, model);
    default:
      return createNotFoundPage(request);
  }
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** The server responds to an unknown path with a page, not with JSON. */
function createNotFoundPage(request: ReceivedRequest): Reply {
  const hint = describeUnknownPath('google', paths, request);
  return createTextReply(404, `<!DOCTYPE html><title>Error 404 (Not Found)!!1</title><p>${hint}`, {
    headers: { 'content-type': 'text/html; charset=UTF-8' },
  });
}
