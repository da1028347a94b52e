import type { GatewayKey } from './gateway-key.ts';
import type { KeyLimits, KeyPermit, KeyRejection } from './key-limits.ts';

const minuteMs = 60_000;

interface KeyState {
  active: number;
  /** When the requests of the last minute were admitted, oldest first. */
  readonly admitted: number[];
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
    while ((state.admitted[0] ?? now) <= now - minuteMs) state.admitted.shift();
    if (maxConcurrent !== undefined && state.active >= maxConcurrent) {
      return { code: 'rate-limited' };
    }
    if (requestsPerMinute !== undefined) {
      const oldest = state.admitted.at(-requestsPerMinute);
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
    const state: KeyState = { active: 0, admitted: [] };
    this.#states.set(name, state);
    return state;
  }
}

/** Returns limits that count the requests of each key in this process. */
export function localKeyLimits(now: () => number = () => performance.now()): KeyLimits {
  return new LocalKeyLimits(now);
}
