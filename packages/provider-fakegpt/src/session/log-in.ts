import { isProviderError } from '@understudy/core/provider';
import type { ProviderError } from '@understudy/core/provider';
import { parseJson, readErrorBody, readString, toResponseError } from '@understudy/provider-utils';

import { decodeError } from '../decode-error.ts';
import { chooseAccount, readAccounts } from './accounts.ts';
import type { Account, AccountHistory } from './accounts.ts';
import { CookieJar } from './cookie-jar.ts';
import {
  affectsClient,
  authenticationFailed,
  isAccountRejection,
  noAccounts,
  withCode,
  withoutRequestCode,
} from './login-error.ts';
import { requestJson } from './login-request.ts';
import type { LoginRequestContext } from './login-request.ts';
import { createSessionPassword } from './session-password.ts';
import { Session } from './session.ts';

const maxAccounts = 3;

/** What the logins of one provider have in common. */
export interface LoginContext extends LoginRequestContext {
  readonly history: AccountHistory;
}

/**
 * Logs in to an account of the server's list. If the server rejects the account or fails, tries other accounts, up to
 * three, or none if the previous login failed because the server did.
 *
 * @throws ProviderError the error of the last account, or the first error that does not depend on the account;
 * `session-rejected` if the server rejected the last account and may accept others
 */
export async function logIn(context: LoginContext): Promise<Session> {
  const jar = new CookieJar(context.endpoint.origin);
  const { history } = context;
  const accounts = await listAccounts(context, jar);
  history.retain(accounts);
  const result = await logInToAny(accounts, context, jar);
  if (result instanceof Session) {
    history.clear();
    return result;
  }
  history.endLogin(result);
  const isFinal = !isAccountRejection(result) || history.rejectedAll(accounts);
  throw isFinal ? result : withCode(result, 'session-rejected');
}

async function logInToAny(
  accounts: readonly Account[],
  context: LoginContext,
  jar: CookieJar,
): Promise<Session | ProviderError> {
  const { history, ports } = context;
  const count = history.isServerDown ? 1 : maxAccounts;
  let untried = accounts;
  let lastError = noAccounts();
  while (untried.length > 0 && accounts.length - untried.length < count) {
    const account = chooseAccount(history.prefer(untried), ports.random);
    if (!account) break;
    const result = await logInTo(account, context, jar.fork());
    if (result instanceof Session || affectsClient(result)) return result;
    history.addFailure(account, result);
    lastError = result;
    untried = untried.filter(({ id }) => id !== account.id);
  }
  return lastError;
}

async function listAccounts(
  context: LoginRequestContext,
  jar: CookieJar,
): Promise<readonly Account[]> {
  const seconds = Math.floor(context.ports.clock.wallNow() / 1000);
  const request = { path: `api/loads?t=${seconds}`, operation: 'account list request' };
  const list = await requestJson(context, request, jar);
  if (!isProviderError(list)) return readAccounts(list);
  // The request has no credentials that could be wrong.
  if (list.code === 'authentication-failed') throw withCode(list, 'session-rejected');
  throw withoutRequestCode(list, 'malformed-response');
}

async function logInTo(
  account: Account,
  context: LoginRequestContext,
  jar: CookieJar,
): Promise<Session | ProviderError> {
  const error = await sendForm(account, context, jar);
  if (error) return withoutRequestCode(error, 'authentication-failed');
  return openSession(context, jar);
}

/** Returns the error of the login, which the server may report with status 200. */
async function sendForm(
  account: Account,
  context: LoginRequestContext,
  jar: CookieJar,
): Promise<ProviderError | undefined> {
  const { endpoint, ports, signal } = context;
  const session_password = createSessionPassword(ports.random);
  const url = endpoint.url('auth/login');
  const contentType = 'application/x-www-form-urlencoded';
  const response = await ports.http.request({
    ...endpoint.fields({ 'content-type': contentType, cookie: jar.header(url) }),
    method: 'POST',
    url,
    body: new URLSearchParams({ token_key: account.id, session_password }).toString(),
    signal,
  });
  jar.store(url, response.headers, ports.clock.wallNow());
  const body = await readErrorBody(response, { ...ports, signal });
  const isAccepted = response.status < 400 && jar.has('credential');
  if (isAccepted && !decodeError(parseJson(body))) return undefined;
  const decoder = { operation: 'login', expected: 'a session cookie', decodeError };
  const error = toResponseError(response, body, decoder, ports.clock);
  // With status 200, "bad account" is classified as a server error, and a missing cookie as malformed.
  const isMisclassified =
    response.status < 300 && ['server-error', 'malformed-response'].includes(error.code);
  return isMisclassified ? withCode(error, 'authentication-failed') : error;
}

async function openSession(
  context: LoginRequestContext,
  jar: CookieJar,
): Promise<Session | ProviderError> {
  const request = { path: 'api/auth/session', operation: 'session request' };
  const json = await requestJson(context, request, jar);
  if (isProviderError(json)) {
    // The server accepted the account, so another one would not help.
    if (json.code === 'server-error' || json.code === 'overloaded') throw json;
    return withoutRequestCode(json, 'authentication-failed');
  }
  const token = readString(json, 'accessToken');
  if (token === undefined || !/^[\x21-\x7e]+$/.test(token)) {
    return authenticationFailed('session request: expected an access token, received none');
  }
  const session = new Session(token, jar);
  if (!session.isExpired(context.ports.clock.wallNow())) return session;
  return authenticationFailed('session request: expected a valid token, received an expired one');
}
