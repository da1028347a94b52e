import { setImmediate as nextTurn } from 'node:timers/promises';

import { fail } from '../sentences.ts';

/** How long a provider may take to let go of what it holds. */
export const graceMs = 1000;

/** Waits until something is true; ends the clause with the sentence where it does not become so. */
export async function waitUntil(
  isTrue: () => boolean,
  sentence: string,
  withinMs: number = graceMs,
): Promise<void> {
  const until = performance.now() + withinMs;
  while (!isTrue()) {
    if (performance.now() > until) fail(`${sentence} within ${withinMs} ms`);
    // No timer: some clauses count the timers of the process.
    await nextTurn();
  }
}

/** Whether work ends in time; what it fails with is thrown. */
export async function endsWithin(ms: number, work: Promise<unknown>): Promise<boolean> {
  const late = Promise.withResolvers<false>();
  // No reason to live on: some clauses count the timers that keep the process alive.
  const timer = setTimeout(() => late.resolve(false), ms).unref();
  try {
    return await Promise.race([work.then(() => true), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** Lets everything happen that is about to happen. */
export async function settle(turns = 20): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await nextTurn();
}
