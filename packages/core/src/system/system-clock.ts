import type { Clock } from '../ports/clock.ts';

/** Node.js fires a longer timer immediately. */
const longestTimerMs = 2 ** 31 - 1;

/** The functions of the JavaScript runtime that the clock uses. */
export type HostTimers = Pick<typeof globalThis, 'setTimeout' | 'clearTimeout'> & {
  readonly performance: Pick<typeof performance, 'now'>;
};

/**
 * The timers at the time this module is loaded, so that fake timers in an app's tests do not replace them. The modules
 * of Node.js also have the real timers if fake ones are installed already. They are not imported, because this module
 * is also loaded where they do not exist.
 */
function readHostTimers(): HostTimers {
  const host: { readonly process?: Partial<NodeJS.Process> } = globalThis;
  const getModule = host.process?.getBuiltinModule;
  const { setTimeout, clearTimeout } = getModule?.('node:timers') ?? globalThis;
  const { performance } = getModule?.('node:perf_hooks') ?? globalThis;
  return { setTimeout, clearTimeout, performance };
}

const hostTimers = readHostTimers();

/** The time and the timers of the JavaScript runtime. The wall-clock time is that of the global `Date`. */
export class SystemClock implements Clock {
  readonly #timers: HostTimers;

  constructor(timers: HostTimers = hostTimers) {
    this.#timers = timers;
  }

  now(): number {
    return this.#timers.performance.now();
  }

  wallNow(): number {
    return Date.now();
  }

  setTimer(callback: () => void, delayMs: number): () => void {
    return startTimer(this.#timers, callback, delayMs);
  }
}

function startTimer(timers: HostTimers, callback: () => void, delayMs: number): () => void {
  if (delayMs > longestTimerMs) {
    let stop = startTimer(
      timers,
      () => {
        stop = startTimer(timers, callback, delayMs - longestTimerMs);
      },
      longestTimerMs,
    );
    return () => stop();
  }
  const timer = timers.setTimeout(callback, Math.max(0, delayMs));
  return () => timers.clearTimeout(timer);
}
