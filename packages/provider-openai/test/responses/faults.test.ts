import { responsesFaultNames } from '@understudy/emulator';
import type { ResponsesFault, ResponsesFaultName } from '@understudy/emulator';
import { describe, expect, it } from 'vitest';

import { inspectAll } from '../../../conformance/test/inspect-all.ts';
import { streamOutcomes } from '../../../conformance/test/stream-faults.ts';
import type { FaultOutcome } from '../../../conformance/test/stream-faults.ts';
import { apiKey, responseText, startFixture } from './fixture.ts';
import type { ChatResult, EmulatorFixture } from './fixture.ts';

/** Faults of the model list, and of responses without a stream. */
type OtherFault = `models-${string}` | 'malformed-body' | 'truncated-body';

/** The type requires an outcome for every fault. */
const outcomes: Readonly<Record<Exclude<ResponsesFaultName, OtherFault>, FaultOutcome>> = {
  ...streamOutcomes,
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

  'stale-encrypted-content': 'request-rejected',
  'item-not-found': 'request-rejected',
  'prompt-rejected': 'content-filtered',
  'unsupported-parameter': 'unsupported-parameter',
  'slow-down': 'rate-limited',

  'max-output-tokens': 'length',
  'content-filter': 'content-filter',
  'unknown-incomplete-reason': 'other',
  'reasoning-only': 'length',
  'empty-response': 'empty-response',
  refusal: 'content-filter',
  commentary: 'stop',
  'silent-reasoning': 'stop',
  'parallel-wrapper': 'tool-calls',
  'tool-arguments-invalid': 'tool-calls',
  'interleaved-items': 'tool-calls',
  'missing-deltas': 'stop',
  'missing-item-starts': 'stop',
  'missing-item-events': 'stop',
  'rotated-item-ids': 'stop',
  obfuscation: 'stop',
  'large-echo': 'stop',
  'usage-null': 'stop',
  'usage-without-details': 'stop',

  'error-before-text': 'server-error',
  'error-after-text': 'server-error',
  'error-event-text': 'server-error',
  'repeated-start': 'stop',
  'spliced-start': 'malformed-response',
  'unknown-event': 'stop',
  'unknown-item': 'stop',
  'malformed-event': 'malformed-response',
  'ping-flood': 'stop',
  'large-frame': 'stop',
  'done-marker': 'stop',
  'completed-twice': 'stop',
  'unnamed-events': 'stop',

  'only-done': 'stop',
  crlf: 'stop',
};

/** Shorter variants of slow faults. */
const shortFaults: Readonly<Partial<Record<ResponsesFaultName, ResponsesFault>>> = {
  'slow-drip': { kind: 'slow-drip', intervalMs: 0 },
};

function start(
  name: ResponsesFaultName,
  outcome: FaultOutcome | undefined,
): Promise<EmulatorFixture> {
  const timeouts = { firstContentMs: 200, idleMs: 200, headersMs: 200 };
  return startFixture(
    { faults: [shortFaults[name] ?? name], charactersPerChunk: 12 },
    outcome === 'timeout' ? { timeouts } : {},
  );
}

/** The text of the fault, if it is not that of the rule. */
const texts: Readonly<Partial<Record<ResponsesFaultName, string>>> = {
  refusal: "I'm sorry, but I can't help with that.",
  commentary: `I will call two tools.${responseText}`,
};

/** Returns whether the events contain the content that the outcome allows. */
function hasExpectedContent(
  name: ResponsesFaultName,
  { text, finish, error, events }: ChatResult,
): boolean {
  if (error) return responseText.startsWith(text) && finish === undefined;
  if (finish === 'tool-calls') {
    const calls = events.filter(({ type }) => type === 'tool-call-end');
    return calls.length === (name === 'parallel-wrapper' ? 1 : 2);
  }
  if (finish === 'length') return responseText.startsWith(text);
  return text === (texts[name] ?? responseText);
}

describe('each fault of the emulator', () => {
  const all: Readonly<Partial<Record<ResponsesFaultName, FaultOutcome>>> = outcomes;

  it.each(responsesFaultNames.filter((name) => Object.hasOwn(outcomes, name)))(
    '%s has the expected outcome and reveals no secret',
    async (name) => {
      await using fixture = await start(name, all[name]);
      const result = await fixture.chat();
      const { error, finish, events } = result;
      expect(error?.code ?? finish).toBe(all[name]);
      expect(hasExpectedContent(name, result)).toBe(true);
      expect(fixture.emulator.requests.map(({ fault }) => fault)).toEqual([name]);
      const otherEvents = events.filter(({ type }) => type !== 'text-delta');
      const printed = inspectAll(error, otherEvents, fixture.logger);
      for (const canary of ['canary', apiKey, responseText]) expect(printed).not.toContain(canary);
    },
  );

  it.each([
    ['nested', 'quota-exhausted', 'quota-exhausted'],
    ['flat', 'rate-limit', 'rate-limited'],
    ['failed', 'overloaded', 'overloaded'],
    ['failed', 'context-length-exceeded', 'context-length-exceeded'],
    ['flat', 'invalid-key', 'authentication-failed'],
  ] as const)('reports an error in the form %s: %s', async (form, error, code) => {
    for (const kind of ['error-before-text', 'error-after-text'] as const) {
      await using fixture = await startFixture({ faults: [{ kind, error, form }] });
      expect((await fixture.chat()).error).toMatchObject({ code });
    }
  });

  it.each([
    'malformed-body',
    'truncated-body',
    'usage-null',
    'refusal',
    'max-output-tokens',
  ] as const)('%s has an outcome without a stream', async (name) => {
    await using fixture = await startFixture({ faults: [name] }, { quirks: { streams: false } });
    const { error, finish } = await fixture.chat();
    const expected: Readonly<Record<typeof name, FaultOutcome>> = {
      'malformed-body': 'malformed-response',
      'truncated-body': 'connection-failed',
      'usage-null': 'stop',
      refusal: 'content-filter',
      'max-output-tokens': 'length',
    };
    expect(error?.code ?? finish).toBe(expected[name]);
  });
});
