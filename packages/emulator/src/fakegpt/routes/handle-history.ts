import { createJsonReply } from '../../server/create-reply.ts';
import type { ReceivedRequest } from '../../server/received-request.ts';
import type { Reply } from '../../server/reply.ts';
import { conversationNotFound, invalidToken } from '../faults/error-bodies.ts';
import { readCredentials } from '../read-credentials.ts';
import type { Session } from '../session-store.ts';
import { conversationTitle } from '../turn/notice-events.ts';
import type { ServerState } from './server-state.ts';

const defaultLimit = 20;

/** `GET /api/conversations`: the history is empty, because clients disable it in their requests. */
export function handleConversations(state: ServerState, request: ReceivedRequest): Reply {
  if (!findSession(state, request)) return createJsonReply(401, invalidToken);
  const { offset, limit } = request.query;
  return createJsonReply(200, {
    items: [],
    total: 0,
    limit: readCount(limit) ?? defaultLimit,
    offset: readCount(offset) ?? 0,
    has_missing_conversations: false,
  });
}

/** `POST /api/conversation/gen_title/<id>`: returns the same title for every conversation of the login. */
export function handleTitle(state: ServerState, request: ReceivedRequest): Reply {
  const session = findSession(state, request);
  if (!session) return createJsonReply(401, invalidToken);
  const id = request.path.slice(request.path.lastIndexOf('/') + 1);
  return state.conversations.get(id)?.sessionId === session.id
    ? createJsonReply(200, { title: conversationTitle })
    : createJsonReply(404, conversationNotFound);
}

function findSession({ sessions }: ServerState, { headers }: ReceivedRequest): Session | undefined {
  const session = sessions.find(readCredentials(headers).cookie);
  return session && !sessions.isExpired(session) ? session : undefined;
}

function readCount(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
