import type { JsonValue, ProviderEvent } from '@understudy/core/provider';

import { ChatStreamDecoder } from './decode-chat-stream.ts';
import type { AnswerSettings } from './decode-chat-stream.ts';

/**
 * The events of one whole answer in JSON, `finish` last.
 *
 * @throws ProviderError `malformed-response` for what is no answer, or the vendor's error in it
 */
export function decodeChatResponse(
  json: JsonValue | undefined,
  settings: AnswerSettings,
): readonly ProviderEvent[] {
  const decoder = new ChatStreamDecoder(settings);
  return [...decoder.decode([{ data: JSON.stringify(json) }]).events, ...decoder.endBody().events];
}
