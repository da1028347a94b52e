import type { ErrorCode, FinishReason } from '@understudy/core';
import { anthropicFaultNames } from '@understudy/emulator';
import type { AnthropicFault, AnthropicFaultName } from '@understudy/emulator';
import { describe, expect, it } from 'vitest';

import { apiKey, responseText, startFixture } from './emulator-fixture.ts';
import type { ChatResult, EmulatorFixture } from './emulator-fixture.ts';
import { inspectAll } from './inspect-all.ts';

/** The finish reason or the error code of a chat. */
type Outcome = FinishReason | ErrorCode;

/** Faults of requests that the provider does not send: it always requests a stream. */
type OtherFault = `models-${string}` | 'malformed-body' | 'truncated-body';

/** The type requires an outcome for every fault. */
const outcomes: Readonly<Record<Exclude<AnthropicFaultName, OtherFault>, Outcome>> = {
  'invalid-key': 'authentication-failed',
  'key-echo': 'authentication-failed',
  'permission-denied': 'permission-denied',
  'organization-on-hold': 'permission-denied',
  billing: 'quota-exhausted',
  'credit-exhausted': 'quota-exhausted',
  'rate-limit': 'rate-limited',
  'rate-limit-retry-after': 'rate-limited',
  'spend-limit': 'quota-exhausted',
  'prompt-too-long': 'context-length-exceeded',
  'max-tokens-too-large': 'context-length-exceeded',
  'body-too-large': 'context-length-exceeded',
  'model-not-found': 'model-not-found',
  'server-error': 'server-error',
  'request-timeout': 'timeout',
  overloaded: 'overloaded',
  'overloaded-without-retry': 'overloaded',
  'conflict-with-retry': 'invalid-request',
  challenge: 'blocked',
  'html-page': 'malformed-response',
  'json-body': 'overloaded',
  'empty-body': 'malformed-response',
  redirect: 'malformed-response',

  'max-tokens': 'length',
  'empty-response': 'empty-response',
  'refusal-empty': 'content-filtered',
  'refusal-after-text': 'content-filter',
  'context-window-exceeded': 'length',
  'pause-turn': 'other',
  'unknown-stop-reason': 'other',
  'missing-stop-reason': 'other',
  'redacted-thinking': 'stop',
  'silent-thinking': 'stop',
  'unsigned-thinking': 'stop',
  'tool-arguments-invalid': 'tool-calls',
  'tool-input-in-start': 'tool-calls',
  'tool-input-missing': 'tool-calls',
  'interleaved-blocks': 'tool-calls',
  'missing-block-stops': 'stop',
  'usage-corrected': 'stop',
  'usage-missing': 'stop',

  'error-before-text': 'overloaded',
  'error-after-text': 'overloaded',
  'error-event-text': 'server-error',
  'repeated-start': 'stop',
  'spliced-start': 'malformed-response',
  'unknown-event': 'stop',
  'unknown-block': 'stop',
  'unknown-delta': 'stop',
  'malformed-event': 'malformed-response',
  'ping-flood': 'stop',
  'large-frame': 'stop',
  'unnamed-events': 'stop',

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

  crlf: 'stop',
  cr: 'stop',
  'mixed-line-endings': 'stop',
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
const shortFaults: Readonly<Partial<Record<AnthropicFaultName, AnthropicFault>>> = {
  'slow-drip': { kind: 'slow-drip', intervalMs: 0 },
};

function start(name: AnthropicFaultName, outcome: Outcome | undefined): Promise<EmulatorFixture> {
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
  const all: Readonly<Partial<Record<AnthropicFaultName, Outcome>>> = outcomes;

  it.each(anthropicFaultNames.filter((name) => Object.hasOwn(outcomes, name)))(
    '%s has the expected outcome and reveals no secret',
    async (name) => {
      await using fixture = await start(name, all[name]);
      const result = await fixture.chat();
      const { error, finish, events } = result;
      expect(error?.code ?? finish).toBe(all[name]);
      expect(hasExpectedContent(result)).toBe(true);
      expect(fixture.emulator.requests.map(({ fault }) => fault)).toEqual([name]);
      const otherEvents = events.filter(({ type }) => type !== 'text-delta');
      const printed = inspectAll(error, otherEvents, fixture.logger);
      for (const canary of ['canary', apiKey, responseText]) expect(printed).not.toContain(canary);
    },
  );
});
