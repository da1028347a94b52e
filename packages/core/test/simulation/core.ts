import type { createUnderstudy, ErrorCode } from '@understudy/core';
import type { defineProvider, ProviderError } from '@understudy/core/provider';
import type { ManualClock, SeededRandom } from '@understudy/core/testing';

interface EntryPoints {
  readonly createUnderstudy: typeof createUnderstudy;
  readonly defineProvider: typeof defineProvider;
  readonly ProviderError: typeof ProviderError;
  readonly ManualClock: typeof ManualClock;
  readonly SeededRandom: typeof SeededRandom;
}

/** The core under test: the sources, with or without a planted fault. */
export interface Core extends EntryPoints {
  error(code: ErrorCode, retryAfterMs?: number): ProviderError;
}

export function toCore(entryPoints: EntryPoints): Core {
  return {
    ...entryPoints,
    error: (code, retryAfterMs) =>
      new entryPoints.ProviderError({ code, message: 'simulated', retryAfterMs }),
  };
}

/** Loads the core from its sources. */
export async function loadCore(): Promise<Core> {
  const [index, provider, testing] = await Promise.all([
    import('../../src/index.ts'),
    import('../../src/provider.ts'),
    import('../../src/testing.ts'),
  ]);
  return toCore({ ...index, ...provider, ...testing });
}
