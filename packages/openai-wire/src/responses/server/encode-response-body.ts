import type { FinishReason, JsonObject, Usage } from '@understudy/core/provider';

import type { ClientTools } from './client-tools.ts';

/** The fields of a response that are not part of its events. */
export interface ResponseIdentity {
  readonly id: string;
  /** Seconds since 1970. */
  readonly created: number;
  readonly model: string;
  /** `clientTools` of the decoded request. @defaultValue none */
  readonly clientTools?: ClientTools | undefined;
}

/** Clients expect the fields that repeat the request. */
const echo: JsonObject = {
  instructions: null,
  metadata: {},
  parallel_tool_calls: true,
  store: false,
  temperature: null,
  tool_choice: 'auto',
  tools: [],
  top_p: null,
};

/** Encodes a response without its output. */
export function encodeHead({ id, created, model }: ResponseIdentity): JsonObject {
  return {
    id,
    object: 'response',
    created_at: created,
    model,
    ...echo,
    error: null,
    incomplete_details: null,
  };
}

/** Encodes the status of a response that has ended. `other` is complete, because clients know only two reasons. */
export function encodeStatus(
  reason: FinishReason,
): JsonObject & { readonly status: 'completed' | 'incomplete' } {
  switch (reason) {
    case 'length':
      return { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } };
    case 'content-filter':
      return { status: 'incomplete', incomplete_details: { reason: 'content_filter' } };
    case 'stop':
    case 'tool-calls':
    case 'other':
      return { status: 'completed' };
  }
}

/** Unknown counts become 0, because the fields are required. */
export function encodeUsage({
  inputTokens = 0,
  outputTokens = 0,
  cachedInputTokens = 0,
  cacheWriteTokens = 0,
  reasoningTokens = 0,
}: Usage): JsonObject {
  return {
    input_tokens: inputTokens,
    input_tokens_details: {
      cached_tokens: cachedInputTokens,
      cache_write_tokens: cacheWriteTokens,
    },
    output_tokens: outputTokens,
    output_tokens_details: { reasoning_tokens: reasoningTokens },
    total_tokens: inputTokens + outputTokens,
  };
}
