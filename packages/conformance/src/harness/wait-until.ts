import { setImmediate as nextTurn } from 'node:timers/promises';

import { fail } from '../assertions.ts';

/** On a busy machine, the limit in milliseconds can pass before the provider has run. */
const minTurns = 2000;

/**
 * Waits until a condition is true.
 *
 * Polls with `setImmediate`, because a clause counts the timers of the process.
 *
 * @throws AssertionError if the condition is false after `limitMs` and 2000 turns of the event loop
 */
export async function waitUntil(
  condition: () => boolean,
  limitMs: number,
  message: string,
): Promise<void> {
  const deadline = performance.now() + limitMs;
  for (let turn = 0; !condition(); turn += 1) {
    if (turn >= minTurns && performance.now() > deadline) fail(`${message} within ${limitMs} ms`);
    await nextTurn();
  }
}

/** Returns whether a promise settles in time. Rejects if the promise rejects in time. */
export async function endsWithin(limitMs: number, work: Promise<unknown>): Promise<boolean> {
  const late = Promise.withResolvers<false>();
  // Unreferenced, because a clause counts the timers that keep the process alive.
  const timer = setTimeout(() => late.resolve(false), limitMs).unref();
  try {
    return await Promise.race([work.then(() => true), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** Waits for work that is already scheduled, such as a new connection. */
export async function waitTurns(turns = 20): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await nextTurn();
}
