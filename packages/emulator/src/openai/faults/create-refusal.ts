import { assertNever } from '../../assert-never.ts';
import { createChallengeReply } from '../../faults/challenge-reply.ts';
import { htmlPage } from '../../faults/html-page.ts';
import { createHtmlReply, createTextReply } from '../../server/create-reply.ts';
import type { Reply } from '../../server/reply.ts';
import { createErrorReply } from '../errors/error-reply.ts';
import {
  createModelNotFound,
  exhaustedQuota,
  filteredPrompt,
  missingScope,
  overloaded,
  overloadedEngine,
  rateLimit,
  serverError,
  timedOut,
  tooLargeBody,
  tooLongContext,
} from '../errors/openai-errors.ts';
import { createKeyRefusal, maskKey } from '../routes/check-key.ts';
import type { refusalFaultNames } from './fault-names.ts';
import type { OpenAiFaultAmong } from './openai-fault.ts';

/** Who asked, and for what. */
export interface Refused {
  readonly key: string;
  readonly model: string;
}

/** An answer to a chat that is neither a stream nor a completion. */
export function createRefusal(
  fault: OpenAiFaultAmong<typeof refusalFaultNames>,
  { key, model }: Refused,
): Reply {
  switch (fault.kind) {
    case 'invalid-key':
      return createKeyRefusal(maskKey(key));
    case 'key-echo':
      return createKeyRefusal(key);
    case 'permission-denied':
      return createErrorReply(403, missingScope);
    case 'rate-limit':
      return createErrorReply(429, rateLimit);
    case 'rate-limit-retry-after':
      return createErrorReply(429, rateLimit, { 'retry-after': String(fault.seconds ?? 1) });
    case 'rate-limit-retry-after-ms': {
      const headers = { 'retry-after-ms': String(fault.milliseconds ?? 500) };
      return createErrorReply(429, rateLimit, headers);
    }
    case 'quota-exhausted':
      return createErrorReply(429, exhaustedQuota);
    case 'model-not-found':
      return createErrorReply(404, createModelNotFound(model));
    case 'context-length-exceeded':
      return createErrorReply(400, tooLongContext);
    case 'prompt-filtered':
      return createErrorReply(400, filteredPrompt);
    case 'message-too-long':
      return createErrorReply(413, tooLargeBody);
    case 'request-timeout':
      return createErrorReply(408, timedOut);
    case 'server-error':
      return createErrorReply(500, serverError);
    case 'bad-gateway':
      return createHtmlReply(502, badGatewayPage);
    case 'overloaded':
      return createErrorReply(503, overloadedEngine);
    case 'overloaded-529':
      return createErrorReply(529, overloaded);
    case 'challenge':
      return createChallengeReply(fault.status);
    case 'html-page':
      return createHtmlReply(200, htmlPage);
    case 'json-body':
      return createErrorReply(200, serverError);
    case 'empty-body':
      return createTextReply(200, '', { headers: { 'content-type': 'application/json' } });
    case 'no-content':
      return { status: 204, headers: {}, steps: [] };
    case 'redirect':
      return createTextReply(302, '', { headers: { location: fault.location ?? '/login' } });
    default:
      return assertNever(fault);
  }
}

const badGatewayPage =
  '<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>';
