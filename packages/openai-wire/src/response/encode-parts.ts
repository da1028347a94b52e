import type {
  FileEvent,
  FinishReason,
  JsonObject,
  SourceEvent,
  Usage,
} from '@understudy/core/provider';

import { encodeAddress } from '../encode-address.ts';

/** `other` becomes `stop`, because clients accept only OpenAI's five reasons. */
export function encodeFinishReason(reason: FinishReason): string {
  switch (reason) {
    case 'tool-calls':
      return 'tool_calls';
    case 'content-filter':
      return 'content_filter';
    case 'stop':
    case 'length':
      return reason;
    case 'other':
      return 'stop';
  }
}

/** Unknown counts become 0, because the fields are required. */
export function encodeUsage({
  inputTokens = 0,
  outputTokens = 0,
  cachedInputTokens,
  reasoningTokens,
}: Usage): JsonObject {
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
    ...(cachedInputTokens !== undefined && {
      prompt_tokens_details: { cached_tokens: cachedInputTokens },
    }),
    ...(reasoningTokens !== undefined && {
      completion_tokens_details: { reasoning_tokens: reasoningTokens },
    }),
  };
}

export function encodeSource({ url, title = '' }: SourceEvent): JsonObject {
  return { type: 'url_citation', url_citation: { url, title, start_index: 0, end_index: 0 } };
}

/** The wire format has no field for other files. The media type is in the data URL. */
export function encodeFile({ data, mediaType }: FileEvent): JsonObject {
  return { type: 'image_url', image_url: { url: encodeAddress(data, mediaType) } };
}
