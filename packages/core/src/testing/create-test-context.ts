import type { ProviderContext } from '../provider/provider.ts';
import { defaultLimits, defaultTimeouts } from '../registry/chain/default-options.ts';
import { ManualClock } from './manual-clock.ts';
import { MemoryLogger } from './memory-logger.ts';
import { ReplayHttp } from './replay-http.ts';
import { SeededRandom } from './seeded-random.ts';

/**
 * Returns a context for the test of a provider without a runtime. By default, the clock is a `ManualClock`, every
 * request fails, the signal never aborts, the limits are those of a runtime, and `reserveRequest()` returns true.
 */
export function createTestContext(changes: Partial<ProviderContext> = {}): ProviderContext {
  return {
    http: new ReplayHttp([]),
    clock: new ManualClock(),
    random: new SeededRandom(1),
    logger: new MemoryLogger(),
    provider: 'test',
    signal: new AbortController().signal,
    headers: {},
    limits: defaultLimits,
    includeRaw: false,
    reserveRequest: () => true,
    usageGraceMs: () => defaultTimeouts.usageGraceMs,
    ...changes,
  };
}
