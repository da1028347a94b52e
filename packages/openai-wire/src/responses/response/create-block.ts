import type { JsonObject } from '@understudy/core/provider';
import type { Block } from '@understudy/provider-utils/internal';

import { CallItem } from './call-item.ts';
import type { ItemContext } from './item-context.ts';
import { kindOfItem } from './item-kind.ts';
import { MessageItem } from './message-item.ts';
import { OtherItem } from './other-item.ts';
import { ReasoningItem } from './reasoning-item.ts';
import type { TextBlock } from './received-item.ts';

interface CreatedBlock {
  readonly block: Block;
  /** The same block, if it is a message or reasoning. */
  readonly text: TextBlock | undefined;
}

/** @throws ProviderError `malformed-response` for a call without a name */
export function createBlock(item: JsonObject, context: ItemContext): CreatedBlock {
  switch (kindOfItem(item)) {
    case 'message':
      return createText(new MessageItem(item, context));
    case 'reasoning':
      return createText(new ReasoningItem());
    case 'call':
      return { block: new CallItem(item, context), text: undefined };
    case undefined:
      return { block: new OtherItem(item, context), text: undefined };
  }
}

function createText(text: TextBlock): CreatedBlock {
  return { block: text, text };
}
