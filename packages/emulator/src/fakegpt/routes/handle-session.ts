import { applyFault, listFaultNames } from '../../faults/fault-table.ts';
import { createJsonReply } from '../../server/create-reply.ts';
import type { ReceivedRequest } from '../../server/received-request.ts';
import type { Reply } from '../../server/reply.ts';
import { type SessionBody, sessionFaults } from '../faults/request-faults.ts';
import { readCredentials } from '../read-credentials.ts';
import type { Session } from '../session-store.ts';
import type { ServerState } from './server-state.ts';

const faultNames = listFaultNames(sessionFaults);

/** `GET /api/auth/session`: returns the session of the cookie, or `{}` without a valid session. */
export function handleSession(state: ServerState, { headers }: ReceivedRequest): Reply {
  const session = state.sessions.find(readCredentials(headers).cookie);
  if (session === undefined || state.sessions.isExpired(session)) return createJsonReply(200, {});
  const fault = state.faults.take(faultNames, 'session-none');
  const body = createSessionBody(session);
  const notes = { tokenId: session.account.tokenId, sessionId: session.id, fault: fault?.kind };
  return { ...(applyFault(sessionFaults, fault, body) ?? createJsonReply(200, body)), notes };
}

function createSessionBody(session: Session): SessionBody {
  return {
    user: createUser(session),
    expires: new Date(session.expiresAtMs).toISOString(),
    authProvider: 'auth0',
    accessToken: session.credential,
  };
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
