import { isProviderError, ProviderError } from '@understudy/core/provider';
import { parseJson, readErrorBody, readString, toResponseError } from '@understudy/provider-utils';

import { decodeError } from '../decode-error.ts';
import { chooseAccount } from './choose-account.ts';
import type { Account } from './choose-account.ts';
import { CookieJar } from './cookie-jar.ts';
import { requestJson } from './login-request.ts';
import type { LoginContext } from './login-request.ts';
import { readAccounts } from './read-accounts.ts';
import { createSessionPassword } from './session-password.ts';
import { Session } from './session.ts';

const maxAccounts = 3;

/**
 * Logs in to an account of the server's list. If the login fails, tries other accounts, up to three.
 *
 * @throws ProviderError the error of the last account, or the first error that affects all accounts
 */
export async function logIn(context: LoginContext): Promise<Session> {
  const jar = new CookieJar(context.endpoint.origin);
  let accounts = await listAccounts(context, jar);
  let lastError: ProviderError | undefined;
  for (let count = 0; count < maxAccounts; count += 1) {
    const account = chooseAccount(accounts, context.ports.random);
    if (!account) break;
    const result = await logInTo(account, context, jar.fork());
    if (result instanceof Session) return result;
    if (affectsAllAccounts(result)) throw result;
    lastError = result;
    accounts = accounts.filter(({ id }) => id !== account.id);
  }
  throw lastError ?? noAccounts();
}

/** Returns whether an error is a bot challenge, or has a delay. It then affects the client, not an account. */
export function affectsAllAccounts({ code, retryAfterMs }: ProviderError): boolean {
  return code === 'blocked' || retryAfterMs !== undefined;
}

async function listAccounts(context: LoginContext, jar: CookieJar): Promise<readonly Account[]> {
  const seconds = Math.floor(context.ports.clock.wallNow() / 1000);
  const request = { path: `api/loads?t=${seconds}`, operation: 'account list request' };
  const list = await requestJson(context, request, jar);
  if (isProviderError(list)) throw withoutRequestCode(list, 'malformed-response');
  return readAccounts(list);
}

async function logInTo(
  account: Account,
  context: LoginContext,
  jar: CookieJar,
): Promise<Session | ProviderError> {
  const error = await sendForm(account, context, jar);
  if (error) return withoutRequestCode(error, 'authentication-failed');
  return openSession(context, jar);
}

/** Returns the error of the login, which the server may report with status 200. */
async function sendForm(
  account: Account,
  context: LoginContext,
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
  context: LoginContext,
  jar: CookieJar,
): Promise<Session | ProviderError> {
  const request = { path: 'api/auth/session', operation: 'session request' };
  const json = await requestJson(context, request, jar);
  if (isProviderError(json)) return withoutRequestCode(json, 'authentication-failed');
  const token = readString(json, 'accessToken');
  if (token === undefined || !/^[\x21-\x7e]+$/.test(token)) {
    return authenticationFailed('session request: expected an access token, received none');
  }
  const session = new Session(token, jar);
  if (!session.isExpired(context.ports.clock.wallNow())) return session;
  return authenticationFailed('session request: expected a valid token, received an expired one');
}

function noAccounts(): ProviderError {
  return new ProviderError({
    code: 'overloaded',
    message: 'account list: expected at least one account, received none',
  });
}

function authenticationFailed(message: string): ProviderError {
  return new ProviderError({ code: 'authentication-failed', message });
}

const requestCodes: readonly string[] = [
  'invalid-request',
  'request-rejected',
  'context-length-exceeded',
  'content-filtered',
] satisfies readonly ProviderError['code'][];

/** A login contains nothing of the caller's request, so a code that blames the request is replaced. */
function withoutRequestCode(error: ProviderError, code: ProviderError['code']): ProviderError {
  return requestCodes.includes(error.code) ? withCode(error, code) : error;
}

function withCode(error: ProviderError, code: ProviderError['code']): ProviderError {
  const { message, status, retryAfterMs, requestId } = error;
  return new ProviderError({ code, message, status, retryAfterMs, requestId });
}
