import type { GatewayKey } from './gateway-key.ts';
import type { KeyLimits, KeyPermit, KeyRejection } from './key-limits.ts';

const minuteMs = 60_000;
/** Expired entries are removed in bulk, so each request costs the same. */
const manyExpired = 1000;

interface KeyState {
  active: number;
  /** When requests were admitted, oldest first. The first ones have expired. */
  readonly admitted: number[];
  expired: number;
}

/** Counts in this process. The state of a key is kept by its name, also if its limits change. */
class LocalKeyLimits implements KeyLimits {
  readonly #now: () => number;
  readonly #states = new Map<string, KeyState>();

  constructor(now: () => number) {
    this.#now = now;
  }

  admit({ name, maxConcurrent, requestsPerMinute }: GatewayKey): KeyPermit | KeyRejection {
    const state = this.#stateOf(name);
    const now = this.#now();
    expire(state, now);
    if (maxConcurrent !== undefined && state.active >= maxConcurrent) {
      return { code: 'rate-limited' };
    }
    if (requestsPerMinute !== undefined) {
      const index = state.admitted.length - requestsPerMinute;
      const oldest = index >= state.expired ? state.admitted[index] : undefined;
      if (oldest !== undefined) {
        return { code: 'rate-limited', retryAfterMs: oldest + minuteMs - now };
      }
      state.admitted.push(now);
    }
    state.active += 1;
    return { settle: () => void (state.active -= 1) };
  }

  #stateOf(name: string): KeyState {
    const known = this.#states.get(name);
    if (known) return known;
    const state: KeyState = { active: 0, admitted: [], expired: 0 };
    this.#states.set(name, state);
    return state;
  }
}

/** Forgets the requests that were admitted more than a minute ago. */
function expire(state: KeyState, now: number): void {
  while ((state.admitted[state.expired] ?? now) <= now - minuteMs) state.expired += 1;
  if (state.expired < manyExpired) return;
  state.admitted.splice(0, state.expired);
  state.expired = 0;
}

/** Returns limits that count the requests of each key in this process. */
export function localKeyLimits(now: () => number = () => performance.now()): KeyLimits {
  return new LocalKeyLimits(now);
}
