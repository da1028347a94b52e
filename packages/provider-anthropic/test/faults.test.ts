import { anthropicFaultNames } from '@understudy/emulator';
import type { AnthropicFault, AnthropicFaultName } from '@understudy/emulator';
import { describe } from 'vitest';

import { streamOutcomes, testFaults } from '../../conformance/test/stream-faults.ts';
import type { FaultOutcome } from '../../conformance/test/stream-faults.ts';
import { apiKey, startFixture } from './emulator-fixture.ts';

/** Faults of requests that the provider does not send: it always requests a stream. */
type OtherFault = `models-${string}` | 'malformed-body' | 'truncated-body';

/** The type requires an outcome for every fault. */
const outcomes: Readonly<Record<Exclude<AnthropicFaultName, OtherFault>, FaultOutcome>> = {
  ...streamOutcomes,
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

  crlf: 'stop',
};

/** Shorter variants of slow faults. */
const shortFaults: Readonly<Partial<Record<AnthropicFaultName, AnthropicFault>>> = {
  'slow-drip': { kind: 'slow-drip', intervalMs: 0 },
};

describe('each fault of the emulator', () => {
  testFaults<AnthropicFaultName>({
    names: anthropicFaultNames,
    outcomes,
    apiKey,
    start: (name, timeouts) =>
      startFixture(
        { faults: [shortFaults[name] ?? name], charactersPerChunk: 12 },
        timeouts ? { timeouts } : {},
      ),
  });
});
