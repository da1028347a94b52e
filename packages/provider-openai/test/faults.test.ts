import { isProviderError } from '@understudy/core';
import type { ErrorCode, FinishReason } from '@understudy/core';
import { openAiFaultNames } from '@understudy/emulator';
import type { OpenAiFault, OpenAiFaultName } from '@understudy/emulator';
import { describe, expect, it } from 'vitest';

import { answer, apiKey, Emulated } from './emulated.ts';
import type { Asked } from './emulated.ts';
import { tellAll } from './inspect-all.ts';

/** How a chat ends: finished, or failed with a code of the table. */
type Outcome = FinishReason | ErrorCode;
type ChatFault = Exclude<OpenAiFaultName, `models-${string}`>;

/** Befalls only who asks for one JSON. */
type BodyFault = 'stream-response' | 'malformed-body' | 'truncated-body';

/** Befalls a stream and a whole answer alike. */
const either = {
  'invalid-key': 'authentication-failed',
  'key-echo': 'authentication-failed',
  'permission-denied': 'permission-denied',
  'rate-limit': 'rate-limited',
  'rate-limit-retry-after': 'rate-limited',
  'rate-limit-retry-after-ms': 'rate-limited',
  'quota-exhausted': 'quota-exhausted',
  'model-not-found': 'model-not-found',
  'context-length-exceeded': 'context-length-exceeded',
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
  'missing-choices': 'malformed-response',

  'reset-before-headers': 'connection-failed',
  'reset-after-headers': 'connection-failed',
  'stall-before-headers': 'timeout',
  'stall-after-headers': 'timeout',

  'missing-content-type': 'stop',
  'gzip-encoding': 'malformed-response',
} satisfies Partial<Record<ChatFault, Outcome>>;

/** The compiler holds the list complete. */
const streamed: Readonly<Record<Exclude<ChatFault, BodyFault>, Outcome>> = {
  ...either,
  'tool-calls-interleaved': 'tool-calls',
  'tool-call-whole': 'tool-calls',
  'tool-ids-in-every-chunk': 'tool-calls',
  'tool-index-missing': 'tool-calls',
  'tool-index-huge': 'malformed-response',

  'json-response': 'stop',
  'split-surrogate': 'stop',
  'error-before-text': 'server-error',
  'error-after-text': 'server-error',
  'error-event': 'server-error',
  'error-event-bare': 'server-error',
  'error-event-text': 'server-error',
  'error-finish': 'server-error',
  'internal-server-error-line': 'stream-truncated',
  'invalid-utf8': 'stop',

  'malformed-event': 'malformed-response',
  'unknown-events': 'stop',
  'ping-event': 'stop',
  'scalar-events': 'malformed-response',
  'non-string-content': 'malformed-response',
  'empty-choices': 'stop',
  'second-choice': 'stop',
  'huge-index': 'stop',
  'quoted-done': 'malformed-response',
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
  'brotli-encoding': 'malformed-response',
  'zstd-encoding': 'malformed-response',
  'gzip-members': 'malformed-response',
  'gzip-truncated': 'malformed-response',
  'gzip-corrupt': 'malformed-response',
  'gzip-bomb': 'malformed-response',
  'stacked-encodings': 'malformed-response',
};

/** What is not among them waits for a stream. */
const whole: Readonly<Record<BodyFault, Outcome> & Partial<Record<ChatFault, Outcome>>> = {
  ...either,
  'empty-choices': 'malformed-response',
  'stream-response': 'stop',
  'malformed-body': 'malformed-response',
  'truncated-body': 'connection-failed',
};

/** Slow and long enough to tell, and no more. */
const playable: Readonly<Partial<Record<OpenAiFaultName, OpenAiFault>>> = {
  'slow-drip': { kind: 'slow-drip', intervalMs: 0 },
  'event-flood': { kind: 'event-flood', count: 10_000 },
};

function start(
  name: OpenAiFaultName,
  { outcome, streams }: { readonly outcome: Outcome | undefined; readonly streams: boolean },
): Promise<Emulated> {
  const impatient = { firstContentMs: 200, idleMs: 200 };
  return Emulated.start(
    { faults: [playable[name] ?? name], charactersPerChunk: 12 },
    { streams, ...(outcome === 'timeout' && { timeouts: impatient }) },
  );
}

/** Whether as much was said as the outcome allows, and no other word. */
function keepsItsWord({ text, finish, error, events }: Asked): boolean {
  // What was no UTF-8 stands as U+FFFD behind the text.
  const said = text.replaceAll('\u{fffd}', '');
  if (error) {
    const { partialText } = isProviderError(error) ? error : {};
    return answer.startsWith(said) && partialText === text && finish === undefined;
  }
  if (finish === 'tool-calls') {
    return events.filter(({ type }) => type === 'tool-call-end').length === 2;
  }
  const cut = finish === 'length' || finish === 'content-filter';
  return cut ? said !== '' && said !== answer && answer.startsWith(said) : said === answer;
}

interface Table {
  readonly of: string;
  readonly streams: boolean;
  readonly outcomes: Readonly<Partial<Record<OpenAiFaultName, Outcome>>>;
}

describe.each<Table>([
  { of: 'a stream', streams: true, outcomes: streamed },
  { of: 'a whole answer', streams: false, outcomes: whole },
])('a fault of $of', ({ streams, outcomes }) => {
  const befalls = openAiFaultNames.filter((name) => Object.hasOwn(outcomes, name));

  it.each(befalls)('%s ends as the table says, and tells no secret', async (name) => {
    const outcome = outcomes[name];
    await using site = await start(name, { outcome, streams });
    const asked = await site.ask();
    const { error, attempts, events } = asked;
    expect(error?.code ?? asked.finish).toBe(outcome);
    expect(keepsItsWord(asked)).toBe(true);
    expect(site.emulator.requests.map(({ fault }) => fault)).toEqual([name]);
    await expect.poll(() => site.emulator.requests[0]?.ending).toBeDefined();
    const unspoken = events.filter(({ type }) => type !== 'text-delta');
    const told = tellAll(error, attempts, unspoken, site.logger);
    for (const canary of ['canary', apiKey, answer]) expect(told).not.toContain(canary);
  });

  it('is in its table, and no other befalls it', async () => {
    const faults = openAiFaultNames.filter((name) => !befalls.includes(name));
    await using site = await Emulated.start({ faults }, { streams });
    expect(await site.ask()).toMatchObject({ text: answer, finish: 'stop' });
    expect(site.emulator.requests.map(({ fault }) => fault)).toEqual([undefined]);
  });
});
