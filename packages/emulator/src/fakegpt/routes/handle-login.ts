import { isRecord } from '../../is-record.ts';
import { createHtmlReply, createJsonReply } from '../../server/create-reply.ts';
import type { ReceivedRequest } from '../../server/received-request.ts';
import type { Reply } from '../../server/reply.ts';
import type { Account } from '../account.ts';
import { createLoginFailure } from '../faults/create-login-failure.ts';
import { loginFaultNames } from '../faults/fault-names.ts';
import type { ServerState } from './server-state.ts';

const minPasswordLength = 8;

/** `POST /auth/login`: returns a credential for an account and a password chosen by the client. */
export function handleLogin(state: ServerState, { body }: ReceivedRequest): Reply {
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
  const fault = account.loginFault ?? state.faults.take(loginFaultNames, 'login-none')?.kind;
  return fault === undefined
    ? openSession(state, account, password)
    : { ...createLoginFailure(fault), notes: { tokenId: account.tokenId, fault } };
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
