import { googleFaultNames } from '@understudy/emulator';
import type { GoogleFault, GoogleFaultName } from '@understudy/emulator';
import { describe } from 'vitest';

import { streamOutcomes, testFaults } from '../../conformance/test/stream-faults.ts';
import type { FaultOutcome } from '../../conformance/test/stream-faults.ts';
import { apiKey, startFixture } from './emulator-fixture.ts';

/** Faults of requests that the provider does not send: it always requests a stream. */
type OtherFault = `models-${string}` | 'malformed-body' | 'truncated-body';

/** The type requires an outcome for every fault. */
const outcomes: Readonly<Record<Exclude<GoogleFaultName, OtherFault>, FaultOutcome>> = {
  ...streamOutcomes,
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

  lf: 'stop',
  'named-events': 'stop',
};

/** Shorter variants of slow faults. */
const shortFaults: Readonly<Partial<Record<GoogleFaultName, GoogleFault>>> = {
  'slow-drip': { kind: 'slow-drip', intervalMs: 0 },
};

describe('each fault of the emulator', () => {
  testFaults<GoogleFaultName>({
    names: googleFaultNames,
    outcomes,
    apiKey,
    start: (name, timeouts) =>
      startFixture(
        { faults: [shortFaults[name] ?? name], charactersPerChunk: 12 },
        timeouts ? { timeouts } : {},
      ),
  });
});
