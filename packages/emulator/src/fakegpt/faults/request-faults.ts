import { createChallengeReply } from '../../faults/challenge-reply.ts';
import type { FaultName } from '../../faults/fault-table.ts';
import { htmlPage } from '../../faults/html-page.ts';
import { createHtmlReply, createJsonReply, createTextReply } from '../../server/create-reply.ts';
import type { Reply } from '../../server/reply.ts';
import { invalidAccount, tooManyRequests } from './error-bodies.ts';

/** Faults of `GET /api/loads`. */
export const loadsFaults = {
  'loads-empty': {
    on: 'loads',
    description: 'the list has no accounts',
    apply: (): Reply => createJsonReply(200, { loads: [] }),
  },
  'loads-all-busy': {
    on: 'loads',
    parameters: { count: { type: 'integer', min: 0, default: 99 } },
    description: 'every account has the load `count`',
    apply: (tokenIds: readonly string[], { count }: { readonly count: number }): Reply =>
      createJsonReply(200, { loads: tokenIds.map((tokenId) => ({ token_id: tokenId, count })) }),
  },
  'loads-html-page': {
    on: 'loads',
    description: 'status 200 with an HTML page',
    apply: (): Reply => createHtmlReply(200, htmlPage),
  },
  'loads-challenge': {
    on: 'loads',
    description: 'status 403 with a bot challenge',
    apply: (): Reply => createChallengeReply(),
  },
  'loads-server-error': {
    on: 'loads',
    description: 'status 500',
    apply: (): Reply => createTextReply(500, 'Internal Server Error'),
  },
} as const;

/** Faults of `POST /auth/login`. No response contains a credential. */
export const loginFaults = {
  'login-rejected': {
    on: 'login',
    description: 'status 400 with code 400',
    apply: (): Reply => createJsonReply(400, invalidAccount),
  },
  'login-code-400': {
    on: 'login',
    description: 'status 200 with code 400',
    apply: (): Reply => createJsonReply(200, invalidAccount),
  },
  'login-without-cookie': {
    on: 'login',
    description: 'status 200 with an HTML page and without cookies',
    apply: (): Reply => createHtmlReply(200, htmlPage),
  },
  'login-challenge': {
    on: 'login',
    description: 'status 403 with a bot challenge',
    apply: (): Reply => createChallengeReply(),
  },
  'login-rate-limited': {
    on: 'login',
    description: 'status 429',
    apply: (): Reply => createJsonReply(429, tooManyRequests),
  },
  'login-server-error': {
    on: 'login',
    description: 'status 500',
    apply: (): Reply => createTextReply(500, 'Internal Server Error'),
  },
} as const;

/** The name of a fault of `POST /auth/login`. */
export type FakeGptLoginFaultName = FaultName<typeof loginFaults>;

/** The body of `GET /api/auth/session` for a valid session. */
export interface SessionBody {
  readonly user: object;
  readonly expires: string;
  readonly authProvider: string;
  readonly accessToken: string;
}

/** Faults of `GET /api/auth/session`. */
export const sessionFaults = {
  'session-empty': {
    on: 'session',
    description: 'the body is `{}`, as without a login',
    apply: (): Reply => createJsonReply(200, {}),
  },
  'session-without-token': {
    on: 'session',
    description: 'the body has no access token',
    apply: (body: SessionBody): Reply => {
      const { accessToken: _, ...rest } = body;
      return createJsonReply(200, rest);
    },
  },
  'session-server-error': {
    on: 'session',
    description: 'status 500',
    apply: (): Reply => createTextReply(500, 'Internal Server Error'),
  },
} as const;
