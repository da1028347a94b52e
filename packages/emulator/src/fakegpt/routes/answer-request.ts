import { createJsonReply } from '../../server/create-reply.ts';
import type { ReceivedRequest } from '../../server/received-request.ts';
import type { Reply } from '../../server/reply.ts';
import { answerConversation } from './answer-conversation.ts';
import { answerLoads } from './answer-loads.ts';
import { answerLogin } from './answer-login.ts';
import { answerModels } from './answer-models.ts';
import { answerSession } from './answer-session.ts';
import type { Site } from './site.ts';

/** The routes of the site; anywhere else there is nothing. */
export function answerRequest(site: Site, request: ReceivedRequest): Reply {
  switch (`${request.method} ${request.path}`) {
    case 'GET /api/loads':
      return answerLoads(site);
    case 'POST /auth/login':
      return answerLogin(site, request);
    case 'GET /api/auth/session':
      return answerSession(site, request);
    case 'POST /api/conversation':
      return answerConversation(site, request);
    case 'GET /api/models':
      return answerModels();
    default:
      return createJsonReply(404, { detail: 'Not Found' });
  }
}
