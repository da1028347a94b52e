import { createJsonReply } from '../../server/create-reply.ts';
import type { ReceivedRequest } from '../../server/received-request.ts';
import type { Reply } from '../../server/reply.ts';
import { sessionFaultNames } from '../faults/fault-names.ts';
import { readCredentials } from '../read-credentials.ts';
import type { Session } from '../session-store.ts';
import type { ServerState } from './server-state.ts';

/** `GET /api/auth/session`: returns the session of the cookie, or `{}` without a valid session. */
export function handleSession(state: ServerState, { headers }: ReceivedRequest): Reply {
  const session = state.sessions.find(readCredentials(headers).cookie);
  if (session === undefined || state.sessions.isExpired(session)) return createJsonReply(200, {});
  const fault = state.faults.take(sessionFaultNames, 'session-none')?.kind;
  const notes = { tokenId: session.account.tokenId, sessionId: session.id, fault };
  return createJsonReply(200, createSessionBody(session, fault), { notes });
}

function createSessionBody(
  session: Session,
  fault: (typeof sessionFaultNames)[number] | undefined,
): object {
  if (fault === 'session-empty') return {};
  const body = {
    user: createUser(session),
    expires: new Date(session.expiresAtMs).toISOString(),
    authProvider: 'auth0',
  };
  return fault === 'session-without-token' ? body : { ...body, accessToken: session.credential };
}

function createUser({ id, account }: Session): object {
  return {
    id: `user-${account.tokenId.slice(0, 24)}`,
    name: 'Shared Account',
    email: 'shared@example.invalid',
    image: null,
    picture: null,
    idp: 'auth0',
    iat: 0,
    mfa: false,
    groups: [],
    intercom_hash: id,
  };
}
