import { isFaultAmong } from '../../faults/fault.ts';
import type { RequestNotes } from '../../journal/emulated-request.ts';
import { createJsonReply } from '../../server/create-reply.ts';
import type { ReceivedRequest } from '../../server/received-request.ts';
import type { Reply } from '../../server/reply.ts';
import type { Conversation } from '../conversation-store.ts';
import {
  type ConversationRequest,
  decodeConversationRequest,
} from '../decode-conversation-request.ts';
import { createRefusal } from '../faults/create-refusal.ts';
import {
  conversationNotFound,
  expiredToken,
  invalidToken,
  oneMessageAtATime,
} from '../faults/error-bodies.ts';
import type { FakeGptFaultAmong } from '../faults/fakegpt-fault.ts';
import { conversationFaultNames, refusalFaultNames } from '../faults/fault-names.ts';
import { lastUserMessage } from '../last-user-message.ts';
import { readCredentials } from '../read-credentials.ts';
import type { Session } from '../session-store.ts';
import type { TurnQuestion } from '../turn/plan-turn.ts';
import type { ServerState } from './server-state.ts';
import { streamAnswer } from './stream-response.ts';

/** `POST /api/conversation`: who may ask, and whether what is asked can be answered; then the answer. */
export function handleConversation(site: ServerState, { headers, body }: ReceivedRequest): Reply {
  const { cookie, token } = readCredentials(headers);
  const session = site.sessions.find(cookie);
  if (session === undefined || cookie !== token) return createJsonReply(401, invalidToken);
  const reply = answerVisitor(site, session, body);
  const notes = { tokenId: session.account.tokenId, sessionId: session.id, ...reply.notes };
  return { ...reply, notes };
}

function answerVisitor(site: ServerState, session: Session, body: unknown): Reply {
  if (site.sessions.isExpired(session)) return createJsonReply(401, expiredToken);
  const request = decodeConversationRequest(body);
  if (typeof request === 'string') return createJsonReply(400, { detail: request });
  const conversation = findConversation(site, session, request);
  const reply =
    refuse(session, request, conversation) ?? play(site, session, { request, conversation });
  return { ...reply, notes: { ...describeChat(request), ...reply.notes } };
}

function play(
  site: ServerState,
  session: Session,
  asked: Pick<TurnQuestion, 'request' | 'conversation'>,
): Reply {
  const fault = site.faults.take(conversationFaultNames, 'none');
  return fault !== undefined && isFaultAmong(fault, refusalFaultNames)
    ? playRefusal(site, session, fault)
    : streamAnswer(site, session, { ...asked, sessionId: session.id, fault });
}

/** The prompt stands as it was posted: a history is flattened into it. */
function describeChat(request: ConversationRequest): RequestNotes {
  const { model } = request;
  if (request.action === 'continue') return { model };
  const { text } = request.message;
  return { model, messages: [{ role: 'user', text }], lastUserMessage: lastUserMessage(text) };
}

/** A conversation of another visitor is as unknown as one that never was. */
function findConversation(
  site: ServerState,
  session: Session,
  { conversationId }: ConversationRequest,
): Conversation | undefined {
  const found = conversationId === undefined ? undefined : site.conversations.get(conversationId);
  return found?.sessionId === session.id ? found : undefined;
}

function refuse(
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
  return conversation.rest === undefined
    ? createJsonReply(400, { detail: 'The last message is complete.' })
    : undefined;
}

function playRefusal(
  site: ServerState,
  session: Session,
  fault: FakeGptFaultAmong<typeof refusalFaultNames>,
): Reply {
  if (fault.kind === 'token-expired' || fault.kind === 'token-invalid') {
    site.sessions.expire(session);
  }
  return { ...createRefusal(fault), notes: { fault: fault.kind } };
}
