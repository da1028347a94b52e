import { endingFaultNames, placedEndingFaultNames } from '../../faults/change-ending.ts';

/** The names that stand for no fault: of a chat, and of `GET /v1/models`. */
export const noFaultNames = ['none', 'models-none'] as const;

/** Faults of `GET /v1/models`. */
export const modelsFaultNames = [
  'models-empty',
  'models-html-page',
  'models-event-stream',
  'models-rate-limited',
  'models-server-error',
] as const;

/** A chat answered with something that is no answer, whether or not a stream was asked. */
export const refusalFaultNames = [
  'invalid-key',
  'key-echo',
  'permission-denied',
  'rate-limit',
  'rate-limit-retry-after',
  'rate-limit-retry-after-ms',
  'quota-exhausted',
  'model-not-found',
  'context-length-exceeded',
  'prompt-filtered',
  'message-too-long',
  'request-timeout',
  'server-error',
  'bad-gateway',
  'overloaded',
  'overloaded-529',
  'challenge',
  'html-page',
  'json-body',
  'empty-body',
  'no-content',
  'redirect',
] as const;

/** An answer that says something else than the plain one, whether or not a stream was asked. */
export const answerFaultNames = [
  'max-tokens',
  'empty-response',
  'content-filter-before-text',
  'content-filter-after-text',
  'unknown-finish-reason',
  'missing-finish-reason',
  'usage-missing',
  'content-parts',
  'tool-arguments-invalid',
  'tool-arguments-empty',
  'tool-ids-missing',
  'tool-ids-repeated',
] as const;

/** Calls to tools that are streamed in an unusual way. */
export const toolStreamFaultNames = [
  'tool-calls-interleaved',
  'tool-call-whole',
  'tool-ids-in-every-chunk',
  'tool-index-missing',
  'tool-index-huge',
] as const;

/** What changes how an answer is laid out, before any of it is written. */
export const layoutFaultNames = ['json-response', 'split-surrogate'] as const;

/** A stream that says something else than the plain answer once some of it was said. */
export const breakingFaultNames = [
  'error-after-text',
  'error-event',
  'error-event-bare',
  'error-event-text',
  'error-finish',
  'internal-server-error-line',
] as const;

/** A stream that says something else than the plain answer, in a place of its own. */
export const rewritingFaultNames = ['error-before-text', 'invalid-utf8'] as const;

type ContentFaultName = (typeof breakingFaultNames)[number] | (typeof rewritingFaultNames)[number];

/** A stream that says something else than the plain answer. */
export const contentFaultNames: readonly ContentFaultName[] = [
  ...rewritingFaultNames,
  ...breakingFaultNames,
];

/** The plain answer with something put in its middle. */
export const insertionFaultNames = [
  'malformed-event',
  'unknown-events',
  'ping-event',
  'scalar-events',
  'non-string-content',
  'empty-choices',
  'missing-choices',
  'second-choice',
  'huge-index',
  'quoted-done',
  'forged-done',
  'empty-data',
  'comments',
  'unusual-fields',
  'unusual-characters',
  'large-frame',
  'huge-frame',
  'event-flood',
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

/** Ends of a stream that FakeGpt does not know, and ways to drop a connection early. */
export const closingFaultNames = [
  'done-unspaced',
  'done-trailing-blank',
  'done-unfinished',
  'done-twice',
  'unfinished-event',
  'endless-line',
  'reset-before-headers',
  'reset-after-headers',
] as const;

/** The plain answer, with its bytes written unusually. */
export const wrappingFaultNames = [
  'crlf',
  'cr',
  'mixed-line-endings',
  'split-utf8',
  'pings',
  'one-write',
  'bom',
  'double-bom',
  'multi-line-data',
  'slow-drip',
  'unusual-content-type',
  'missing-content-type',
  'content-length-short',
  'content-length-long',
  'gzip-encoding',
  'brotli-encoding',
  'zstd-encoding',
  'gzip-members',
  'gzip-truncated',
  'gzip-corrupt',
  'gzip-bomb',
  'stacked-encodings',
] as const;

/** Only of an answer that was not asked as a stream. */
export const bodyFaultNames = ['stream-response', 'malformed-body', 'truncated-body'] as const;

export type ChatFaultName =
  | (typeof refusalFaultNames)[number]
  | (typeof answerFaultNames)[number]
  | (typeof toolStreamFaultNames)[number]
  | (typeof layoutFaultNames)[number]
  | (typeof contentFaultNames)[number]
  | (typeof insertionFaultNames)[number]
  | (typeof endingFaultNames)[number]
  | (typeof closingFaultNames)[number]
  | (typeof wrappingFaultNames)[number]
  | (typeof bodyFaultNames)[number];

/** What can befall a chat that asked for a stream. */
export const streamFaultNames: readonly ChatFaultName[] = [
  ...refusalFaultNames,
  ...answerFaultNames,
  ...toolStreamFaultNames,
  ...layoutFaultNames,
  ...contentFaultNames,
  ...insertionFaultNames,
  ...endingFaultNames,
  ...closingFaultNames,
  ...wrappingFaultNames,
];

/** Faults of a stream that befall a whole answer too. */
export const sharedBodyFaultNames = [
  'empty-choices',
  'missing-choices',
  'stall-before-headers',
  'stall-after-headers',
  'reset-before-headers',
  'reset-after-headers',
  'missing-content-type',
  'gzip-encoding',
] as const;

/** What can befall a chat that asked for its answer at once. */
export const wholeFaultNames: readonly ChatFaultName[] = [
  ...refusalFaultNames,
  ...answerFaultNames,
  ...bodyFaultNames,
  ...sharedBodyFaultNames,
];
