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

/** The core under test: the sources, or a copy with a planted fault. */
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

/** Loads the core from a folder of its sources. */
export async function loadCore(folder: URL): Promise<Core> {
  const load = (file: string): Promise<EntryPoints> => import(new URL(file, folder).href);
  const [index, provider, testing] = await Promise.all(
    ['index.ts', 'provider.ts', 'testing.ts'].map(load),
  );
  return toCore({ ...index, ...provider, ...testing } as EntryPoints);
}
