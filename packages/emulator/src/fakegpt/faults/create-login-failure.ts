import { assertNever } from '../../assert-never.ts';
import { createChallengeReply } from '../../faults/challenge-reply.ts';
import { htmlPage } from '../../faults/html-page.ts';
import { createHtmlReply, createJsonReply, createTextReply } from '../../server/create-reply.ts';
import type { Reply } from '../../server/reply.ts';
import { tooManyRequests } from './error-bodies.ts';
import type { FakeGptLoginFaultName } from './fakegpt-fault.ts';

/** A login that leaves the visitor without a credential. */
export function createLoginFailure(kind: FakeGptLoginFaultName): Reply {
  switch (kind) {
    case 'login-rejected':
      return createJsonReply(400, badAccount);
    case 'login-code-400':
      return createJsonReply(200, badAccount);
    case 'login-without-cookie':
      return createHtmlReply(200, htmlPage);
    case 'login-challenge':
      return createChallengeReply();
    case 'login-rate-limited':
      return createJsonReply(429, tooManyRequests);
    case 'login-server-error':
      return createTextReply(500, 'Internal Server Error');
    default:
      return assertNever(kind);
  }
}

const badAccount = { code: 400, message: 'This account is not available, choose another one' };
