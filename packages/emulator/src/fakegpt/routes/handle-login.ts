import { applyFault, listFaultNames } from '../../faults/fault-table.ts';
import type { AnyFault } from '../../faults/fault.ts';
import { isRecord } from '../../is-record.ts';
import { createHtmlReply, createJsonReply } from '../../server/create-reply.ts';
import type { ReceivedRequest } from '../../server/received-request.ts';
import type { Reply } from '../../server/reply.ts';
import type { Account } from '../account.ts';
import { loginFaults } from '../faults/request-faults.ts';
import type { ServerState } from './server-state.ts';

const minPasswordLength = 8;

const faultNames = listFaultNames(loginFaults);

/** `POST /auth/login`: returns a credential for an account and a password chosen by the client. */
export function handleLogin(state: ServerState, { headers, body }: ReceivedRequest): Reply {
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
  if (!isForm) return rejectLogin('the body is not a form');
  const form = isRecord(body) ? body : {};
  const account = state.settings.accounts.find(({ tokenId }) => tokenId === form['token_key']);
  if (account === undefined) return rejectLogin('token_key is not the token_id of an account');
  const password = form['session_password'];
  if (typeof password !== 'string' || !isStrong(password)) {
    return rejectLogin(
      `session_password needs ${minPasswordLength} characters, with a letter and a digit`,
      account,
    );
  }
  const fault = findFault(state, account);
  const reply = applyFault(loginFaults, fault, undefined);
  return reply === undefined
    ? openSession(state, account, password)
    : { ...reply, notes: { tokenId: account.tokenId, fault: fault?.kind } };
}

/** The fault of an account takes precedence over the script and uses up no step. */
function findFault(state: ServerState, { loginFault }: Account): AnyFault | undefined {
  return loginFault === undefined
    ? state.faults.take(faultNames, 'login-none')
    : { kind: loginFault };
}

function openSession(state: ServerState, account: Account, password: string): Reply {
  const session = state.sessions.open(account, state.settings.tokenLifetimeMs);
  const cookies = [
    `credential=${session.credential}; Path=/; HttpOnly`,
    `session_password=${encodeURIComponent(password)}; Path=/; HttpOnly`,
  ];
  return createHtmlReply(200, '<!DOCTYPE html><title>Signed in</title>', {
    headers: { 'set-cookie': cookies },
    notes: { tokenId: account.tokenId, sessionId: session.id },
  });
}

function rejectLogin(message: string, account?: Account): Reply {
  return createJsonReply(400, { code: 400, message }, { notes: { tokenId: account?.tokenId } });
}

function isStrong(password: string): boolean {
  return password.length >= minPasswordLength && /\p{L}/u.test(password) && /\d/u.test(password);
}
