import { BoundedMap } from '../../bounded-map.ts';
import { encodeItem } from '../wire/response-body.ts';
import type { OutputItem } from './output-item.ts';

type JsonRecord = Readonly<Record<string, unknown>>;

const maxItems = 10_000;

/** The items of stored responses, which requests can refer to by their ids. */
export class ItemStore {
  readonly #items = new BoundedMap<string, JsonRecord>(maxItems);

  get(id: string): JsonRecord | undefined {
    return this.#items.get(id);
  }

  add(items: readonly OutputItem[]): void {
    for (const item of items) this.#items.set(item.id, encodeItem(item));
  }
}
