import type { JsonObject } from '@understudy/core/provider';
import { isJsonObject } from '@understudy/provider-utils';

import { isThinking } from './turn.ts';

/**
 * Whether the turn of the model that the response continues begins without thinking. It begins after the last message
 * of the user that contains more than results of tools, and the API rejects a thinking budget for it.
 */
export function lacksThinking(messages: readonly JsonObject[]): boolean {
  const start = messages.findLastIndex(startsTurn);
  const next = messages[start + 1];
  // A turn without results so far is text that begins the response.
  if (next === undefined || messages.at(-1)?.role === 'assistant') return false;
  const [first] = blocksOf(next);
  return first === undefined || !isThinking(first);
}

function startsTurn(message: JsonObject): boolean {
  if (message.role !== 'user') return false;
  return (
    !Array.isArray(message.content) || blocksOf(message).some(({ type }) => type !== 'tool_result')
  );
}

function blocksOf({ content }: JsonObject): readonly JsonObject[] {
  return Array.isArray(content) ? content.filter(isJsonObject) : [];
}
