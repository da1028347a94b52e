import type { JsonObject, ProgressEvent, ProviderEvent } from '@understudy/core/provider';
import { readObject, readString } from '@understudy/provider-utils';
import type { Block } from '@understudy/provider-utils/internal';

/** An item of a tool that the vendor runs. Only an image that it created has a counterpart. */
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
    const base64 = readString(item, 'result') ?? '';
    if (item?.type !== 'image_generation_call' || base64 === '') return;
    const mediaType = `image/${readString(item, 'output_format') ?? 'png'}`;
    events.push({ type: 'file', mediaType, data: { type: 'base64', base64 } });
  }

  end(): void {}
}
