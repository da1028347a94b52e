import { effect, signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';

const time = signal(Date.now());

/** Wall-clock time in milliseconds. Advances while something that depends on time is shown. */
export const now: ReadonlySignal<number> = time;

const isReduced = matchMedia('(prefers-reduced-motion: reduce)');

/** Lets `now` advance while `isNeeded` returns true. */
export function runClock(isNeeded: () => 'fast' | 'slow' | undefined): void {
  effect(() => {
    const pace = isNeeded();
    if (!pace) return undefined;
    const intervalMs = pace === 'fast' && !isReduced.matches ? 50 : 500;
    const timer = setInterval(() => (time.value = Date.now()), intervalMs);
    return () => clearInterval(timer);
  });
}
