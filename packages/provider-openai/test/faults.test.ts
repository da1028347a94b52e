import { isProviderError } from '@understudy/core';
import type { ErrorCode, FinishReason } from '@understudy/core';
import { openAiFaultNames } from '@understudy/emulator';
import type { OpenAiFault, OpenAiFaultName } from '@understudy/emulator';
import { describe, expect, it } from 'vitest';

import { inspectAll } from '../../conformance/test/inspect-all.ts';
import { apiKey, responseText, startFixture } from './emulator-fixture.ts';
import type { ChatResult, EmulatorFixture } from './emulator-fixture.ts';

/** The finish reason or the error code of a chat. */
type Outcome = FinishReason | ErrorCode;
type ChatFault = Exclude<OpenAiFaultName, `models-${string}`>;

/** Faults of JSON responses only. */
type BodyFault = 'stream-response' | 'malformed-body' | 'truncated-body';

/** Faults of error responses and content that vendors send, with the same outcome for streams and JSON responses. */
const outcomesOfVendors = {
  'account-overdue': 'quota-exhausted',
  'inspection-failed': 'content-filtered',
  'guidelines-violated': 'content-filtered',
  'key-expired': 'authentication-failed',
  'model-not-supported': 'model-not-found',
  'tools-not-supported': 'unsupported-feature',
  'token-limit-exceeded': 'context-length-exceeded',
  'unsupported-parameter': 'unsupported-parameter',
  'parameter-forbidden': 'unsupported-parameter',
  'string-too-long': 'invalid-request',
  'rate-limit-retry-date': 'rate-limited',
  'rate-limit-reset-time': 'rate-limited',
  'rate-limit-reset-in-body': 'rate-limited',
  'rate-limit-reset-duration': 'rate-limited',
  'rate-limit-retry-info': 'rate-limited',
  'error-gzip': 'server-error',
  'error-truncated': 'server-error',
  'error-stalled': 'server-error',
  'error-endless': 'server-error',
  'error-oversized': 'server-error',
  'error-as-event-stream': 'server-error',

  'reasoning-think-tags': 'stop',
  'reasoning-think-unopened': 'stop',
  'reasoning-parts': 'stop',
  'reasoning-hidden': 'stop',
  'reasoning-only': 'length',
  'tool-arguments-object': 'tool-calls',
  'tool-arguments-list': 'tool-calls',
  'tool-finish-stop': 'tool-calls',
} satisfies Partial<Record<ChatFault, Outcome>>;

/** Faults of streams that vendors send. */
const outcomesOfVendorStreams = {
  'tool-index-growing': 'tool-calls',
  'tool-index-text': 'tool-calls',
  'tool-names-in-every-chunk': 'tool-calls',
  'tool-type-null': 'tool-calls',
  'tool-arguments-placeholder': 'tool-calls',
  'tool-reasoning-encrypted': 'tool-calls',
  'error-field': 'server-error',
  'error-text': 'overloaded',
  'filter-chunks': 'stop',
  'message-at-end': 'stop',
  'delta-at-end': 'stop',
  'message-in-every-chunk': 'stop',
  'usage-in-every-chunk': 'stop',
  'usage-then-empty': 'stop',
  'usage-then-zero': 'stop',
  'usage-without-choices': 'stop',
  'usage-reasoning-in-total': 'stop',
  'usage-in-choice': 'stop',
  'usage-in-extension': 'stop',
  'null-choices': 'stop',
  'comment-as-data': 'stop',
  'keep-alive-data': 'stop',
  'large-image': 'stop',
  'done-as-json': 'stop',
  'open-after-finish': 'stop',
  'pings-after-finish': 'stop',
  'disconnect-after-finish': 'stop',
  'reset-after-finish': 'stop',
  'finish-twice': 'stop',
  'null-choices-after-finish': 'stop',
  'error-after-finish': 'stop',
  'junk-after-finish': 'stop',
  'finish-reasons-empty': 'stream-truncated',
  'wrong-content-type': 'stop',
  'data-unspaced': 'stop',
  'data-prefix-twice': 'stop',
  'event-line-apart': 'stop',
  'empty-lines-missing': 'stop',
} satisfies Partial<Record<ChatFault, Outcome>>;

/** Faults with the same outcome for streams and JSON responses. */
const outcomesOfBoth = {
  ...outcomesOfVendors,
  'invalid-key': 'authentication-failed',
  'key-echo': 'authentication-failed',
  'permission-denied': 'permission-denied',
  'rate-limit': 'rate-limited',
  'rate-limit-retry-after': 'rate-limited',
  'rate-limit-retry-after-ms': 'rate-limited',
  'quota-exhausted': 'quota-exhausted',
  'model-not-found': 'model-not-found',
  'context-length-exceeded': 'context-length-exceeded',
  conflict: 'request-rejected',
  'conflict-with-retry': 'request-rejected',
  'overloaded-without-retry': 'overloaded',
  'prompt-filtered': 'content-filtered',
  'message-too-long': 'context-length-exceeded',
  'request-timeout': 'timeout',
  'server-error': 'server-error',
  'bad-gateway': 'server-error',
  overloaded: 'overloaded',
  'overloaded-529': 'overloaded',
  challenge: 'blocked',
  'html-page': 'malformed-response',
  'json-body': 'server-error',
  'empty-body': 'malformed-response',
  'no-content': 'malformed-response',
  redirect: 'malformed-response',

  'max-tokens': 'length',
  'empty-response': 'empty-response',
  'content-filter-before-text': 'content-filtered',
  'content-filter-after-text': 'content-filter',
  'unknown-finish-reason': 'other',
  'missing-finish-reason': 'other',
  'usage-missing': 'stop',
  'content-parts': 'stop',
  'tool-arguments-invalid': 'tool-calls',
  'tool-arguments-empty': 'tool-calls',
  'tool-ids-missing': 'tool-calls',
  'tool-ids-repeated': 'tool-calls',
  'missing-choices': 'stop',

  'reset-before-headers': 'connection-failed',
  'reset-after-headers': 'connection-failed',
  'stall-before-headers': 'timeout',
  'stall-after-headers': 'timeout',

  'missing-content-type': 'stop',
  'gzip-encoding': 'stop',
} satisfies Partial<Record<ChatFault, Outcome>>;

/** The type requires an outcome for every fault. */
const outcomesOfStreams: Readonly<Record<Exclude<ChatFault, BodyFault>, Outcome>> = {
  ...outcomesOfBoth,
  ...outcomesOfVendorStreams,
  'tool-calls-interleaved': 'tool-calls',
  'tool-call-whole': 'tool-calls',
  'tool-ids-in-every-chunk': 'tool-calls',
  'tool-index-missing': 'tool-calls',
  'tool-index-huge': 'tool-calls',

  'json-response': 'stop',
  'split-surrogate': 'stop',
  'error-before-text': 'server-error',
  'error-after-text': 'server-error',
  'error-event': 'server-error',
  'error-event-bare': 'server-error',
  'error-event-text': 'server-error',
  'error-finish': 'server-error',
  'internal-server-error-line': 'server-error',
  'invalid-utf8': 'stop',

  'malformed-event': 'malformed-response',
  'unknown-events': 'stop',
  'ping-event': 'stop',
  'scalar-events': 'malformed-response',
  'non-string-content': 'malformed-response',
  'empty-choices': 'stop',
  'second-choice': 'stop',
  'huge-index': 'stop',
  'quoted-done': 'stop',
  'forged-done': 'stop',
  'empty-data': 'stop',
  comments: 'stop',
  'unusual-fields': 'stop',
  'unusual-characters': 'stop',
  'large-frame': 'stop',
  'huge-frame': 'response-too-large',
  'event-flood': 'stop',

  'empty-stream': 'stream-truncated',
  'only-comments': 'stream-truncated',
  'only-done': 'empty-response',
  'missing-done': 'stop',
  'open-after-done': 'stop',
  'junk-after-done': 'stop',
  'done-unspaced': 'stop',
  'done-trailing-blank': 'stop',
  'done-unfinished': 'stop',
  'done-twice': 'stop',
  'unfinished-event': 'stop',
  'truncated-stream': 'stream-truncated',
  'end-mid-frame': 'stream-truncated',
  'disconnect-after-text': 'connection-failed',
  'disconnect-mid-frame': 'connection-failed',
  'reset-mid-frame': 'connection-failed',
  'stall-after-text': 'timeout',
  'endless-comments': 'timeout',
  'endless-line': 'response-too-large',

  crlf: 'stop',
  cr: 'stop',
  'mixed-line-endings': 'stop',
  'split-utf8': 'stop',
  pings: 'stop',
  'one-write': 'stop',
  bom: 'stop',
  'double-bom': 'stop',
  'multi-line-data': 'stop',
  'slow-drip': 'stop',
  'unusual-content-type': 'stop',
  'content-length-short': 'stop',
  'content-length-long': 'stop',
  'brotli-encoding': 'stop',
  'zstd-encoding': 'stop',
  'gzip-members': 'stop',
  'gzip-truncated': 'stream-truncated',
  'gzip-corrupt': 'malformed-response',
  'gzip-bomb': 'response-too-large',
  'stacked-encodings': 'malformed-response',
};

/** Other faults have no effect on JSON responses. */
const outcomesOfJson: Readonly<Record<BodyFault, Outcome> & Partial<Record<ChatFault, Outcome>>> = {
  ...outcomesOfBoth,
  'empty-choices': 'malformed-response',
  'missing-choices': 'malformed-response',
  'stream-response': 'stop',
  'malformed-body': 'malformed-response',
  'truncated-body': 'connection-failed',
  'null-choices': 'malformed-response',
};

/** Shorter variants of slow faults. */
const shortFaults: Readonly<Partial<Record<OpenAiFaultName, OpenAiFault>>> = {
  'slow-drip': { kind: 'slow-drip', intervalMs: 0 },
  'event-flood': { kind: 'event-flood', count: 10_000 },
};

/** Faults that put the reasoning into the text. */
const thinkFaults: readonly OpenAiFaultName[] = [
  'reasoning-think-tags',
  'reasoning-think-unopened',
];

function start(
  name: OpenAiFaultName,
  { outcome, streams }: { readonly outcome: Outcome | undefined; readonly streams: boolean },
): Promise<EmulatorFixture> {
  const shortTimeouts = { firstContentMs: 200, idleMs: 200 };
  return startFixture(
    { faults: [shortFaults[name] ?? name], charactersPerChunk: 12 },
    {
      streams,
      quirks: { thinkTags: thinkFaults.includes(name) },
      ...(outcome === 'timeout' && { timeouts: shortTimeouts }),
    },
  );
}

/** Returns whether the events contain the content that the outcome allows. */
function hasExpectedContent({ text, finish, error, events }: ChatResult): boolean {
  // The fault `invalid-utf8` adds U+FFFD.
  const received = text.replaceAll('\u{fffd}', '');
  if (error) {
    const { partialText } = isProviderError(error) ? error : {};
    return responseText.startsWith(received) && partialText === text && finish === undefined;
  }
  // The fault `reasoning-only` sends no content.
  if (finish === 'length' && text === '') return countReasoningTokens(events) > 0;
  if (finish === 'tool-calls') {
    return events.filter(({ type }) => type === 'tool-call-end').length === 2;
  }
  const isCut = finish === 'length' || finish === 'content-filter';
  return isCut
    ? received !== '' && received !== responseText && responseText.startsWith(received)
    : received === responseText;
}

/** Returns the number of reasoning tokens. */
function countReasoningTokens(events: ChatResult['events']): number {
  return events.find((event) => event.type === 'usage')?.reasoningTokens ?? 0;
}

interface Table {
  readonly kind: string;
  readonly streams: boolean;
  readonly outcomes: Readonly<Partial<Record<OpenAiFaultName, Outcome>>>;
}

describe.each<Table>([
  { kind: 'streams', streams: true, outcomes: outcomesOfStreams },
  { kind: 'JSON responses', streams: false, outcomes: outcomesOfJson },
])('faults of $kind', ({ streams, outcomes }) => {
  const applicable = openAiFaultNames.filter((name) => Object.hasOwn(outcomes, name));

  it.each(applicable)('%s has the expected outcome and reveals no secret', async (name) => {
    const outcome = outcomes[name];
    await using fixture = await start(name, { outcome, streams });
    const result = await fixture.chat();
    const { error, attempts, events } = result;
    expect(error?.code ?? result.finish).toBe(outcome);
    expect(hasExpectedContent(result)).toBe(true);
    expect(fixture.emulator.requests.map(({ fault }) => fault)).toEqual([name]);
    await expect.poll(() => fixture.emulator.requests[0]?.ending).toBeDefined();
    // Generated reasoning quotes the question.
    const contentTypes: readonly string[] = ['text-delta', 'reasoning-delta'];
    const otherEvents = events.filter(({ type }) => !contentTypes.includes(type));
    const printed = inspectAll(error, attempts, otherEvents, fixture.logger);
    for (const canary of ['canary', apiKey, responseText]) expect(printed).not.toContain(canary);
  });

  it('is not affected by the other faults', async () => {
    const faults = openAiFaultNames.filter((name) => !applicable.includes(name));
    await using fixture = await startFixture({ faults }, { streams });
    expect(await fixture.chat()).toMatchObject({ text: responseText, finish: 'stop' });
    expect(fixture.emulator.requests.map(({ fault }) => fault)).toEqual([undefined]);
  });
});
