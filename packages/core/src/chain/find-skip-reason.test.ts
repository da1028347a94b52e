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
  return { definition, model: 'model', maxConcurrent };
}

const messages = [{ role: 'user', content: 'Hi' }] as const;
const request = { model: 'plain/model', messages };

describe('what keeps a target from being asked', () => {
  it('is nothing, where nothing is held against it', () => {
    expect(findSkipReason(route(), request, undefined, 0)).toBeUndefined();
  });

  it('is a feature that it lacks, for which no wait helps', () => {
    const json = { ...request, responseFormat: { type: 'json' } } as const;
    expect(findSkipReason(route({ json: false }), json, undefined, 0)).toEqual({
      code: 'unsupported-feature',
      message: 'provider does not support json',
      retryAt: undefined,
    });
  });

  it('is the feature rather than its health: waiting would not help', () => {
    const json = { ...request, responseFormat: { type: 'json' } } as const;
    const open = { code: 'circuit-open', until: 5000 } as const;
    expect(findSkipReason(route({ json: false }), json, open, 0)?.code).toBe('unsupported-feature');
  });

  it('is its open breaker, until it lets a probe through', () => {
    const open = { code: 'circuit-open', until: 5000.4 } as const;
    expect(findSkipReason(route(), request, open, 1000)).toEqual({
      code: 'circuit-open',
      message: 'circuit breaker open; next probe in 4.1 s',
      retryAt: 5000.4,
    });
  });

  it('is its cooldown', () => {
    const cooling = { code: 'cooling-down', until: 61_000 } as const;
    expect(findSkipReason(route(), request, cooling, 1000)).toEqual({
      code: 'cooling-down',
      message: 'cooling down; available in 60 s',
      retryAt: 61_000,
    });
  });

  it('is that all its places are taken', () => {
    const full = { code: 'concurrency-limited', until: undefined } as const;
    expect(findSkipReason(route({}, 2), request, full, 0)).toEqual({
      code: 'concurrency-limited',
      message: 'all 2 permits are in use (maxConcurrent)',
      retryAt: undefined,
    });
  });
});
