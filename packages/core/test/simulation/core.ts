import type { createUnderstudy, ErrorCode } from '@understudy/core';
import type { defineProvider, ProviderError } from '@understudy/core/provider';
import type { ManualClock, SeededRandom } from '@understudy/core/testing';

interface Doors {
  readonly createUnderstudy: typeof createUnderstudy;
  readonly defineProvider: typeof defineProvider;
  readonly ProviderError: typeof ProviderError;
  readonly ManualClock: typeof ManualClock;
  readonly SeededRandom: typeof SeededRandom;
}

/** The core that is simulated: the source, the build, or a build with a fault planted in it. */
export interface Core extends Doors {
  error(code: ErrorCode, retryAfterMs?: number): ProviderError;
}

export function toCore(doors: Doors): Core {
  return {
    ...doors,
    error: (code, retryAfterMs) =>
      new doors.ProviderError({ code, message: 'simulated', retryAfterMs }),
  };
}

/** The core whose doors lie in a folder, as `index.js` and its neighbours. */
export async function loadCore(folder: URL): Promise<Core> {
  const load = (file: string): Promise<Doors> => import(new URL(file, folder).href);
  const [index, provider, testing] = await Promise.all(
    ['index.js', 'provider.js', 'testing.js'].map(load),
  );
  return toCore({ ...index, ...provider, ...testing } as Doors);
}
