import type { Repetition } from './contestant.ts';
import type { Sample } from './measure.ts';

/** Message from the harness to the process of a contestant. */
export interface Order {
  readonly repeat: Repetition | 'warm-up';
}

/** Message from a process: one when it is ready, then one per order. */
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
