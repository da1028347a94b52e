import type { ChatBatch, ChatEvent, ChatStream } from '@understudy/core';

/** How a caller reads its chat. */
export interface Habit {
  /** The time between the creation of the chat and the first read. */
  readonly readsAfterMs: number;
  /** Whether it reads events as `batches`. */
  readonly batches: boolean;
  /** How many calls of `next()` are pending at once. */
  readonly pulls: number;
  /** When it calls `return()` after the first read, also while a call of `next()` is pending. */
  readonly leavesAtMs: number | undefined;
  /** Whether it reads the complete response with `text()`. */
  readonly callsText: boolean;
  /** Whether the loop goes on while `response()` is pending. */
  readonly overlaps: boolean;
}

export const plainHabit: Habit = {
  readsAfterMs: 0,
  batches: false,
  pulls: 1,
  leavesAtMs: undefined,
  callsText: false,
  overlaps: false,
};

export type Item = ChatEvent | string;

/** An iteration that can be left at any time. */
export interface Iteration {
  readonly items: AsyncIterable<Item>;
  leave(): void;
}

/** Starts to iterate over the texts or the events of a chat. */
export function openIteration(chat: ChatStream, reads: 'text' | 'events', habit: Habit): Iteration {
  const source = reads === 'text' ? chat.textStream : habit.batches ? chat.batches : chat;
  const iterator: AsyncIterator<Item | ChatBatch> = source[Symbol.asyncIterator]();
  return {
    items: { [Symbol.asyncIterator]: () => iterate(iterator, habit.pulls) },
    leave: () => void iterator.return?.(),
  };
}

/** Written by hand, because `return()` of an async generator would call that of the iterator later. */
function iterate(iterator: AsyncIterator<Item | ChatBatch>, pulls: number): AsyncIterator<Item> {
  const pending: Promise<IteratorResult<Item | ChatBatch>>[] = [];
  const items: Item[] = [];
  return {
    next: async () => {
      for (;;) {
        const value = items.shift();
        if (value !== undefined) return { done: false, value };
        while (pending.length < pulls) pending.push(pull(iterator));
        const result = await pending.shift();
        if (!result || result.done === true) return { done: true, value: undefined };
        items.push(...toItems(result.value));
      }
    },
    return: async () => {
      await iterator.return?.();
      return { done: true, value: undefined };
    },
  };
}

/** Handles the rejection of a pull that is not awaited, because an earlier one has rejected. */
function pull<Value>(iterator: AsyncIterator<Value>): Promise<IteratorResult<Value>> {
  const pulled = iterator.next();
  pulled.catch(() => {});
  return pulled;
}

function toItems(value: Item | ChatBatch): readonly Item[] {
  return typeof value === 'string' || 'type' in value ? [value] : value;
}
