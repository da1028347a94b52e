import type { JsonObject, ProgressEvent, ProviderEvent } from '@understudy/core/provider';
import { readObject, readString } from '@understudy/provider-utils';
import type { Block } from '@understudy/provider-utils/internal';

import { readKeptItem } from '../kept-item.ts';
import type { ItemContext } from './item-context.ts';

/**
 * An item of a tool that the vendor runs, or of another kind. Only an image that a tool created has a counterpart. An
 * item that the vendor needs in the next request is the metadata of a text without content.
 */
export class OtherItem implements Block {
  readonly activity: ProgressEvent['activity'];
  readonly #context: ItemContext;

  constructor({ type }: JsonObject, context: ItemContext) {
    this.#context = context;
    const searches = type === 'web_search_call' || type === 'file_search_call';
    this.activity = searches ? 'searching' : 'thinking';
  }

  start(): void {}

  read(event: JsonObject, events: ProviderEvent[]): void {
    if (event.type !== 'response.output_item.done') {
      events.push({ type: 'progress', activity: this.activity });
      return;
    }
    const item = readObject(event, 'item');
    const kept = readKeptItem(item);
    if (kept) {
      this.#context.reserve(JSON.stringify(kept).length);
      this.#context.calls.read(kept);
      events.push({ type: 'text-end', providerMetadata: { item: kept } });
    }
    const base64 = readString(item, 'result') ?? '';
    if (item?.type !== 'image_generation_call' || base64 === '') return;
    const mediaType = `image/${readString(item, 'output_format') ?? 'png'}`;
    events.push({ type: 'file', mediaType, data: { type: 'base64', base64 } });
  }

  end(): void {}
}
