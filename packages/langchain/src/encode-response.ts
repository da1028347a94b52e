import type { AIMessageFields, UsageMetadata } from '@langchain/core/messages';
import type { ChatResponse, ToolCall, Usage } from '@understudy/core';

import { encodeParts, partsKey } from './message-parts.ts';
import { readArguments } from './read-arguments.ts';

/**
 * Returns what the end of a response adds to its text and its tool calls. The type has no `usage_metadata`, because
 * that of LangChain is `never` with the compiler option `exactOptionalPropertyTypes`.
 */
export function encodeEnd(
  response: ChatResponse,
): Required<Pick<AIMessageFields, 'additional_kwargs' | 'response_metadata'>> {
  const { provider, model, finishReason, attempts, warnings, providerMetadata, message } = response;
  const usage = encodeUsage(response.usage);
  return {
    additional_kwargs: { [partsKey]: { parts: encodeParts(message.content) } },
    response_metadata: {
      finish_reason: finishReason,
      model_provider: provider,
      model_name: model,
      attempts,
      ...(warnings.length > 0 && { warnings }),
      ...(Object.keys(providerMetadata).length > 0 && { provider_metadata: providerMetadata }),
    },
    ...(usage && { usage_metadata: usage }),
  };
}

/** Returns the tool calls of a complete response. Those that cannot be run are invalid. */
export function encodeToolCalls(
  calls: readonly ToolCall[],
): Required<Pick<AIMessageFields, 'tool_calls' | 'invalid_tool_calls'>> {
  return {
    tool_calls: calls.flatMap((call) => {
      const { id, name } = call;
      const args = readArguments(call);
      return args ? [{ type: 'tool_call', id, name, args: { ...args } }] : [];
    }),
    invalid_tool_calls: calls
      .filter((call) => !readArguments(call))
      .map(({ id, name, argumentsText, incomplete }) => ({
        type: 'invalid_tool_call',
        id,
        name,
        args: argumentsText,
        error:
          incomplete === true ? 'The response ended inside the arguments.' : 'Not a JSON object.',
      })),
  };
}

/** LangChain has no unknown counts, so a usage without both counts is left out. */
function encodeUsage(usage: Usage | undefined): UsageMetadata | undefined {
  const { inputTokens, outputTokens, reasoningTokens } = usage ?? {};
  if (inputTokens === undefined || outputTokens === undefined) return undefined;
  const details = encodeInputDetails(usage);
  return {
    input_tokens: inputTokens,
    output_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
    ...(Object.keys(details).length > 0 && { input_token_details: details }),
    ...(reasoningTokens !== undefined && { output_token_details: { reasoning: reasoningTokens } }),
  };
}

function encodeInputDetails(usage: Usage | undefined): {
  readonly cache_read?: number;
  readonly cache_creation?: number;
} {
  const { cachedInputTokens, cacheWriteTokens } = usage ?? {};
  return {
    ...(cachedInputTokens !== undefined && { cache_read: cachedInputTokens }),
    ...(cacheWriteTokens !== undefined && { cache_creation: cacheWriteTokens }),
  };
}
