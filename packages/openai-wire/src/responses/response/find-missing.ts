import type { JsonObject, JsonValue } from '@understudy/core/provider';

import type { ReceivedItem } from './received-item.ts';

type Missing = readonly [received: ReceivedItem | undefined, item: JsonObject];

/**
 * Returns the items of the complete response that were not received or have not ended, each with the received item.
 *
 * The items of a type are in the same order as in the stream, but their indices and ids can differ. Reasoning is
 * omitted after other items, because it cannot be sent back after the content that is based on it.
 */
export function findMissing(
  received: readonly ReceivedItem[],
  output: readonly JsonObject[],
): readonly Missing[] {
  const byType = Map.groupBy(received, ({ type }) => type);
  const hasContent = received.some(({ type }) => type !== 'reasoning');
  const positions = new Map<JsonValue | undefined, number>();
  return output.flatMap((item): readonly Missing[] => {
    const position = positions.get(item.type) ?? 0;
    positions.set(item.type, position + 1);
    const known = byType.get(item.type)?.[position];
    if (known) return known.isOpen ? [[known, item]] : [];
    return hasContent && item.type === 'reasoning' ? [] : [[undefined, item]];
  });
}
