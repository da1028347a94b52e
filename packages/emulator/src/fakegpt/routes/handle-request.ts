import { createJsonReply } from '../../server/create-reply.ts';
import type { ReceivedRequest } from '../../server/received-request.ts';
import type { Reply } from '../../server/reply.ts';
import { handleConversation } from './handle-conversation.ts';
import { handleConversations, handleTitle } from './handle-history.ts';
import { handleLoads } from './handle-loads.ts';
import { handleLogin } from './handle-login.ts';
import { handleModels } from './handle-models.ts';
import { handleSession } from './handle-session.ts';
import type { ServerState } from './server-state.ts';

const titlePath = /^\/api\/conversation\/gen_title\/[^/]+$/;

/** Dispatches a request to its route. Other paths are not found. */
export function handleRequest(state: ServerState, request: ReceivedRequest): Reply {
  switch (`${request.method} ${request.path}`) {
    case 'GET /api/loads':
      return handleLoads(state);
    case 'POST /auth/login':
      return handleLogin(state, request);
    case 'GET /api/auth/session':
      return handleSession(state, request);
    case 'POST /api/conversation':
      return handleConversation(state, request);
    case 'GET /api/models':
      return handleModels();
    case 'GET /api/conversations':
      return handleConversations(state, request);
    default:
      if (request.method === 'POST' && titlePath.test(request.path)) {
        return handleTitle(state, request);
      }
      return createJsonReply(404, { detail: 'Not Found' });
  }
}
