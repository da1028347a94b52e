import { assertNever } from '../../assert-never.ts';
import { createChallengeReply } from '../../faults/challenge-reply.ts';
import { htmlPage } from '../../faults/html-page.ts';
import { createHtmlReply, createJsonReply, createTextReply } from '../../server/create-reply.ts';
import type { Reply } from '../../server/reply.ts';
import {
  conversationNotFound,
  createModelCapError,
  expiredToken,
  invalidToken,
  messageTooLong,
  oneMessageAtATime,
  tooManyRequests,
  unusualActivity,
  upgradeAdvised,
} from './error-bodies.ts';
import type { FakeGptFaultAmong } from './fakegpt-fault.ts';
import type { refusalFaultNames } from './fault-names.ts';

/** An answer to a conversation that is not an event stream. */
export function createRefusal(fault: FakeGptFaultAmong<typeof refusalFaultNames>): Reply {
  switch (fault.kind) {
    case 'token-expired':
      return createJsonReply(401, expiredToken);
    case 'token-invalid':
      return createJsonReply(401, invalidToken);
    case 'rate-limit-one-message':
      return createJsonReply(429, oneMessageAtATime);
    case 'rate-limit-hour':
      return createJsonReply(429, tooManyRequests);
    case 'rate-limit-model-cap':
      return createJsonReply(429, createModelCapError(fault.clearsInSeconds ?? 3600));
    case 'rate-limit-retry-after':
      return createRetryAfterReply(fault.seconds ?? 1);
    case 'rate-limit-upgrade':
      return createJsonReply(429, upgradeAdvised);
    case 'unusual-activity':
      return createJsonReply(403, unusualActivity);
    case 'challenge':
      return createChallengeReply(fault.status);
    case 'conversation-not-found':
      return createJsonReply(404, conversationNotFound);
    case 'message-too-long':
      return createJsonReply(413, messageTooLong);
    case 'server-error':
      return createTextReply(500, 'Internal Server Error');
    case 'html-page':
      return createHtmlReply(200, htmlPage);
    case 'json-body':
      return createJsonReply(200, { detail: 'Something went wrong' });
    case 'redirect':
      return createTextReply(302, '', { headers: { location: fault.location ?? '/auth/login' } });
    default:
      return assertNever(fault);
  }
}

function createRetryAfterReply(seconds: number): Reply {
  return createJsonReply(429, tooManyRequests, { headers: { 'retry-after': String(seconds) } });
}
