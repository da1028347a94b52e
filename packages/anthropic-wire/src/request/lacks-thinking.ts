import type { JsonObject, JsonValue } from '@understudy/core/provider';
import { isJsonObject } from '@understudy/provider-utils';

/**
 * Whether the turn of the model that the response continues begins without thinking. It begins after the last message
 * of the user that contains more than results of tools, and the API rejects a thinking budget for it.
 */
export function lacksThinking(messages: readonly JsonObject[]): boolean {
  if (!messages.at(-1) || !hasResults(messages.at(-1))) return false;
  const start = messages.findLastIndex(
    (message) => message.role === 'user' && !hasResults(message),
  );
  const [first] = blocksOf(messages[start + 1]);
  return first?.type !== 'thinking' && first?.type !== 'redacted_thinking';
}

function hasResults(message: JsonObject | undefined): boolean {
  return blocksOf(message).some(({ type }) => type === 'tool_result');
}

function blocksOf(message: JsonObject | undefined): readonly JsonObject[] {
  const content: JsonValue | undefined = message?.content;
  return Array.isArray(content) ? content.filter(isJsonObject) : [];
}
