import type { ErrorCode, FinishReason } from '@understudy/core';
import { googleFaultNames } from '@understudy/emulator';
import type { GoogleFault, GoogleFaultName } from '@understudy/emulator';
import { describe, expect, it } from 'vitest';

import { apiKey, responseText, startFixture } from './emulator-fixture.ts';
import type { ChatResult, EmulatorFixture } from './emulator-fixture.ts';
import { inspectAll } from './inspect-all.ts';

/** The finish reason or the error code of a chat. */
type Outcome = FinishReason | ErrorCode;

/** Faults of requests that the provider does not send: it always requests a stream. */
type OtherFault = `models-${string}` | 'malformed-body' | 'truncated-body';

/** The type requires an outcome for every fault. */
const outcomes: Readonly<Record<Exclude<GoogleFaultName, OtherFault>, Outcome>> = {
  'invalid-key': 'authentication-failed',
  'key-echo': 'authentication-failed',
  'permission-denied': 'permission-denied',
  'location-unsupported': 'permission-denied',
  'quota-per-minute': 'rate-limited',
  'quota-per-minute-without-delay': 'rate-limited',
  'quota-per-day': 'quota-exhausted',
  'credit-exhausted': 'quota-exhausted',
  'prompt-too-long': 'context-length-exceeded',
  'model-not-found': 'model-not-found',
  'server-error': 'server-error',
  'server-error-text': 'server-error',
  overloaded: 'overloaded',
  'request-timeout': 'timeout',
  'request-canceled': 'timeout',
  'error-in-list': 'overloaded',
  challenge: 'blocked',
  'html-page': 'malformed-response',
  'json-body': 'overloaded',
  'empty-body': 'malformed-response',
  redirect: 'malformed-response',

  'prompt-blocked': 'content-filtered',
  'safety-empty': 'content-filtered',
  'safety-after-text': 'content-filter',
  recitation: 'content-filtered',
  'malformed-function-call': 'malformed-response',
  'malformed-after-text': 'other',
  'empty-response': 'empty-response',
  'max-tokens': 'length',
  'max-tokens-in-thought': 'length',
  continuation: 'stop',
  'unknown-finish-reason': 'other',
  'missing-finish-reason': 'stream-truncated',
  'repeated-finish-reason': 'stop',
  'second-candidate': 'stop',
  'silent-thinking': 'stop',
  'thought-image': 'stop',
  'unknown-part': 'stop',
  'invalid-part': 'malformed-response',
  grounding: 'stop',
  'tool-id-missing': 'tool-calls',
  'tool-id-repeated': 'tool-calls',
  'tool-arguments-missing': 'tool-calls',
  'tool-name-missing': 'malformed-response',
  'tool-calls-joined': 'tool-calls',
  'tool-arguments-in-pieces': 'tool-calls',
  'usage-missing': 'stop',
  'usage-at-end': 'stop',

  'error-before-text': 'overloaded',
  'error-after-text': 'overloaded',
  'error-as-json': 'overloaded',
  'unknown-chunk': 'stop',
  'malformed-event': 'malformed-response',
  'done-marker': 'stop',
  'large-frame': 'stop',
  'stream-as-list': 'stop',
  'stream-as-response': 'stop',

  'empty-stream': 'stream-truncated',
  'only-comments': 'stream-truncated',
  'only-done': 'empty-response',
  'missing-done': 'stream-truncated',
  'open-after-done': 'stop',
  'junk-after-done': 'stop',
  'endless-comments': 'timeout',
  'truncated-stream': 'stream-truncated',
  'end-mid-frame': 'stream-truncated',
  'disconnect-after-text': 'connection-failed',
  'disconnect-mid-frame': 'connection-failed',
  'reset-mid-frame': 'connection-failed',
  'stall-after-text': 'timeout',

  lf: 'stop',
  cr: 'stop',
  'mixed-line-endings': 'stop',
  'named-events': 'stop',
  pings: 'stop',
  'one-write': 'stop',
  'split-utf8': 'stop',
  bom: 'stop',
  'double-bom': 'stop',
  'multi-line-data': 'stop',

  'stall-before-headers': 'timeout',
  'stall-after-headers': 'timeout',
  'gzip-encoding': 'stop',
  'reset-before-headers': 'connection-failed',
  'reset-after-headers': 'connection-failed',
  'slow-drip': 'stop',
  'unusual-content-type': 'stop',
  'missing-content-type': 'stop',
  'wrong-content-type': 'stop',
  'content-length-short': 'stream-truncated',
  'content-length-long': 'stop',
  'brotli-encoding': 'stop',
  'zstd-encoding': 'stop',
  'gzip-members': 'stop',
  'gzip-truncated': 'stream-truncated',
  'gzip-corrupt': 'malformed-response',
  'gzip-bomb': 'response-too-large',
  'stacked-encodings': 'malformed-response',
};

/** Shorter variants of slow faults. */
const shortFaults: Readonly<Partial<Record<GoogleFaultName, GoogleFault>>> = {
  'slow-drip': { kind: 'slow-drip', intervalMs: 0 },
};

function start(name: GoogleFaultName, outcome: Outcome | undefined): Promise<EmulatorFixture> {
  const timeouts = { firstContentMs: 200, idleMs: 200, headersMs: 200 };
  return startFixture(
    { faults: [shortFaults[name] ?? name], charactersPerChunk: 12 },
    outcome === 'timeout' ? { timeouts } : {},
  );
}

/** Returns whether the events contain the content that the outcome allows. */
function hasExpectedContent({ text, finish, error, events }: ChatResult): boolean {
  if (error) return responseText.startsWith(text) && finish === undefined;
  if (finish === 'tool-calls') {
    return events.filter(({ type }) => type === 'tool-call-end').length === 2;
  }
  return finish === 'length' ? responseText.startsWith(text) : text === responseText;
}

describe('each fault of the emulator', () => {
  const all: Readonly<Partial<Record<GoogleFaultName, Outcome>>> = outcomes;

  it.each(googleFaultNames.filter((name) => Object.hasOwn(outcomes, name)))(
    '%s has the expected outcome and reveals no secret',
    async (name) => {
      await using fixture = await start(name, all[name]);
      const result = await fixture.chat();
      const { error, finish, events } = result;
      expect(error?.code ?? finish).toBe(all[name]);
      expect(hasExpectedContent(result)).toBe(true);
      expect(fixture.emulator.requests[0]?.fault).toBe(name);
      const otherEvents = events.filter(({ type }) => type !== 'text-delta');
      const printed = inspectAll(error, otherEvents, fixture.logger);
      for (const canary of ['canary', apiKey, responseText]) expect(printed).not.toContain(canary);
    },
  );
});
