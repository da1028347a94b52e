import type { Repetition } from './contestant.ts';
import type { Sample } from './measure.ts';

/** What the harness sends to a contestant's process. */
export interface Order {
  readonly repeat: Repetition | 'warm-up';
}

/** What a process of the bench answers: once when it is ready, then once per order. */
export type Reply =
  | { readonly kind: 'ready'; readonly url: string }
  | { readonly kind: 'sample'; readonly sample: Sample }
  | { readonly kind: 'failed'; readonly message: string };

export function isReply(message: unknown): message is Reply {
  return typeof message === 'object' && message !== null && 'kind' in message;
}

export function isOrder(message: unknown): message is Order {
  return typeof message === 'object' && message !== null && 'repeat' in message;
}
