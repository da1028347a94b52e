import { applyFault, listFaultNamesOn } from '../../faults/fault-table.ts';
import type { RequestNotes } from '../../journal/emulated-request.ts';
import { createJsonReply } from '../../server/create-reply.ts';
import type { ReceivedRequest } from '../../server/received-request.ts';
import type { Reply } from '../../server/reply.ts';
import type { Conversation } from '../conversation-store.ts';
import {
  type ConversationRequest,
  decodeConversationRequest,
} from '../decode-conversation-request.ts';
import {
  conversationNotFound,
  expiredToken,
  invalidToken,
  oneMessageAtATime,
} from '../faults/error-bodies.ts';
import { errorFaults } from '../faults/error-faults.ts';
import { fakeGptFaults } from '../faults/fakegpt-fault.ts';
import { findLastUserMessage } from '../find-last-user-message.ts';
import { readCredentials } from '../read-credentials.ts';
import type { Session } from '../session-store.ts';
import type { TurnRequest } from '../turn/plan-turn.ts';
import type { ServerState } from './server-state.ts';
import { streamResponse } from './stream-response.ts';

const faultNames = listFaultNamesOn(fakeGptFaults, 'chat', 'stream');

/** `POST /api/conversation`: validates the credentials and the request, then streams the response. */
export function handleConversation(state: ServerState, { headers, body }: ReceivedRequest): Reply {
  const { cookie, token } = readCredentials(headers);
  const session = state.sessions.find(cookie);
  if (session === undefined || cookie !== token) return createJsonReply(401, invalidToken);
  const reply = handleSessionRequest(state, session, body);
  const notes = { tokenId: session.account.tokenId, sessionId: session.id, ...reply.notes };
  return { ...reply, notes };
}

function handleSessionRequest(state: ServerState, session: Session, body: unknown): Reply {
  if (state.sessions.isExpired(session)) return createJsonReply(401, expiredToken);
  const request = decodeConversationRequest(body);
  if (typeof request === 'string') return createJsonReply(400, { detail: request });
  const conversation = findConversation(state, session, request);
  const reply =
    rejectInvalid(session, request, conversation) ??
    respond(state, session, { request, conversation });
  return { ...reply, notes: { ...createNotes(request), ...reply.notes } };
}

function respond(
  state: ServerState,
  session: Session,
  input: Pick<TurnRequest, 'request' | 'conversation'>,
): Reply {
  const fault = state.faults.take(faultNames, 'none');
  const errorReply = applyFault(errorFaults, fault, () => state.sessions.expire(session));
  return errorReply === undefined
    ? streamResponse(state, session, { ...input, sessionId: session.id, fault })
    : { ...errorReply, notes: { fault: fault?.kind } };
}

/** The journal contains the prompt as received, including a history inside it. */
function createNotes(request: ConversationRequest): RequestNotes {
  const { model } = request;
  if (request.action === 'continue') return { model };
  const { text } = request.message;
  const lastUserMessage = findLastUserMessage(text);
  return { model, messages: [{ role: 'user', text }], lastUserMessage };
}

/** A conversation of another session is not found. */
function findConversation(
  state: ServerState,
  session: Session,
  { conversationId }: ConversationRequest,
): Conversation | undefined {
  const found = conversationId === undefined ? undefined : state.conversations.get(conversationId);
  return found?.sessionId === session.id ? found : undefined;
}

function rejectInvalid(
  session: Session,
  request: ConversationRequest,
  conversation: Conversation | undefined,
): Reply | undefined {
  if (request.conversationId !== undefined && conversation === undefined) {
    return createJsonReply(404, conversationNotFound);
  }
  if (session.busy) return createJsonReply(429, oneMessageAtATime);
  if (request.action !== 'continue') return undefined;
  if (request.parentMessageId !== conversation?.lastMessageId) {
    return createJsonReply(400, { detail: 'Only the last message can be continued.' });
  }
  return conversation.remaining === undefined
    ? createJsonReply(400, { detail: 'The last message is complete.' })
    : undefined;
}
