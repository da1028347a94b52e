import type { Session } from './session.ts';

/** A caller that waits for a session. */
export interface Waiter {
  readonly resolve: (session: Session) => void;
  readonly reject: (error: unknown) => void;
  readonly stopListening: () => void;
}

/** Removes and returns the first waiter of the first queue that is not empty. */
export function takeFirst(queues: readonly Set<Waiter>[]): Waiter | undefined {
  for (const queue of queues) {
    for (const waiter of queue) {
      queue.delete(waiter);
      waiter.stopListening();
      return waiter;
    }
  }
  return undefined;
}
