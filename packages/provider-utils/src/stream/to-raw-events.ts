import { parseJson } from '@understudy/core/internal';
import type { RawEvent } from '@understudy/core/provider';

/** A message of a stream. */
export interface RawMessage {
  readonly data: string;
}

/**
 * Returns the messages as the vendor sent them, without the end marker `[DONE]`.
 *
 * @param remaining - the last messages, which are left out
 */
export function toRawEvents(
  messages: readonly RawMessage[],
  remaining: readonly RawMessage[] = [],
): readonly RawEvent[] {
  const decoded = messages.slice(0, messages.length - remaining.length);
  return decoded
    .filter(({ data }) => data.trim() !== '[DONE]')
    .map(({ data }) => ({ type: 'raw', value: parseJson(data) ?? data }));
}
