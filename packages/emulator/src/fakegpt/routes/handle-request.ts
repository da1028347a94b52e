import { createJsonReply } from '../../server/create-reply.ts';
import type { ReceivedRequest } from '../../server/received-request.ts';
import type { Reply } from '../../server/reply.ts';
import { handleConversation } from './handle-conversation.ts';
import { handleLoads } from './handle-loads.ts';
import { handleLogin } from './handle-login.ts';
import { handleModels } from './handle-models.ts';
import { handleSession } from './handle-session.ts';
import type { ServerState } from './server-state.ts';

/** The routes of the site; anywhere else there is nothing. */
export function handleRequest(site: ServerState, request: ReceivedRequest): Reply {
  switch (`${request.method} ${request.path}`) {
    case 'GET /api/loads':
      return handleLoads(site);
    case 'POST /auth/login':
      return handleLogin(site, request);
    case 'GET /api/auth/session':
      return handleSession(site, request);
    case 'POST /api/conversation':
      return handleConversation(site, request);
    case 'GET /api/models':
      return handleModels();
    default:
      return createJsonReply(404, { detail: 'Not Found' });
  }
}
