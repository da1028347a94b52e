import { describe, expect, it } from 'vitest';

import { ProviderError } from '../../errors/provider-error.ts';
import type { Unavailable } from '../../health/unavailable.ts';
import type { Route } from '../../registry/route/route.ts';
import { ScriptedProvider } from '../../testing/scripted-provider.ts';
import type { Availability } from './find-skip-reason.ts';
import { findSkipReason } from './find-skip-reason.ts';

const cause = {
  error: new ProviderError({ code: 'rate-limited', message: 'expected fewer requests' }),
  at: 0,
} as const;
const circuitOpen = { code: 'circuit-open', cause, probeResult: undefined } as const;
const noLimits = { limits: {}, tokens: 0 };
const available: Availability = { demand: noLimits, unavailable: undefined };

function blockedBy(unavailable: Unavailable): Availability {
  return { demand: noLimits, unavailable };
}

function route(capabilities: object = {}): Route {
  const { definition } = new ScriptedProvider<string>({
    id: 'plain',
    models: ['model'],
    lifecycle: { state: 'active' },
    capabilities,
    script: [],
  });
  return { definition, model: 'model', capabilities: definition.capabilities };
}

const messages = [{ role: 'user', content: 'Hi' }] as const;
const request = { model: 'plain/model', messages };

describe('findSkipReason', () => {
  it('returns undefined for an available target', () => {
    expect(findSkipReason(route(), request, available, 0)).toBeUndefined();
  });

  it('returns an unsupported feature, without a time', () => {
    const json = { ...request, responseFormat: { type: 'json' } } as const;
    expect(findSkipReason(route({ json: false }), json, available, 0)).toEqual({
      code: 'unsupported-feature',
      message: 'provider does not support json',
      retryAt: undefined,
    });
  });

  it('prefers the unsupported feature to the health', () => {
    const json = { ...request, responseFormat: { type: 'json' } } as const;
    const open = { ...circuitOpen, until: 5000 } as const;
    expect(findSkipReason(route({ json: false }), json, blockedBy(open), 0)?.code).toBe(
      'unsupported-feature',
    );
  });

  it('returns an open circuit breaker with the time of the probe', () => {
    const open = { ...circuitOpen, until: 5000.4 } as const;
    expect(findSkipReason(route(), request, blockedBy(open), 1000)).toMatchObject({
      code: 'circuit-open',
      message: 'circuit breaker open after rate-limited 1 s ago; next probe in 4.1 s',
      retryAt: 5000.4,
    });
  });

  it('returns a cooldown with its end', () => {
    const cooling = {
      ...circuitOpen,
      code: 'cooling-down',
      scope: 'target',
      until: 61_000,
    } as const;
    expect(findSkipReason(route(), request, blockedBy(cooling), 1000)).toMatchObject({
      code: 'cooling-down',
      message: 'cooling down after rate-limited 1 s ago; available in 60 s',
      retryAt: 61_000,
    });
  });

  it.each([
    ['maxConcurrent', 1, 0, 'maxConcurrent reached (at most 1 call in flight)'],
    [
      'maxConcurrent',
      2,
      1,
      'maxConcurrent reached (at most 2 calls in flight); 1 chat in the queue',
    ],
    ['requestsPerMinute', 60, 0, 'requestsPerMinute reached (at most 60 requests in 60 s)'],
    [
      'tokensPerMinute',
      500,
      3,
      'tokensPerMinute reached (at most 500 tokens in 60 s); 3 chats in the queue',
    ],
  ] as const)('returns that %s is reached', (limit, allowed, queued, message) => {
    const code = limit === 'maxConcurrent' ? 'concurrency-limited' : 'rate-limited';
    const block = { limit, allowed, queued, until: 5 } as const;
    const unavailable = { code, until: 5, limit: block } as const;
    const demand = { limits: { [limit]: allowed }, tokens: 1 };
    expect(findSkipReason(route(), request, { demand, unavailable }, 0)).toMatchObject({
      code,
      message,
      retryAt: 5,
      isQueueable: true,
    });
  });

  it('returns that a request needs more tokens than a minute allows', () => {
    const demand = { limits: { tokensPerMinute: 100 }, tokens: 101 };
    expect(findSkipReason(route(), request, { demand, unavailable: undefined }, 0)).toEqual({
      code: 'rate-limited',
      message: 'the request needs about 101 tokens, more than tokensPerMinute (100)',
      retryAt: undefined,
    });
  });
});
