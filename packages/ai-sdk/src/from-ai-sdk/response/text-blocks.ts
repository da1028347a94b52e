import { readObject, readString } from '@understudy/core/internal';
import type { JsonObject, ProviderEvent } from '@understudy/core/provider';

type Events = readonly ProviderEvent[];
type BlockType = 'text' | 'reasoning';

interface Block {
  readonly type: BlockType;
  readonly id: string;
  hasText: boolean;
  metadata: JsonObject | undefined;
}

/** The blocks of text and reasoning of one response. A block can be without its start and its end. */
export class TextBlocks {
  #block: Block | undefined;

  /** Continues the block with the id of the part, or ends another block and begins this one. */
  start(type: BlockType, part: unknown): Events {
    const id = readString(part, 'id') ?? '';
    const metadata = readObject(part, 'providerMetadata');
    if (this.#block?.type === type && this.#block.id === id) {
      if (metadata) this.#block.metadata = metadata;
      return [];
    }
    const closed = this.close();
    this.#block = { type, id, hasText: false, metadata };
    return closed;
  }

  /** Returns undefined for a part without a text. */
  add(type: BlockType, part: unknown): Events | undefined {
    const text = readString(part, 'delta');
    if (text === undefined) return undefined;
    const begun = this.start(type, part);
    const block = this.#block;
    if (!block || text === '') return begun;
    block.hasText = true;
    const event: ProviderEvent = { type: `${type}-delta`, text };
    return begun.length === 0 ? [event] : [...begun, event];
  }

  end(type: BlockType, part: unknown): Events {
    const begun = this.start(type, part);
    return [...begun, ...this.close()];
  }

  /** Ends the current block. One without text is kept if it has something to send back. */
  close(): Events {
    const block = this.#block;
    this.#block = undefined;
    if (!block || (!block.hasText && !block.metadata)) return [];
    const { type, metadata } = block;
    const fields = metadata && { providerMetadata: metadata };
    return type === 'reasoning' && !block.hasText
      ? [{ type: 'reasoning-end', redacted: true, ...fields }]
      : [{ type: `${type}-end`, ...fields }];
  }
}
