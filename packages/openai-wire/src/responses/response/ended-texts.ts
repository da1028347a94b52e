import type { JsonObject } from '@understudy/core/provider';
import { readString } from '@understudy/provider-utils';

import { isDelta } from './item-kind.ts';
import type { ItemKind } from './item-kind.ts';
import type { OpenItem } from './open-items.ts';

/** The messages and the reasoning that have ended, because some servers continue them. */
export class EndedTexts {
  readonly #ended = new Map<number, OpenItem>();
  readonly #byId = new Map<string, OpenItem>();
  /** The texts that the start of another item ended. Their own end follows. */
  readonly #replaced = new Set<number>();

  add(ended: OpenItem, isReplaced: boolean): void {
    this.#ended.set(ended.index, ended);
    for (const id of ended.ids) if (id !== '') this.#byId.set(id, ended);
    if (isReplaced) this.#replaced.add(ended.index);
  }

  /** Returns the message whose own end has now arrived. Its end can have text that its deltas did not contain. */
  takeReplaced(index: number): OpenItem | undefined {
    const ended = this.#replaced.delete(index) ? this.#ended.get(index) : undefined;
    return ended?.kind === 'message' ? ended : undefined;
  }

  /** Returns the item that a delta continues. A delta of a text that the end contained is a repetition. */
  findContinued(kind: ItemKind, event: JsonObject): OpenItem | undefined {
    const ended = this.#byId.get(readString(event, 'item_id') ?? '');
    const continues = isDelta(event) && ended?.kind === kind && ended.text?.isStreamed === true;
    return continues ? ended : undefined;
  }
}
