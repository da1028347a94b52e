import {
  isProviderError,
  parseJson,
  ProviderError,
  readErrorBody,
  readString,
} from '@understudy/core/provider';

import { decodeError, decodeErrorDetails } from '../decode-error.ts';
import { chooseAccount } from './choose-account.ts';
import type { Account } from './choose-account.ts';
import { CookieJar } from './cookie-jar.ts';
import { askForJson, sendStep } from './login-request.ts';
import type { LoginContext } from './login-request.ts';
import { readAccounts } from './read-accounts.ts';
import { createSessionPassword } from './session-password.ts';
import { Session } from './session.ts';

const accountsAtMost = 3;

/**
 * Logs in to one of the accounts on offer, and to another where one is refused, up to three.
 *
 * @throws ProviderError the refusal of the last account; at once where no other would be let in
 */
export async function logIn(context: LoginContext): Promise<Session> {
  const visit = new CookieJar(context.site.origin);
  let accounts = await listAccounts(context, visit);
  let refusal: ProviderError | undefined;
  for (let count = 0; count < accountsAtMost; count += 1) {
    const account = chooseAccount(accounts, context.ports.random);
    if (!account) break;
    const entered = await enter(account, context, visit.fork());
    if (entered instanceof Session) return entered;
    if (holdsForAll(entered)) throw entered;
    refusal = entered;
    accounts = accounts.filter(({ id }) => id !== account.id);
  }
  throw refusal ?? withoutAccounts();
}

/** Whether a refusal is of us and not of an account: a page for people, or a wait that is named. */
export function holdsForAll({ code, retryAfterMs }: ProviderError): boolean {
  return code === 'blocked' || retryAfterMs !== undefined;
}

async function listAccounts(context: LoginContext, jar: CookieJar): Promise<readonly Account[]> {
  const seconds = Math.floor(context.ports.clock.wallNow() / 1000);
  const step = { path: `api/loads?t=${seconds}`, what: 'the account list' };
  const list = await askForJson(context, step, jar);
  if (isProviderError(list)) throw inOurWords(list, 'malformed-response');
  return readAccounts(list);
}

async function enter(
  account: Account,
  context: LoginContext,
  jar: CookieJar,
): Promise<Session | ProviderError> {
  const refusal = await sendForm(account, context, jar);
  return refusal ? inOurWords(refusal, 'authentication-failed') : openSession(context, jar);
}

/** The refusal of a login, which the site may also tell in a 200. */
async function sendForm(
  account: Account,
  context: LoginContext,
  jar: CookieJar,
): Promise<ProviderError | undefined> {
  const session_password = createSessionPassword(context.ports.random);
  const step = {
    method: 'POST',
    path: 'auth/login',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ token_key: account.id, session_password }).toString(),
  } as const;
  const response = await sendStep(context, step, jar);
  const body = await readErrorBody(response);
  const accepted = response.status < 400 && jar.has('credential');
  if (accepted && !decodeErrorDetails(parseJson(body))) return undefined;
  const wanted = { what: 'the login', expected: 'a session cookie' };
  const error = decodeError(response, body, wanted, context.ports.clock);
  // Said in a 200, "bad account" looks like a fault of the server, and no cookie like another protocol.
  const unclear =
    response.status < 300 && ['server-error', 'malformed-response'].includes(error.code);
  return unclear ? recode(error, 'authentication-failed') : error;
}

async function openSession(
  context: LoginContext,
  jar: CookieJar,
): Promise<Session | ProviderError> {
  const step = { path: 'api/auth/session', what: 'the session' };
  const answer = await askForJson(context, step, jar);
  if (isProviderError(answer)) return inOurWords(answer, 'authentication-failed');
  const token = readString(answer, 'accessToken');
  if (token === undefined || !/^[\x21-\x7e]+$/.test(token)) {
    return refused('the session: expected an access token, and none came');
  }
  const session = new Session(token, jar);
  if (!session.isExpired(context.ports.clock.wallNow())) return session;
  return refused('the session: expected a token that still holds, and one came that has expired');
}

function withoutAccounts(): ProviderError {
  return new ProviderError({
    code: 'overloaded',
    message: 'the account list: expected at least one account on offer, received none',
  });
}

function refused(message: string): ProviderError {
  return new ProviderError({ code: 'authentication-failed', message });
}

const blameCaller: readonly string[] = [
  'invalid-request',
  'context-length-exceeded',
  'content-filtered',
] satisfies readonly ProviderError['code'][];

/** A login holds nothing of the caller's request, so its refusal can't be that request's fault. */
function inOurWords(error: ProviderError, code: ProviderError['code']): ProviderError {
  return blameCaller.includes(error.code) ? recode(error, code) : error;
}

function recode(error: ProviderError, code: ProviderError['code']): ProviderError {
  const { message, status, retryAfterMs, requestId } = error;
  return new ProviderError({ code, message, status, retryAfterMs, requestId });
}
