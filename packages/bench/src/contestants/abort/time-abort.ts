import { sharedNow } from '../../upstreams/shared-clock.ts';
import type { AbortTimes } from './abort-client.ts';

/**
 * Runs `work` and measures its abort.
 *
 * The abort happens in the turn after `abort()` was called, when client and upstream are waiting.
 *
 * @throws if `work` resolves, or rejects with another value than the reason of the abort
 */
export async function timeAbort(
  work: (signal: AbortSignal, abort: () => void) => Promise<void>,
): Promise<AbortTimes> {
  const controller = new AbortController();
  const reason = new Error('aborted by the benchmark');
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
  throw new Error('expected the call to be aborted, but the response completed');
}
