import type { JsonObject, ProgressEvent, ProviderEvent } from '@understudy/core/provider';
import { readObject, readString } from '@understudy/provider-utils';
import type { Block } from '@understudy/provider-utils/internal';

import { readCompaction } from '../compaction.ts';

/**
 * An item of a tool that the vendor runs, or of another kind. Only an image that a tool created has a counterpart. A
 * compaction is the metadata of a text without content, because the vendor needs it in the next request.
 */
export class OtherItem implements Block {
  readonly activity: ProgressEvent['activity'];

  constructor({ type }: JsonObject) {
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
    const compaction = readCompaction(item);
    if (compaction) events.push({ type: 'text-end', providerMetadata: { item: compaction } });
    const base64 = readString(item, 'result') ?? '';
    if (item?.type !== 'image_generation_call' || base64 === '') return;
    const mediaType = `image/${readString(item, 'output_format') ?? 'png'}`;
    events.push({ type: 'file', mediaType, data: { type: 'base64', base64 } });
  }

  end(): void {}
}
