import { describe, expect, it } from 'vitest';

import type { Route } from '../registry/route.ts';
import { ScriptedProvider } from '../testing/scripted-provider.ts';
import { findSkipReason } from './find-skip-reason.ts';

function route(capabilities: object = {}, maxConcurrent?: number): Route {
  const { definition } = new ScriptedProvider<string>({
    id: 'plain',
    models: ['model'],
    lifecycle: { state: 'active' },
    capabilities,
    script: [],
  });
  return { definition, model: 'model', capabilities: definition.capabilities, maxConcurrent };
}

const messages = [{ role: 'user', content: 'Hi' }] as const;
const request = { model: 'plain/model', messages };

describe('findSkipReason', () => {
  it('returns undefined for an available target', () => {
    expect(findSkipReason(route(), request, undefined, 0)).toBeUndefined();
  });

  it('returns an unsupported feature, without a time', () => {
    const json = { ...request, responseFormat: { type: 'json' } } as const;
    expect(findSkipReason(route({ json: false }), json, undefined, 0)).toEqual({
      code: 'unsupported-feature',
      message: 'provider does not support json',
      retryAt: undefined,
    });
  });

  it('prefers the unsupported feature to the health', () => {
    const json = { ...request, responseFormat: { type: 'json' } } as const;
    const open = { code: 'circuit-open', until: 5000 } as const;
    expect(findSkipReason(route({ json: false }), json, open, 0)?.code).toBe('unsupported-feature');
  });

  it('returns an open circuit breaker with the time of the probe', () => {
    const open = { code: 'circuit-open', until: 5000.4 } as const;
    expect(findSkipReason(route(), request, open, 1000)).toEqual({
      code: 'circuit-open',
      message: 'circuit breaker open; next probe in 4.1 s',
      retryAt: 5000.4,
    });
  });

  it('returns a cooldown with its end', () => {
    const cooling = { code: 'cooling-down', until: 61_000 } as const;
    expect(findSkipReason(route(), request, cooling, 1000)).toEqual({
      code: 'cooling-down',
      message: 'cooling down; available in 60 s',
      retryAt: 61_000,
    });
  });

  it.each([
    [1, 'maxConcurrent reached (1 call in flight)'],
    [2, 'maxConcurrent reached (2 calls in flight)'],
  ])('returns that %i calls are in flight', (maxConcurrent, message) => {
    const full = { code: 'concurrency-limited', until: undefined } as const;
    expect(findSkipReason(route({}, maxConcurrent), request, full, 0)).toEqual({
      code: 'concurrency-limited',
      message,
      retryAt: undefined,
    });
  });
});
