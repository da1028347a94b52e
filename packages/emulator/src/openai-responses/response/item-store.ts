import { BoundedMap } from '../../bounded-map.ts';
import { encodeItem } from '../wire/response-body.ts';
import type { PlannedResponse } from './response-draft.ts';

type JsonRecord = Readonly<Record<string, unknown>>;

const maxItems = 10_000;
const maxConversations = 1000;

/** The stored responses, which requests can refer to by their ids, and their items. */
export class ItemStore {
  readonly #items = new BoundedMap<string, JsonRecord>(maxItems);
  /** The items of a response and of what it responded to, by its id. */
  readonly #conversations = new BoundedMap<string, readonly unknown[]>(maxConversations);

  get(id: string): JsonRecord | undefined {
    return this.#items.get(id);
  }

  /** Returns the conversation that ends with a response. */
  getConversation(id: string): readonly unknown[] | undefined {
    return this.#conversations.get(id);
  }

  /** Stores a response. `input` contains the items of earlier responses too. */
  add({ id, items }: Pick<PlannedResponse, 'id' | 'items'>, input: readonly unknown[]): void {
    const output = items.map(encodeItem);
    for (const [index, item] of items.entries()) this.#items.set(item.id, output[index] ?? {});
    this.#conversations.set(id, [...input, ...output]);
  }
}
