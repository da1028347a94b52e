import { sharedNow } from '../../upstreams/shared-clock.ts';
import type { AbortTimes } from './abort-client.ts';

/** An abort in the turn after `abort()` was called, when everybody waits; and when it was heard of. */
export async function timeAbort(
  work: (signal: AbortSignal, abort: () => void) => Promise<void>,
): Promise<AbortTimes> {
  const controller = new AbortController();
  const reason = new Error('the caller has left');
  let abortedAt: number | undefined;
  const abort = (): void => {
    abortedAt = sharedNow();
    controller.abort(reason);
  };
  try {
    await work(controller.signal, () => setImmediate(abort));
  } catch (error) {
    const rejectedAt = sharedNow();
    if (error === reason && abortedAt !== undefined) return { abortedAt, rejectedAt };
    throw error;
  }
  throw new Error('expected the abort, and the answer came to its end');
}
