import { endingFaultNames, placedEndingFaultNames } from '../../faults/change-ending.ts';

/** The names that stand for no fault: of a conversation, and of the routes before it. */
export const noFaultNames = ['none', 'loads-none', 'login-none', 'session-none'] as const;

/** Faults of `GET /api/loads`. */
export const loadsFaultNames = [
  'loads-empty',
  'loads-all-busy',
  'loads-html-page',
  'loads-challenge',
  'loads-server-error',
] as const;

/** Faults of `POST /auth/login`, and the ways an account can be bad. */
export const loginFaultNames = [
  'login-rejected',
  'login-code-400',
  'login-without-cookie',
  'login-challenge',
  'login-rate-limited',
  'login-server-error',
] as const;

/** Faults of `GET /api/auth/session`. */
export const sessionFaultNames = ['session-empty', 'session-without-token'] as const;

/** A conversation answered with something that is not an event stream. */
export const refusalFaultNames = [
  'token-expired',
  'token-invalid',
  'rate-limit-one-message',
  'rate-limit-hour',
  'rate-limit-model-cap',
  'rate-limit-retry-after',
  'rate-limit-upgrade',
  'unusual-activity',
  'challenge',
  'conversation-not-found',
  'message-too-long',
  'server-error',
  'html-page',
  'json-body',
  'redirect',
] as const;

/** A stream that says something else than the plain answer once some of it was said. */
export const breakingFaultNames = [
  'error-after-text',
  'internal-server-error-line',
  'interrupted',
  'moderation-blocked-after-text',
  'rewritten-snapshot',
] as const;

/** A stream that says something else than the plain answer, in a place of its own. */
export const rewritingFaultNames = [
  'error-before-text',
  'moderation-blocked-before-text',
  'websocket-handover',
  'tool-turn',
  'invalid-utf8',
] as const;

type ContentFaultName = (typeof breakingFaultNames)[number] | (typeof rewritingFaultNames)[number];

/** A stream that says something else than the plain answer. */
export const contentFaultNames: readonly ContentFaultName[] = [
  ...rewritingFaultNames,
  ...breakingFaultNames,
];

/** The plain answer with something put in its middle. */
export const insertionFaultNames = [
  'malformed-event',
  'shrinking-snapshot',
  'non-string-parts',
  'unknown-events',
  'large-frame',
  'huge-frame',
] as const;

/** What falls somewhere in a stream, where it is told to. */
export const placedFaultNames: readonly PlacedFaultName[] = [
  ...breakingFaultNames,
  ...insertionFaultNames,
  ...placedEndingFaultNames,
];

export type PlacedFaultName =
  | (typeof breakingFaultNames)[number]
  | (typeof insertionFaultNames)[number]
  | (typeof placedEndingFaultNames)[number];

/** The plain answer, cut or wrapped unusually. */
export const wrappingFaultNames = [
  'max-tokens',
  'crlf',
  'split-utf8',
  'pings',
  'gzip-encoding',
] as const;

export type ConversationFaultName =
  | (typeof refusalFaultNames)[number]
  | (typeof contentFaultNames)[number]
  | (typeof insertionFaultNames)[number]
  | (typeof endingFaultNames)[number]
  | (typeof wrappingFaultNames)[number];

/** Faults of `POST /api/conversation`. */
export const conversationFaultNames: readonly ConversationFaultName[] = [
  ...refusalFaultNames,
  ...contentFaultNames,
  ...insertionFaultNames,
  ...endingFaultNames,
  ...wrappingFaultNames,
];
